// SPDX-License-Identifier: Apache-2.0
// Error of a smooth function against MPFR, in units of the spacing of the result's type at the
// exact result (0.5: correctly rounded), or near the root of a derivative in float arithmetic at
// the least result of its surroundings, if that is greater:
//   accuracy FUNCTION[:PARAMETER,...] float|double exhaustive|dense [value|derivative|second]
//   accuracy table float|double
// dense: every 4099th float, or random doubles of several distributions; all numbers within 4096
// steps of each root, kink and bound. exhaustive (float): all 2^32 inputs, see Exhaustive. table:
// every function, parameter and order that is tested, exhaustive for float, dense for double.
#include <algorithm>
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
#include "smooth_cases.h"
#include "smooth_kernels.h"

namespace actgrad {
namespace {

constexpr std::uint32_t kStride = 4099;

const char* const kOrderNames[] = {"value", "derivative", "second"};
constexpr Order kOrders[] = {Order::value, Order::derivative, Order::second_derivative};

const char* best_isa() { return find_implementation(nullptr)->isa; }

template <typename T>
using BitsOf = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;

template <typename T>
T from_bits(BitsOf<T> bits) {
  T value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

// The root of a derivative that floats have an absolute bound near, and the least result at that
// distance from it, a power of two.
struct Root {
  double at = std::numeric_limits<double>::quiet_NaN();
  double least = 0;
};
constexpr double kNearRoot = 0.1;

struct Case {
  std::string name;
  double p[4] = {};
  std::size_t function = 0;
  Order order = Order::derivative;

  Root root() const {
    if (order == Order::derivative) {
      if (name == "swish" && p[0] == 1) return {-1.2784645427610738, 0x1p-6};
      if (name == "gelu") return {-0.75179152469356446, 0x1p-5};
      if (name == "gelu_tanh") return {-0.75246173461652875, 0x1p-5};
      if (name == "mish") return {-1.1924312145154952, 0x1p-6};
    }
    return {};
  }
};

// f(x), at +-Inf the limit; NaN at NaN.
Number exact_result(const Case& c, double x) {
  // A reference that tells x < 0 from the rest has a number there.
  if (std::isnan(x)) return x;
  const Reference f = references(c.name).order[static_cast<int>(c.order)];
  if (!std::isinf(x)) return f(c.p, x);
  // What is still growing, or still shrinking, at 2^(2^40) does so to the end.
  Number far;
  mpfr_set_si_2exp(far.get(), x < 0 ? -1 : 1, 1L << 40, MPFR_RNDN);
  Number limit = f(c.p, far);
  if (mpfr_cmpabs(limit.get(), Number(0x1p+36).get()) > 0) {
    mpfr_set_inf(limit.get(), mpfr_sgn(limit.get()));
  } else if (mpfr_cmpabs(limit.get(), Number(0x1p-36).get()) < 0) {
    limit = 0;
  }
  return limit;
}

// The error of y for the exact result at x, in ULP.
template <typename T>
double error(const Case& c, T x, const Number& exact, T y) {
  const double infinity = std::numeric_limits<double>::infinity();
  if (mpfr_nan_p(exact.get())) return std::isnan(y) && !std::signbit(y) ? 0 : infinity;
  if (mpfr_inf_p(exact.get())) {
    return std::isinf(y) && (y > 0) == (mpfr_sgn(exact.get()) > 0) ? 0 : infinity;
  }
  if (std::isnan(y)) return infinity;
  if (mpfr_zero_p(exact.get())) return y == 0 ? 0 : infinity;
  // Brought to [1/2, 1), where nothing is subnormal.
  const long exponent = mpfr_get_exp(exact.get());
  constexpr long kDigits = std::numeric_limits<T>::digits;
  const Root root = c.root();
  const bool near_root = sizeof(T) == 4 && std::fabs(static_cast<double>(x) - root.at) < kNearRoot;
  const long least = near_root ? std::ilogb(root.least) + 1 : std::numeric_limits<T>::min_exponent;
  constexpr long kGreatest = std::numeric_limits<T>::max_exponent;
  const long unit = std::max(exponent, least) - kDigits;
  const long shift = std::max(exponent, least - kDigits - 2);
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
  for (double d : {0.34657359027997264, 0.70703125, 0.8125, 0.921875, 1.4142135623730951, 3.0, 1.5,
                   8.3, 0.75179152469356446, 1.2784645427610738, 2.3993572805154676,
                   1.1924369702265306, 0.7524617346165287, 13.1, 38.5, 64.0, 21.6}) {
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

// All numbers within so many steps of the special points.
template <typename T>
std::vector<T> neighbourhoods(const Case& c, int steps) {
  const T infinity = std::numeric_limits<T>::infinity();
  const T nan = std::numeric_limits<T>::quiet_NaN();
  std::vector<T> x = {infinity,
                      -infinity,
                      nan,
                      -nan,
                      std::numeric_limits<T>::max(),
                      -std::numeric_limits<T>::max(),
                      std::numeric_limits<T>::min()};
  for (double point : special_points(c)) {
    for (double sign : {1.0, -1.0}) {
      T up = static_cast<T>(sign * point), down = up;
      for (int k = 0; k <= steps; ++k) {
        x.push_back(up);
        x.push_back(down);
        up = std::nextafter(up, infinity);
        down = std::nextafter(down, -infinity);
      }
    }
  }
  return x;
}

template <typename T>
std::vector<T> inputs(const Case& c) {
  std::vector<T> x = neighbourhoods<T>(c, 4096);
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
  const SmoothKernel kernel = smooth_kernel(best_isa(), c.function, c.p, type, c.order);
  const std::vector<T> x = inputs<T>(c);
  std::vector<T> y(x.size());
  kernel(c.p, x.data(), y.data(), x.size());
  for (std::size_t k = 0; k < x.size(); ++k) {
    tally.add(error(c, x[k], exact_result(c, x[k]), y[k]), x[k]);
  }
}

#if defined(__x86_64__) && !defined(__clang__)
#define ACTGRAD_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define ACTGRAD_CLONES
#endif

// 4096 floats whose sign and exponent are the same, and what the two kernels make of them.
struct Block {
  static constexpr std::size_t kSize = 4096;

  float x[kSize];
  float y[kSize];
  double wide[kSize];
  double z[kSize];
  double errors[kSize];
  double sum;
  double max;
  bool judge_all;
  std::uint64_t zeros;
};

// The error of each y as if z, the result of the double kernel for the same x, were exact. Where z
// is at most 8 ULP above a power of two the exact result may lie below it, where a unit is half as
// large: those errors are counted in the lesser unit. Inf counts as 2^128. no_negatives: the
// function is not defined below 0. Near the root a unit is that of root.least, if not more.
ACTGRAD_CLONES void screen(Block& b, bool no_negatives, Root root) {
  using Doubles = double __attribute__((vector_size(64)));
  using Integers = long long __attribute__((vector_size(64)));
  using Floats = float __attribute__((vector_size(32)));
  constexpr Integers kExponent = Integers{} + (0x7ffLL << 52);
  constexpr Integers kTwiceBias = Integers{} + (2046LL << 52);
  constexpr Doubles kMost = Doubles{} + 0x1p+128, kLeastNormal = Doubles{} + 0x1p-126;
  const Doubles below = Doubles{} + (no_negatives ? 0 : -std::numeric_limits<double>::infinity());
  Doubles sum{}, max{};
  Integers odd{}, zeros{};
  for (std::size_t k = 0; k < Block::kSize; k += 8) {
    Floats narrow;
    Doubles x, z;
    std::memcpy(&x, b.wide + k, sizeof x);
    std::memcpy(&narrow, b.y + k, sizeof narrow);
    std::memcpy(&z, b.z + k, sizeof z);
    Doubles y = __builtin_convertvector(narrow, Doubles);
    const Integers number = x >= below;
    odd |= (number ^ (y == y)) | (number ^ (z == z));
    y = y > kMost ? kMost : y;
    y = y < -kMost ? -kMost : y;
    z = z > kMost ? kMost : z;
    z = z < -kMost ? -kMost : z;
    Doubles magnitude = (z < 0 ? -z : z) * (1 - 0x1p-49);
    magnitude = magnitude > kLeastNormal ? magnitude : kLeastNormal;
    const Doubles from_root = x < root.at ? root.at - x : x - root.at;
    const Doubles least = from_root < kNearRoot ? Doubles{} + root.least : magnitude;
    magnitude = magnitude > least ? magnitude : least;
    const Integers bits = kTwiceBias - (reinterpret_cast<Integers>(magnitude) & kExponent);
    Doubles e = (y - z) * reinterpret_cast<Doubles>(bits) * 0x1p+23;
    e = e < 0 ? -e : e;
    e = e == e ? e : Doubles{};
    std::memcpy(b.errors + k, &e, sizeof e);
    sum += e;
    max = e > max ? e : max;
    // One comparison: GCC 12 takes a conjunction of two apart into lanes.
    zeros -= (y == y * 2 ? e : Doubles{}) > 0.50001;
  }
  b.sum = b.max = 0;
  b.judge_all = false;
  b.zeros = 0;
  for (std::size_t lane = 0; lane < 8; ++lane) {
    b.sum += sum[lane];
    b.max = std::max(b.max, max[lane]);
    b.judge_all |= odd[lane] != 0;
    b.zeros += static_cast<std::uint64_t>(zeros[lane]);
  }
}

// All 2^32 floats. The result of the double kernel, narrowed to nothing, screens every one; MPFR
// judges
//   - each whose error by the screen is more than kMargin above the greatest that it has judged,
//     and the first thousand within kMargin of that,
//   - each where one of the two kernels has NaN and should not, or has not and should,
//   - every 32749th float, 64 floats on each side of each special point, +-Inf, for both kernels.
// If the double kernel is within 4 ULP, the screen is wrong by 4 * 2^-28 ULP of float at most.
class Exhaustive {
 public:
  Exhaustive(const Case& c, Tally<float>& tally)
      : case_(c),
        tally_(tally),
        single_(smooth_kernel(best_isa(), c.function, c.p, Type::f32, c.order)),
        twice_(smooth_kernel(best_isa(), c.function, c.p, Type::f64, c.order)),
        no_negatives_(c.name == "log" || c.name == "sqrt" ||
                      (c.name == "pow" && c.p[1] != std::rint(c.p[1]))) {
    tally_.max = 0;
  }

  void run() {
    for (float x : neighbourhoods<float>(case_, 64)) judge_both(x);
    for (std::uint64_t at = 0; at < std::uint64_t{1} << 32; at += kSample) {
      judge_both(from_bits<float>(static_cast<std::uint32_t>(at)));
    }
    static Block b;
    for (std::uint64_t start = 0; start < std::uint64_t{1} << 32; start += Block::kSize) {
      for (std::size_t k = 0; k < Block::kSize; ++k) {
        b.x[k] = from_bits<float>(static_cast<std::uint32_t>(start + k));
        b.wide[k] = static_cast<double>(b.x[k]);
      }
      single_(case_.p, b.x, b.y, Block::kSize);
      twice_(case_.p, b.wide, b.z, Block::kSize);
      screen(b, no_negatives_, case_.root());
      tally_.sum += b.sum;
      zeros_ += b.zeros;
      if (b.judge_all) {
        for (std::size_t k = 0; k < Block::kSize; ++k) judge_nan(b.x[k], b.y[k], b.z[k]);
      }
      if (b.max > tally_.max - kMargin) {
        for (std::size_t k = 0; k < Block::kSize; ++k) judge(b.x[k], b.y[k], b.errors[k]);
      }
      follow_tail(b);
    }
    // NaN is no number.
    tally_.count = (std::uint64_t{1} << 32) - 2 * ((std::uint64_t{1} << 23) - 1);
  }

  void report() const {
    std::printf("  screened: max %.6f ULP; judged by MPFR: %" PRIu64 ", of them %" PRIu64
                " for both kernels: double max %.2f ULP at %a\n"
                "  NaN where there is a result, or none where there is not: %" PRIu64
                "; zero too early: %" PRIu64 "; steps back from +-1024 to +-Inf: %" PRIu64 "\n",
                screened_, judged_, judged_both_, twice_max_, static_cast<double>(twice_worst_),
                nans_, zeros_, back_);
  }

 private:
  static constexpr double kMargin = 0x1p-24;
  static constexpr std::uint64_t kSample = 32749;

  void judge_both(float x) {
    const double wide = static_cast<double>(x);
    float y;
    double z;
    single_(case_.p, &x, &y, 1);
    twice_(case_.p, &wide, &z, 1);
    const Number exact = exact_result(case_, wide);
    record(error(case_, x, exact, y), x);
    const double twice = error(case_, wide, exact, z);
    if (twice > twice_max_) {
      twice_max_ = twice;
      twice_worst_ = x;
    }
    ++judged_both_;
  }

  void judge(float x, float y, double screened) {
    screened_ = std::max(screened_, screened);
    if (screened < tally_.max - kMargin) return;
    if (screened <= tally_.max + kMargin && near_ == 1000) return;
    ++near_;
    record(error(case_, x, exact_result(case_, static_cast<double>(x)), y), x);
  }

  void judge_nan(float x, float y, double z) {
    if (std::isnan(x) ? std::isnan(y) && std::isnan(z) : !std::isnan(y) && !std::isnan(z)) return;
    if (no_negatives_ && x < 0 && std::isnan(y) && std::isnan(z)) return;
    ++nans_;
  }

  void record(double e, float x) {
    ++judged_;
    if (e > tally_.max + kMargin) near_ = 0;
    if (e > tally_.max) {
      tally_.max = e;
      tally_.worst = x;
    }
  }

  // A function may turn as it likes near 0, but not on its way to the limits.
  void follow_tail(const Block& b) {
    if (std::fabs(b.x[0]) < 1024) {
      direction_ = 0;
      last_ = b.y[Block::kSize - 1];
      return;
    }
    for (float y : b.y) {
      if (y == last_ || std::isnan(y)) continue;
      const int direction = y > last_ ? 1 : -1;
      if (direction_ == 0) direction_ = direction;
      back_ += direction != direction_;
      last_ = y;
    }
  }

  const Case& case_;
  Tally<float>& tally_;
  SmoothKernel single_;
  SmoothKernel twice_;
  bool no_negatives_;
  int near_ = 0;
  double screened_ = 0;
  std::uint64_t judged_ = 0;
  std::uint64_t judged_both_ = 0;
  double twice_max_ = 0;
  float twice_worst_ = 0;
  std::uint64_t nans_ = 0;
  std::uint64_t zeros_ = 0;
  std::uint64_t back_ = 0;
  int direction_ = 0;
  float last_ = 0;
};

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
void report(const Case& c, const char* mode, const Tally<T>& tally, double seconds) {
  print_row(c, tally.worst, tally.max + 0.005);
  std::printf("%s", c.name.c_str());
  for (int k = 0; k < kSmoothFunctions[c.function].parameters; ++k) {
    std::printf("%c%.17g", k == 0 ? ':' : ',', c.p[k]);
  }
  std::printf(" %s %s %s: max %.4f ULP at %a, mean %.4f, of %" PRIu64 " inputs (%.0f s)\n",
              kOrderNames[static_cast<int>(c.order)], sizeof(T) == 4 ? "float" : "double", mode,
              tally.max, static_cast<double>(tally.worst),
              tally.sum / static_cast<double>(tally.count), tally.count, seconds);
}

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

template <typename T>
void measure_dense(const Case& c) {
  const double start = now();
  Tally<T> tally;
  dense(c, sizeof(T) == 4 ? Type::f32 : Type::f64, tally);
  report(c, "dense", tally, now() - start);
}

void measure_exhaustive(const Case& c) {
  const double start = now();
  Tally<float> tally;
  Exhaustive exhaustive(c, tally);
  exhaustive.run();
  report(c, "exhaustive", tally, now() - start);
  exhaustive.report();
}

bool has(const Case& c) {
  return smooth_kernel(best_isa(), c.function, c.p, Type::f32, c.order) != nullptr;
}

int table(bool single) {
  for (const SmoothCase& smooth : kSmoothCases) {
    for (Order order : kOrders) {
      Case c;
      c.name = smooth.name;
      std::copy(std::begin(smooth.p), std::end(smooth.p), c.p);
      c.function = smooth_function(c.name.c_str());
      c.order = order;
      if (!has(c)) continue;
      single ? measure_exhaustive(c) : measure_dense<double>(c);
      std::fflush(stdout);
    }
  }
  return 0;
}

int usage() {
  std::printf(
      "usage: accuracy FUNCTION[:PARAMETER,...] float|double exhaustive|dense "
      "[value|derivative|second]\n"
      "       accuracy table float|double\n");
  return 2;
}

int run(int argc, char** argv) {
  if (argc < 3 || argc > 5) return usage();
  const std::string function = argv[1], type = argv[2];
  if (type != "float" && type != "double") return usage();
  if (function == "table" && argc == 3) return table(type == "float");
  if (argc == 3) return usage();
  const std::string mode = argv[3];
  Case c;
  const std::string order = argc == 5 ? argv[4] : "derivative";
  c.name = function.substr(0, function.find(':'));
  c.function = smooth_function(c.name.c_str());
  if (c.function == std::size(kSmoothFunctions)) {
    std::printf("There is no function %s; there are", c.name.c_str());
    for (const NamedFunction& f : kSmoothFunctions) std::printf(" %s", f.name);
    std::printf("\n");
    return 2;
  }
  std::size_t at = function.find(':');
  int parameters = 0;
  for (; at != std::string::npos && parameters < 4; at = function.find(',', at + 1)) {
    c.p[parameters++] = std::strtod(function.c_str() + at + 1, nullptr);
  }
  if (parameters != kSmoothFunctions[c.function].parameters) {
    std::printf("%s has %d parameters, not %d\n", c.name.c_str(),
                kSmoothFunctions[c.function].parameters, parameters);
    return 2;
  }
  int index = 0;
  while (index < 3 && order != kOrderNames[index]) ++index;
  if (index == 3) return usage();
  c.order = kOrders[index];
  if (!has(c)) {
    std::printf("%s has no %s\n", c.name.c_str(), kOrderNames[index]);
    return 2;
  }
  if (type == "float" && mode == "exhaustive") {
    measure_exhaustive(c);
  } else if (type == "float" && mode == "dense") {
    measure_dense<float>(c);
  } else if (type == "double" && mode == "dense") {
    measure_dense<double>(c);
  } else {
    return usage();
  }
  return 0;
}

}  // namespace
}  // namespace actgrad

int main(int argc, char** argv) {
  mpfr_set_emax(mpfr_get_emax_max());
  mpfr_set_emin(mpfr_get_emin_min());
  return actgrad::run(argc, argv);
}
