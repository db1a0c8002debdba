// SPDX-License-Identifier: Apache-2.0
// Error of a smooth function against MPFR, in units of the spacing of the result's type at the
// exact result (0.5: correctly rounded):
//   accuracy FUNCTION[:PARAMETER,...] float|double exhaustive|dense [value|derivative|second]
// dense: every 4099th float, or random doubles of several distributions; all numbers within 4096
// steps of each root, kink and bound. exhaustive (float): all 2^32 inputs are compared with the
// double kernel, which is good to about 2^-28 float ULP; MPFR decides where that says a new
// maximum, and at every 4099th input.
#include <cfloat>
#include <chrono>
#include <cinttypes>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <limits>
#include <random>
#include <string>
#include <type_traits>
#include <vector>

#include "reference.h"
#include "smooth_kernels.h"

namespace actgrad {
namespace {

constexpr std::size_t kBlock = 1 << 16;
constexpr std::uint32_t kStride = 4099;

const char* const kOrderNames[] = {"value", "derivative", "second"};

const char* best_isa() { return find_implementation(nullptr)->isa; }

template <typename T>
using BitsOf = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;

template <typename T>
T from_bits(BitsOf<T> bits) {
  T value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

struct Case {
  std::string name;
  double p[4] = {};
  std::size_t function = 0;
  Order order = Order::derivative;
};

// The error of y as f(x), in ULP.
template <typename T>
double error(const Case& c, T x, T y) {
  const Reference f = references(c.name).order[static_cast<int>(c.order)];
  const double infinity = std::numeric_limits<double>::infinity();
  if (std::isnan(x)) return std::isnan(y) && !std::signbit(y) ? 0 : infinity;
  Number exact;
  if (std::isinf(x)) {
    // The limit: what is still growing, or still shrinking, at 2^(2^40) does so to the end.
    Number far;
    mpfr_set_si_2exp(far.get(), x < 0 ? -1 : 1, 1L << 40, MPFR_RNDN);
    exact = f(c.p, far);
    if (mpfr_cmpabs(exact.get(), Number(0x1p+36).get()) > 0) {
      return y == (mpfr_signbit(exact.get()) ? -infinity : infinity) ? 0 : infinity;
    }
    if (mpfr_cmpabs(exact.get(), Number(0x1p-36).get()) < 0) exact = 0;
  } else {
    exact = f(c.p, static_cast<double>(x));
  }
  if (mpfr_nan_p(exact.get()) || mpfr_inf_p(exact.get())) {
    if (mpfr_nan_p(exact.get())) return std::isnan(y) ? 0 : infinity;
    return std::isinf(y) && (y > 0) == (mpfr_sgn(exact.get()) > 0) ? 0 : infinity;
  }
  if (std::isnan(y)) return infinity;
  if (mpfr_zero_p(exact.get())) return y == 0 ? 0 : infinity;
  // Brought to [1/2, 1), where nothing is subnormal.
  const long exponent = mpfr_get_exp(exact.get());
  constexpr long kDigits = std::numeric_limits<T>::digits;
  constexpr long kLeast = std::numeric_limits<T>::min_exponent;
  constexpr long kGreatest = std::numeric_limits<T>::max_exponent;
  const long unit = (exponent < kLeast ? kLeast : exponent) - kDigits;
  const long shift = std::max(exponent, kLeast - kDigits - 2);
  Number scaled;
  mpfr_div_2si(scaled.get(), exact.get(), shift, MPFR_RNDN);
  if (exponent > kGreatest) {  // Inf is right, the greatest number half a unit off or more
    return std::isinf(y) ? 0 : infinity;
  }
  const double high = mpfr_get_d(scaled.get(), MPFR_RNDN);
  const double low = mpfr_get_d((scaled - high).get(), MPFR_RNDN);
  const double result = std::isinf(y)
                            ? std::copysign(std::ldexp(1.0, static_cast<int>(kGreatest - shift)), y)
                            : std::ldexp(static_cast<double>(y), static_cast<int>(-shift));
  return std::fabs((result - high) - low) / std::ldexp(1.0, static_cast<int>(unit - shift));
}

template <typename T>
struct Tally {
  double max = -1;
  T worst = 0;
  double sum = 0;
  std::uint64_t count = 0;

  void add(double e, T x) {
    sum += e;
    ++count;
    if (e > max) {
      max = e;
      worst = x;
    }
  }
};

// Roots, kinks, bounds and where formulas change.
std::vector<double> special_points(const Case& c) {
  std::vector<double> points = {0, 0.5, 1, 20, 37, 88.7, 103.9, 708.4, 745.1};
  for (double d : {0.34657359027997264, 0.70703125, 0.921875, 1.4142135623730951, 3.0, 1.5, 8.3,
                   0.75179152469356446, 1.2784645427610738, 2.3993572805154676, 1.1924369702265306,
                   0.7524617346165287, 13.1, 38.5, 64.0, 21.6}) {
    points.push_back(d);
  }
  if (c.p[0] != 0 && c.p[0] != 1) {
    for (double d : {1.2784645427610738, 2.3993572805154676, 708.4, 745.1, 103.9, 64.0}) {
      points.push_back(d / c.p[0]);
      points.push_back(d * c.p[0]);
    }
  }
  return points;
}

template <typename T>
std::vector<T> inputs(const Case& c) {
  std::vector<T> x;
  for (double point : special_points(c)) {
    for (double sign : {1.0, -1.0}) {
      T up = static_cast<T>(sign * point), down = up;
      for (int k = 0; k <= 4096; ++k) {
        x.push_back(up);
        x.push_back(down);
        up = std::nextafter(up, std::numeric_limits<T>::infinity());
        down = std::nextafter(down, -std::numeric_limits<T>::infinity());
      }
    }
  }
  const T infinity = std::numeric_limits<T>::infinity();
  const T nan = std::numeric_limits<T>::quiet_NaN();
  for (T special : {infinity, -infinity, nan, -nan, std::numeric_limits<T>::max(),
                    -std::numeric_limits<T>::max(), std::numeric_limits<T>::min()}) {
    x.push_back(special);
  }
  if (sizeof(T) == 4) {
    for (std::uint64_t bits = 0; bits < std::uint64_t{1} << 32; bits += kStride) {
      x.push_back(from_bits<T>(static_cast<BitsOf<T>>(bits)));
    }
  } else {
    std::mt19937_64 random(20240229);
    std::uniform_real_distribution<double> unit(-1, 1), exponent(-30, 10), wide(-1074, 1023);
    for (int k = 0; k < 100000; ++k) {
      x.push_back(static_cast<T>(40 * unit(random)));
      x.push_back(static_cast<T>(4 * unit(random)));
      x.push_back(static_cast<T>(760 * unit(random)));
      x.push_back(static_cast<T>(std::copysign(std::exp2(exponent(random)), unit(random))));
      if (k % 4 == 0) {
        x.push_back(static_cast<T>(std::copysign(std::exp2(wide(random)), unit(random))));
      }
    }
  }
  return x;
}

template <typename T>
void dense(const Case& c, Type type, Tally<T>& tally) {
  const SmoothKernel kernel = smooth_kernel(best_isa(), c.function, type, c.order);
  const std::vector<T> x = inputs<T>(c);
  std::vector<T> y(x.size());
  kernel(c.p, x.data(), y.data(), x.size());
  for (std::size_t k = 0; k < x.size(); ++k) tally.add(error(c, x[k], y[k]), x[k]);
}

void exhaustive(const Case& c, Tally<float>& tally) {
  const SmoothKernel single = smooth_kernel(best_isa(), c.function, Type::f32, c.order);
  const SmoothKernel twice = smooth_kernel(best_isa(), c.function, Type::f64, c.order);
  std::vector<float> x(kBlock), y(kBlock);
  std::vector<double> wide(kBlock), z(kBlock), errors(kBlock);
  for (std::uint64_t start = 0; start < std::uint64_t{1} << 32; start += kBlock) {
    for (std::size_t k = 0; k < kBlock; ++k) {
      x[k] = from_bits<float>(static_cast<std::uint32_t>(start + k));
      wide[k] = static_cast<double>(x[k]);
    }
    single(c.p, x.data(), y.data(), kBlock);
    twice(c.p, wide.data(), z.data(), kBlock);
    for (std::size_t k = 0; k < kBlock; ++k) {
      std::uint64_t bits;
      std::memcpy(&bits, &z[k], sizeof bits);
      const std::uint64_t exponent = std::max<std::uint64_t>(bits >> 52 & 0x7ff, 1023 - 126);
      const double per_ulp = from_bits<double>((2046 + 23 - exponent) << 52);
      errors[k] = std::fabs(static_cast<double>(y[k]) - z[k]) * per_ulp;
    }
    for (std::size_t k = 0; k < kBlock; ++k) {
      const std::uint64_t at = start + k;
      // Also where the comparison is not a number (NaN, Inf): MPFR judges the few that matter.
      const bool odd = !(errors[k] < 1e9) && (at % 1021 == 0 || std::isfinite(x[k]));
      if (errors[k] > tally.max - 1e-6 || odd || at % kStride == 0) {
        const bool overflow = std::isinf(y[k]) && std::fabs(z[k]) > 0x1.ffffffp+127;
        if (overflow && at % 1021 != 0) continue;
        if (std::isnan(y[k]) && std::isnan(z[k]) && at % 1021 != 0) continue;
        tally.add(error(c, x[k], y[k]), x[k]);
      } else {
        tally.sum += errors[k];
        ++tally.count;
      }
    }
  }
}

// A line of test/worst_inputs.inl.
template <typename T>
void print_row(const Case& c, T x, double bound) {
  const Number exact =
      references(c.name).order[static_cast<int>(c.order)](c.p, static_cast<double>(x));
  if (!std::isfinite(x) || !mpfr_regular_p(exact.get())) return;
  const long exponent = mpfr_get_exp(exact.get());
  Number scaled;
  mpfr_div_2si(scaled.get(), exact.get(), exponent, MPFR_RNDN);
  const double high = mpfr_get_d(scaled.get(), MPFR_RNDN);
  const double low = mpfr_get_d((scaled - high).get(), MPFR_RNDN);
  const char* const orders[] = {"value", "derivative", "second_derivative"};
  std::printf("{\"%s\", {%.17g, %.17g}, Order::%s, Type::%s, %a, %a, %a, %ld, %.2f},\n",
              c.name.c_str(), c.p[0], c.p[1], orders[static_cast<int>(c.order)],
              sizeof(T) == 4 ? "f32" : "f64", static_cast<double>(x), high, low, exponent, bound);
}

template <typename T>
void report(const Case& c, const char* type, const char* mode, const Tally<T>& tally,
            double seconds) {
  print_row(c, tally.worst, tally.max + 0.005);
  std::printf("%s", c.name.c_str());
  for (int k = 0; k < smooth_functions().data[c.function].parameters; ++k) {
    std::printf("%c%.17g", k == 0 ? ':' : ',', c.p[k]);
  }
  std::printf(" %s %s %s: max %.4f ULP at %a, mean %.4f, of %" PRIu64 " inputs (%.0f s)\n",
              kOrderNames[static_cast<int>(c.order)], type, mode, tally.max,
              static_cast<double>(tally.worst), tally.sum / static_cast<double>(tally.count),
              tally.count, seconds);
}

int usage() {
  std::printf(
      "usage: accuracy FUNCTION[:PARAMETER,...] float|double exhaustive|dense "
      "[value|derivative|second]\n");
  return 2;
}

int run(int argc, char** argv) {
  if (argc < 4 || argc > 5) return usage();
  Case c;
  const std::string function = argv[1], type = argv[2], mode = argv[3];
  const std::string order = argc == 5 ? argv[4] : "derivative";
  c.name = function.substr(0, function.find(':'));
  const SmoothFunctions all = smooth_functions();
  while (c.function < all.size && c.name != all.data[c.function].name) ++c.function;
  if (c.function == all.size) {
    std::printf("There is no function %s; there are", c.name.c_str());
    for (const SmoothFunction& f : all) std::printf(" %s", f.name);
    std::printf("\n");
    return 2;
  }
  std::size_t at = function.find(':');
  int parameters = 0;
  for (; at != std::string::npos && parameters < 4; at = function.find(',', at + 1)) {
    c.p[parameters++] = std::strtod(function.c_str() + at + 1, nullptr);
  }
  if (parameters != all.data[c.function].parameters) {
    std::printf("%s has %d parameters, not %d\n", c.name.c_str(), all.data[c.function].parameters,
                parameters);
    return 2;
  }
  int index = 0;
  while (index < 3 && order != kOrderNames[index]) ++index;
  if (index == 3) return usage();
  c.order = static_cast<Order>(index);
  if (smooth_kernel(best_isa(), c.function, Type::f32, c.order) == nullptr) {
    std::printf("%s has no %s\n", c.name.c_str(), kOrderNames[index]);
    return 2;
  }

  const auto start = std::chrono::steady_clock::now();
  const auto seconds = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  if (type == "float" && (mode == "exhaustive" || mode == "dense")) {
    Tally<float> tally;
    mode == "dense" ? dense(c, Type::f32, tally) : exhaustive(c, tally);
    report(c, "float", mode.c_str(), tally, seconds());
    return 0;
  }
  if (type == "double" && mode == "dense") {
    Tally<double> tally;
    dense(c, Type::f64, tally);
    report(c, "double", "dense", tally, seconds());
    return 0;
  }
  return usage();
}

}  // namespace
}  // namespace actgrad

int main(int argc, char** argv) {
  mpfr_set_emax(mpfr_get_emax_max());
  mpfr_set_emin(mpfr_get_emin_min());
  return actgrad::run(argc, argv);
}
