// SPDX-License-Identifier: Apache-2.0
// The smooth functions:
//   smooth_test same ISA   every kernel of ISA gives the bits of the baseline, wherever an element
//                          lies in the array
//   smooth_test worst ISA  the worst inputs that accuracy found, against their exact results
#include <algorithm>
#include <cinttypes>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <iterator>
#include <limits>
#include <random>
#include <string>
#include <type_traits>
#include <vector>

#include "actgrad.h"
#include "smooth_cases.h"

namespace actgrad {
namespace {

constexpr int kSkipped = 77;
constexpr unsigned kSeed = 20240229;

template <typename T>
using BitsOf = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;

template <typename T>
constexpr Type kType = sizeof(T) == 4 ? Type::f32 : Type::f64;

// The kernel of the library that computes a function or a derivative of it.
class SmoothKernel {
 public:
  SmoothKernel(const Implementation& isa, const char* name, const double* p, Type type, Order order)
      : order_(order) {
    const NamedFunction& f = kSmoothFunctions[smooth_function(name)];
    activation_ = {f.function,
                   NaNPolicy::canonical,
                   Upstream::multiply,
                   order == Order::second_derivative ? Form::second_order : Form::input,
                   {}};
    // A kink at NaN is nowhere: the derivative is that of the formula.
    std::fill(std::begin(activation_.numbers), std::end(activation_.numbers),
              std::numeric_limits<double>::quiet_NaN());
    std::copy(p, p + f.parameters, activation_.numbers);
    kernel_ = isa.kernel(type, order == Order::value ? Operation::forward : Operation::derivative,
                         activation_, 0);
  }

  bool exists() const { return kernel_ != nullptr; }
  void operator()(const void* in, void* out, std::size_t n) const {
    std::vector<double> derivative(order_ == Order::value ? n : 0);
    kernel_(activation_, in, nullptr, out, derivative.data(), n);
  }

 private:
  Order order_;
  Activation activation_;
  Kernel kernel_;
};

// Special numbers, then the neighbourhoods of what they may be mixed up with, then random numbers
// of every magnitude that matters.
template <typename T>
std::vector<T> inputs(std::size_t count) {
  using Limits = std::numeric_limits<T>;
  std::vector<T> x = {Limits::quiet_NaN(), Limits::infinity(), T(0), Limits::denorm_min(),
                      Limits::min(),       Limits::max(),      T(1), T(0.5)};
  BitsOf<T> payload;
  std::memcpy(&payload, &x[0], sizeof payload);
  payload |= 0x2a5;
  T nan;
  std::memcpy(&nan, &payload, sizeof nan);
  x.push_back(nan);
  for (double point : {1.0, 3.0, 0.70703125, 0.921875, 0.34657359, 0.7517915, 1.2784645, 1.1924369,
                       0.7524617, 2.3993573, 1.5, 20.0, 88.72, 103.9, 708.39, 745.13, 38.5}) {
    T up = static_cast<T>(point), down = up;
    for (int k = 0; k < 3; ++k) {
      x.push_back(up);
      x.push_back(down = std::nextafter(down, T(0)));
      up = std::nextafter(up, Limits::max());
    }
  }
  const std::size_t fixed = x.size();
  for (std::size_t k = 0; k < fixed; ++k) x.push_back(-x[k]);
  std::mt19937_64 random(kSeed);
  const auto unit = [&random] { return std::ldexp(static_cast<double>(random() >> 11), -52) - 1; };
  while (x.size() < count) {
    x.push_back(static_cast<T>(4 * unit()));
    x.push_back(static_cast<T>(40 * unit()));
    x.push_back(static_cast<T>(750 * unit()));
    const int exponent = static_cast<int>(random() % 60) - 40;
    x.push_back(static_cast<T>(std::ldexp(unit(), exponent)));
    const auto bits = static_cast<BitsOf<T>>(random());
    T any;
    std::memcpy(&any, &bits, sizeof any);
    x.push_back(any);
  }
  x.resize(count);
  return x;
}

template <typename T>
bool same_bits(const Implementation& isa, const SmoothCase& c, Order order) {
  const SmoothKernel baseline(implementations().end()[-1], c.name, c.p, kType<T>, order);
  const SmoothKernel kernel(isa, c.name, c.p, kType<T>, order);
  if (!baseline.exists()) return true;
  const std::vector<T> x = inputs<T>(1 << 15);
  std::vector<T> expected(x.size());
  for (std::size_t k = 0; k < x.size(); ++k) baseline(&x[k], &expected[k], 1);
  std::vector<T> y(x.size() + 1);
  const auto check = [&](std::size_t start, std::size_t n) {
    const T canary = T(-12345);
    y[n] = canary;
    kernel(x.data() + start, y.data(), n);
    for (std::size_t k = 0; k < n; ++k) {
      if (std::memcmp(&y[k], &expected[start + k], sizeof(T)) == 0) continue;
      std::printf("FAIL %s %s p=%g,%g order %d %s, %zu of %zu elements: f(%a) is %a, not %a\n",
                  isa.isa, c.name, c.p[0], c.p[1], static_cast<int>(order),
                  sizeof(T) == 4 ? "f32" : "f64", k, n, static_cast<double>(x[start + k]),
                  static_cast<double>(y[k]), static_cast<double>(expected[start + k]));
      return false;
    }
    if (y[n] != canary) {
      std::printf("FAIL %s %s wrote past %zu elements\n", isa.isa, c.name, n);
      return false;
    }
    return true;
  };
  if (!check(0, x.size())) return false;
  for (std::size_t n = 0; n < 140; ++n) {
    if (!check(n % 67, n)) return false;  // every input of the head comes to every lane
  }
  return true;
}

struct Worst {
  const char* name;
  double p[2];
  Order order;
  Type type;
  double x;
  double high, low;  // the exact result is (high + low) * 2^exponent, high in [1/2, 1)
  int exponent;
  double bound;  // in ULP
};

const Worst kWorst[] = {
#include "worst_inputs.inl"
};

template <typename T>
bool within_bound(const Implementation& isa, const Worst& w) {
  const SmoothKernel kernel(isa, w.name, w.p, w.type, w.order);
  const T x = static_cast<T>(w.x);
  T y;
  kernel(&x, &y, 1);
  const int least = std::numeric_limits<T>::min_exponent;
  const int unit = (w.exponent < least ? least : w.exponent) - std::numeric_limits<T>::digits;
  const double scaled = std::ldexp(static_cast<double>(y), -w.exponent);
  const double error = std::fabs((scaled - w.high) - w.low) / std::ldexp(1.0, unit - w.exponent);
  if (error <= w.bound) return true;
  std::printf("FAIL %s %s order %d: f(%a) is %a, %g ULP off, more than %g\n", isa.isa, w.name,
              static_cast<int>(w.order), w.x, static_cast<double>(y), error, w.bound);
  return false;
}

int run(const std::string& mode, const char* argument) {
  const Implementations all = implementations();
  const Implementation* isa = all.begin();
  while (isa != all.end() && std::strcmp(isa->isa, argument) != 0) ++isa;
  if (isa == all.end() || !isa->supported()) {
    std::printf("SKIP %s is not supported here\n", argument);
    return kSkipped;
  }
  std::size_t checks = 0;
  bool ok = true;
  if (mode == "same") {
    for (const SmoothCase& c : kSmoothCases) {
      for (Order order : {Order::value, Order::derivative, Order::second_derivative}) {
        ok &= same_bits<float>(*isa, c, order) && same_bits<double>(*isa, c, order);
        ++checks;
      }
    }
  } else if (mode == "worst") {
    for (const Worst& w : kWorst) {
      ok &= w.type == Type::f32 ? within_bound<float>(*isa, w) : within_bound<double>(*isa, w);
      ++checks;
    }
  } else {
    return 2;
  }
  if (ok) std::printf("PASS %s %s: %zu checks\n", mode.c_str(), argument, checks);
  return ok ? 0 : 1;
}

}  // namespace
}  // namespace actgrad

int main(int argc, char** argv) {
  if (argc != 3) {
    std::printf("usage: smooth_test same ISA | worst ISA\n");
    return 2;
  }
  return actgrad::run(argv[1], argv[2]);
}
