// SPDX-License-Identifier: Apache-2.0
// The smooth functions as the textbook has them, in MPFR numbers of 256 bits: precision instead of
// care about cancellation, except where it would have no end.
#ifndef ACTGRAD_REFERENCE_H_
#define ACTGRAD_REFERENCE_H_

#include <mpfr.h>

#include <cstdlib>
#include <map>
#include <string>
#include <utility>

#include "smooth_kernels.h"

namespace actgrad {

class Number {
 public:
  Number(double d = 0) {
    mpfr_init2(m_, 256);
    mpfr_set_d(m_, d, MPFR_RNDN);
  }
  Number(const Number& other) : Number() { mpfr_set(m_, other.m_, MPFR_RNDN); }
  Number(Number&& other) noexcept : Number() { mpfr_swap(m_, other.m_); }
  Number& operator=(Number other) {
    mpfr_swap(m_, other.m_);
    return *this;
  }
  ~Number() { mpfr_clear(m_); }

  mpfr_ptr get() { return m_; }
  mpfr_srcptr get() const { return m_; }

 private:
  mpfr_t m_;
};

#define ACTGRAD_BINARY(name, function)                   \
  inline Number name(const Number& a, const Number& b) { \
    Number result;                                       \
    function(result.get(), a.get(), b.get(), MPFR_RNDN); \
    return result;                                       \
  }
#define ACTGRAD_UNARY(name, function)           \
  inline Number name(const Number& a) {         \
    Number result;                              \
    function(result.get(), a.get(), MPFR_RNDN); \
    return result;                              \
  }
ACTGRAD_BINARY(operator+, mpfr_add)
ACTGRAD_BINARY(operator-, mpfr_sub)
ACTGRAD_BINARY(operator*, mpfr_mul)
ACTGRAD_BINARY(operator/, mpfr_div)
ACTGRAD_BINARY(pow, mpfr_pow)
ACTGRAD_UNARY(operator-, mpfr_neg)
ACTGRAD_UNARY(abs, mpfr_abs)
ACTGRAD_UNARY(exp, mpfr_exp)
ACTGRAD_UNARY(expm1, mpfr_expm1)
ACTGRAD_UNARY(log, mpfr_log)
ACTGRAD_UNARY(log1p, mpfr_log1p)
ACTGRAD_UNARY(sqrt, mpfr_sqrt)
ACTGRAD_UNARY(tanh, mpfr_tanh)
ACTGRAD_UNARY(sech, mpfr_sech)
ACTGRAD_UNARY(cosh, mpfr_cosh)
ACTGRAD_UNARY(erf, mpfr_erf)
ACTGRAD_UNARY(erfc, mpfr_erfc)
#undef ACTGRAD_BINARY
#undef ACTGRAD_UNARY

inline bool operator<(const Number& a, const Number& b) {
  return mpfr_less_p(a.get(), b.get()) != 0;
}

inline Number decimal(const char* digits) {
  Number result;
  mpfr_set_str(result.get(), digits, 10, MPFR_RNDN);
  return result;
}

inline Number pi() {
  Number result;
  mpfr_const_pi(result.get(), MPFR_RNDN);
  return result;
}

inline Number sigma(const Number& z) { return 1 / (1 + exp(-z)); }
inline Number sigma_derivative(const Number& z) { return sigma(z) * sigma(-z); }
inline Number square(const Number& x) { return x * x; }
inline Number sign(const Number& x) { return x < 0 ? -1 : 1; }
inline Number normal_density(const Number& x) { return exp(-square(x) / 2) / sqrt(2 * pi()); }
// erfc z for z > 5 by 60 terms of its continued fraction, good to 2^-150, because mpfr_erfc needs
// hundreds of microseconds there: https://dlmf.nist.gov/7.9.E1
inline Number erfc_tail(const Number& z) {
  Number fraction = z;
  for (int k = 60; k > 0; --k) fraction = z + Number(k) / 2 / fraction;
  return exp(-square(z)) / sqrt(pi()) / fraction;
}
inline Number normal_distribution(const Number& x) {
  const Number z = abs(x) / sqrt(Number(2));
  const Number upper = (5 < z ? erfc_tail(z) : erfc(z)) / 2;
  return x < 0 ? upper : 1 - upper;
}
inline Number error_function(const Number& x) {
  return 5 < abs(x) ? sign(x) * (1 - erfc_tail(abs(x))) : erf(x);
}

inline Number softplus(const Number& z) { return z < 0 ? log1p(exp(z)) : z + log1p(exp(-z)); }

// x sigma(z) and its derivative, for z(x).
inline Number gated(const Number& x, const Number& z) { return x * sigma(z); }
inline Number gated_derivative(const Number& x, const Number& z, const Number& slope) {
  return sigma(z) + x * slope * sigma_derivative(z);
}

using Reference = Number (*)(const double* p, const Number& x);

struct References {
  Reference order[3];
};

inline const References& references(const std::string& name) {
  using N = const Number&;
  using P = const double*;
  static const auto gelu_z = [](N x) {
    return 2 * sqrt(2 / pi()) * (x + decimal("0.044715") * x * square(x));
  };
  static const auto gelu_slope = [](N x) {
    return 2 * sqrt(2 / pi()) * (1 + 3 * decimal("0.044715") * square(x));
  };
  static const auto tiny = [](N x) { return abs(x) < 0x1p-40; };
  // hard_swish: where alpha is the double next to 1/6, 1/6 is meant.
  static const auto alpha = [](P p) { return p[0] == 1.0 / 6 ? Number(1) / 6 : Number(p[0]); };
  static const std::map<std::string, References> all = {
      {"sigmoid",
       {{[](P, N x) { return sigma(x); }, [](P, N x) { return sigma_derivative(x); },
         [](P, N x) { return -sigma_derivative(x) * tanh(x / 2); }}}},
      {"tanh",
       {{[](P, N x) { return tanh(x); }, [](P, N x) { return square(sech(x)); },
         [](P, N x) { return -2 * tanh(x) * square(sech(x)); }}}},
      {"softplus",
       {{[](P p, N x) { return softplus(p[0] * x) / p[0]; },
         [](P p, N x) { return sigma(p[0] * x); },
         [](P p, N x) { return p[0] * sigma_derivative(p[0] * x); }}}},
      {"log_sigmoid",
       {{[](P, N x) { return -softplus(-x); }, [](P, N x) { return sigma(-x); },
         [](P, N x) { return -sigma_derivative(x); }}}},
      {"swish",
       {{[](P p, N x) { return gated(x, p[0] * x); },
         [](P p, N x) { return gated_derivative(x, p[0] * x, p[0]); },
         [](P p, N x) {
           const Number z = p[0] * x;
           return p[0] * sigma_derivative(z) * (2 - z * tanh(z / 2));
         }}}},
      {"gelu",
       {{[](P, N x) { return x * normal_distribution(x); },
         [](P, N x) { return normal_distribution(x) + x * normal_density(x); },
         [](P, N x) { return normal_density(x) * (2 - square(x)); }}}},
      {"gelu_tanh",
       {{[](P, N x) { return gated(x, gelu_z(x)); },
         [](P, N x) { return gated_derivative(x, gelu_z(x), gelu_slope(x)); }, nullptr}}},
      {"mish",
       {{[](P, N x) { return x * tanh(log1p(exp(x))); },
         [](P, N x) {
           const Number s = log1p(exp(x));
           return tanh(s) + x * sigma(x) * square(sech(s));
         },
         nullptr}}},
      {"elu",
       {{[](P p, N x) { return x < 0 ? Number(p[0]) * p[1] * expm1(x) : p[1] * x; },
         [](P p, N x) { return 0 < x ? Number(p[1]) : Number(p[0]) * p[1] * exp(x); },
         [](P p, N x) { return x < 0 ? Number(p[0]) * p[1] * exp(x) : Number(0); }}}},
      {"celu",
       {{[](P p, N x) { return x < 0 ? p[0] * expm1(x / p[0]) : x; },
         [](P p, N x) { return x < 0 ? exp(x / p[0]) : Number(1); },
         [](P p, N x) { return x < 0 ? exp(x / p[0]) / p[0] : Number(0); }}}},
      {"softsign",
       {{[](P, N x) { return x / (1 + abs(x)); }, [](P, N x) { return 1 / square(1 + abs(x)); },
         [](P, N x) { return -2 * sign(x) / ((1 + abs(x)) * square(1 + abs(x))); }}}},
      {"tanh_shrink",
       {{[](P, N x) {
           return tiny(x) ? x * square(x) / 3 * (1 - square(x) * Number(2) / 5) : x - tanh(x);
         },
         [](P, N x) { return square(tanh(x)); }, nullptr}}},
      {"squareplus",
       {{[](P p, N x) {
           const Number r = sqrt(square(x) + p[0]);
           return x < 0 ? p[0] / (r - x) / 2 : (x + r) / 2;
         },
         [](P p, N x) {
           const Number r = sqrt(square(x) + p[0]);
           return x < 0 ? p[0] / (r - x) / r / 2 : (1 + x / r) / 2;
         },
         nullptr}}},
      {"sparse_plus",
       {{[](P, N x) { return x < -1  ? Number(0)
                             : x < 1 ? square(x + 1) / 4
                                     : x; },
         [](P, N x) { return x < -1  ? Number(0)
                             : x < 1 ? (x + 1) / 2
                                     : Number(1); }, nullptr}}},
      {"lisht",
       {{[](P, N x) { return x * tanh(x); }, [](P, N x) { return tanh(x) + x * square(sech(x)); },
         nullptr}}},
      {"log_cosh",
       {{[](P, N x) {
           return tiny(x) ? square(x) / 2 * (1 - square(x) / 6)
                          : abs(x) + log1p(exp(-2 * abs(x))) - log(Number(2));
         },
         [](P, N x) { return tanh(x); }, nullptr}}},
      {"hard_swish",
       {{[](P p, N x) {
           const Number gate = alpha(p) * x + p[1];
           return gate < 0 ? Number(0) : gate < 1 ? x * gate : x;
         },
         [](P p, N x) {
           const Number gate = alpha(p) * x + p[1];
           return !(0 < gate) ? Number(0) : gate < 1 ? 2 * alpha(p) * x + p[1] : Number(1);
         },
         nullptr}}},
      {"rectified_tanh",
       {{[](P, N x) { return 0 < x ? tanh(x) : Number(0); },
         [](P, N x) { return 0 < x ? square(sech(x)) : Number(0); }, nullptr}}},
      {"rational_tanh",
       {{[](P, N x) {
           const Number z = abs(x) * 2 / 3;
           const Number u = z + square(z) + decimal("1.41645") * square(square(z));
           return sign(x) * decimal("1.7159") * (u / (1 + u));
         },
         [](P, N x) {
           const Number z = abs(x) * 2 / 3;
           const Number a = 1 + z + square(z) + decimal("1.41645") * square(square(z));
           return decimal("1.7159") * 2 / 3 * (1 + 2 * z + 4 * decimal("1.41645") * z * square(z)) /
                  square(a);
         },
         nullptr}}},
      {"erf",
       {{[](P, N x) { return error_function(x); },
         [](P, N x) { return 2 / sqrt(pi()) * exp(-square(x)); }, nullptr}}},
      {"exp", {{[](P, N x) { return exp(x); }, [](P, N x) { return exp(x); }, nullptr}}},
      {"log", {{[](P, N x) { return log(x); }, [](P, N x) { return 1 / x; }, nullptr}}},
      {"sqrt",
       {{[](P, N x) { return sqrt(x); }, [](P, N x) { return 1 / (2 * abs(sqrt(x))); }, nullptr}}},
      {"square", {{[](P, N x) { return square(x); }, [](P, N x) { return 2 * x; }, nullptr}}},
      {"cube",
       {{[](P, N x) { return x * square(x); }, [](P, N x) { return 3 * square(x); }, nullptr}}},
      {"pow",
       {{[](P p, N x) { return p[0] * pow(x, p[1]); },
         [](P p, N x) { return Number(p[0]) * p[1] * pow(x, Number(p[1]) - 1); }, nullptr}}},
  };
  return all.at(name);
}

}  // namespace actgrad

#endif  // ACTGRAD_REFERENCE_H_
