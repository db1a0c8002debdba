// SPDX-License-Identifier: Apache-2.0
// Compares every kernel of one implementation, bit by bit, with a scalar reference:
//   kernels_test <isa> | dispatch
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cinttypes>
#include <cmath>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <limits>
#include <random>
#include <string>
#include <type_traits>
#include <vector>

#include "actgrad.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace {

using actgrad::Activation;
using actgrad::Implementation;
using actgrad::Kernel;
using actgrad::NaNPolicy;
using actgrad::Operation;
using actgrad::Type;
using actgrad::Upstream;

constexpr int kSkipped = 77;
constexpr unsigned kSeed = 20240229;
constexpr std::size_t kPool = 4608;

const char* const kOperationNames[] = {"derivative", "derivative_int", "derivative_bool",
                                       "mask",       "backward",       "backward_from_mask",
                                       "forward",    "forward_mask"};
const char* const kNaNNames[] = {"zero", "one", "propagate", "canonical", "left", "right"};

// Floating-point environment: the default one, or with subnormals flushed.

#if defined(__x86_64__)
constexpr unsigned kStatus = 0x3f;
unsigned environment() { return _mm_getcsr() & ~kStatus; }
void set_environment(unsigned csr) { _mm_setcsr(csr); }
const std::vector<unsigned> kEnvironments = {0x1f80, 0x1f80 | 0x8040};  // FTZ and DAZ
#else
unsigned environment() { return 0; }
void set_environment(unsigned) {}
const std::vector<unsigned> kEnvironments = {0};
#endif

// Reference.

template <typename T>
using BitsOf = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;

template <typename T>
BitsOf<T> bits(T value) {
  BitsOf<T> b;
  std::memcpy(&b, &value, sizeof b);
  return b;
}

template <typename T>
T from_bits(BitsOf<T> b) {
  T value;
  std::memcpy(&value, &b, sizeof value);
  return value;
}

// The derivative of a piecewise-linear function that is the number `derivative`, or NaN.
template <typename T>
BitsOf<T> at_nan(const Activation& a, T x) {
  if (a.nan == NaNPolicy::propagate) return bits(x);
  if (a.nan == NaNPolicy::canonical) return bits(std::numeric_limits<T>::quiet_NaN());
  return bits(static_cast<T>(a.numbers[12]));
}

// Left of, at, between, at and right of the kinks.
template <typename T>
int piece(const Activation& a, T x) {
  const T lo = static_cast<T>(a.numbers[0]), hi = static_cast<T>(a.numbers[1]);
  return x < lo ? 0 : x == lo ? 1 : x < hi ? 2 : x == hi ? 3 : 4;
}

template <typename T>
BitsOf<T> derivative(const Activation& a, T x) {
  if (std::isnan(x)) return at_nan(a, x);
  return bits(static_cast<T>(a.numbers[2 + piece(a, x)]));
}

template <typename T>
BitsOf<T> value(const Activation& a, T x, unsigned csr) {
  if (std::isnan(x)) return a.nan == NaNPolicy::zero ? bits(T{0}) : bits(x);
  const int p = piece(a, x);
  const volatile T constant = static_cast<T>(a.numbers[7 + p]);
  const volatile T slope = p == 1 || p == 3 ? T{0} : static_cast<T>(a.numbers[2 + p]);
  if (slope == 0) return bits(static_cast<T>(constant));
  if (slope == 1 && constant == 0) return bits(x);
  const volatile T factor = x;
  set_environment(csr);
  const volatile T product = slope * factor;
  const volatile T sum = product + constant;
  set_environment(kEnvironments[0]);
  return bits(static_cast<T>(sum));
}

template <typename T>
BitsOf<T> times(const Activation& a, T g, BitsOf<T> d, unsigned csr) {
  if (std::isnan(from_bits<T>(d))) return d;
  if (a.upstream == Upstream::select) {
    if (from_bits<T>(d) == 0) return bits(T{0});
    if (from_bits<T>(d) == 1) return bits(g);
  }
  volatile T factor = from_bits<T>(d);
  volatile T gradient = g;
  set_environment(csr);
  volatile T product = gradient * factor;
  set_environment(kEnvironments[0]);
  return bits(static_cast<T>(product));
}

// Inputs: all pairs of special values at changing positions, and random bits.

template <typename T>
std::vector<T> specials() {
  using Limits = std::numeric_limits<T>;
  const BitsOf<T> quiet = bits(Limits::quiet_NaN());
  const BitsOf<T> infinity = bits(Limits::infinity());
  const BitsOf<T> sign = bits(T(-0.0));
  std::vector<T> values;
  for (BitsOf<T> magnitude :
       {BitsOf<T>{0}, bits(T{1}), infinity, bits(Limits::denorm_min()), bits(Limits::min()) - 1,
        bits(Limits::min()), bits(Limits::max()), quiet, quiet | 0x2a5, infinity | 1,
        sign - 1}) {  // ends with a NaN with a payload, a signalling one and the greatest
    values.push_back(from_bits<T>(magnitude));
    values.push_back(from_bits<T>(magnitude | sign));
  }
  values.push_back(T(0.75));  // an odd number: each value comes to every index of a vector
  return values;
}

template <typename T>
struct Inputs {
  T x[kPool];
  T g[kPool];
  std::uint64_t words[kPool];
};

template <typename T>
const Inputs<T>& inputs(bool random) {
  static Inputs<T> pools[2];
  static bool filled = false;
  if (!filled) {
    filled = true;
    std::mt19937_64 generator(kSeed);
    const std::vector<T> s = specials<T>();
    for (std::size_t i = 0; i < kPool; ++i) {
      const T x = s[i % s.size()];
      const T g = s[(i + i / s.size()) % s.size()];
      std::memcpy(&pools[0].x[i], &x, sizeof x);
      std::memcpy(&pools[0].g[i], &g, sizeof g);
      for (T* random_bits : {&pools[1].x[i], &pools[1].g[i]}) {
        const auto b = static_cast<BitsOf<T>>(generator());
        std::memcpy(random_bits, &b, sizeof b);
      }
      for (Inputs<T>& pool : pools) pool.words[i] = generator();
    }
  }
  return pools[random];
}

// Operands.

enum class Shape { none, elements, ints, bools, words };

struct Signature {
  Shape in0, in1, out0, out1;
};

Signature signature(Operation operation) {
  constexpr Shape none = Shape::none, elements = Shape::elements, words = Shape::words;
  switch (operation) {
    case Operation::derivative:
      return {elements, none, elements, none};
    case Operation::derivative_int:
      return {elements, none, Shape::ints, none};
    case Operation::derivative_bool:
      return {elements, none, Shape::bools, none};
    case Operation::mask:
      return {elements, none, words, none};
    case Operation::backward:
      return {elements, elements, elements, none};
    case Operation::backward_from_mask:
      return {words, elements, elements, none};
    case Operation::forward:
      return {elements, none, elements, elements};
    case Operation::forward_mask:
      return {elements, none, elements, words};
  }
  std::abort();
}

template <typename T>
std::size_t unit(Shape shape) {
  switch (shape) {
    case Shape::none:
      return 0;
    case Shape::elements:
      return sizeof(T);
    case Shape::ints:
      return 4;
    case Shape::bools:
      return 1;
    case Shape::words:
      return 8;
  }
  std::abort();
}

std::size_t length(Shape shape, std::size_t n) { return shape == Shape::words ? (n + 63) / 64 : n; }

// Memory between two pages that must not be touched.
class Arena {
 public:
  Arena() {
    const std::size_t page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    size_ = (kPool * 8 / page + 2) * page;
    void* p = mmap(nullptr, size_ + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED) std::abort();
    begin_ = static_cast<unsigned char*>(p) + page;
    if (mprotect(begin_, size_, PROT_READ | PROT_WRITE) != 0) std::abort();
  }
  unsigned char* begin() const { return begin_; }
  unsigned char* end() const { return begin_ + size_; }

 private:
  unsigned char* begin_;
  std::size_t size_;
};

constexpr std::size_t kCanaries = 72;
constexpr unsigned char kCanary = 0xa5;

// Where a range lies in its arena: `offset` elements after 64 writable bytes or more, after the
// guard page, or before the guard page.
enum class Placement { inside, after_guard, before_guard };

unsigned char* place(const Arena& arena, Placement placement, std::size_t offset,
                     std::size_t size) {
  switch (placement) {
    case Placement::inside:
      return arena.begin() + 128 + offset;
    case Placement::after_guard:
      return arena.begin();
    case Placement::before_guard:
      return arena.end() - size;
  }
  std::abort();
}

// One range of canaries around `size` bytes at p, as far as the arena reaches.
struct Canaries {
  const Arena& arena;
  unsigned char* p;
  std::size_t size;

  unsigned char* before() const {
    return arena.begin() + kCanaries < p ? p - kCanaries : arena.begin();
  }
  unsigned char* after() const {
    return p + size + kCanaries < arena.end() ? p + size + kCanaries : arena.end();
  }
  void fill() const {
    std::memset(before(), kCanary, static_cast<std::size_t>(after() - before()));
  }
  bool intact() const {
    for (const unsigned char* c = before(); c < p; ++c)
      if (*c != kCanary) return false;
    for (const unsigned char* c = p + size; c < after(); ++c)
      if (*c != kCanary) return false;
    return true;
  }
};

struct Layout {
  std::size_t n;
  std::size_t start;   // first element taken from the pool
  std::size_t offset;  // elements from an aligned address
  Placement placement;
  int in_place_output;  // -1: none
  int in_place_input;
};

// The call under test, for the report of a failure.
struct Call {
  Type type;
  Operation operation;
  Activation activation;
  unsigned csr;
  Layout layout;
} call;

[[noreturn]] void fail(const char* what, std::size_t index, std::uint64_t wanted,
                       std::uint64_t actual) {
  const Layout& l = call.layout;
  std::printf(
      "FAIL %s %s kinks=%g,%g nan=%s mxcsr=%x n=%zu offset=%zu start=%zu placement=%d "
      "in place: out%d=in%d; %s index %zu: expected %016" PRIx64 ", actual %016" PRIx64 "\n",
      call.type == Type::f32 ? "f32" : "f64", kOperationNames[static_cast<int>(call.operation)],
      call.activation.numbers[0], call.activation.numbers[1],
      kNaNNames[static_cast<int>(call.activation.nan)], call.csr, l.n, l.offset, l.start,
      static_cast<int>(l.placement), l.in_place_output, l.in_place_input, what, index, wanted,
      actual);
  std::fflush(stdout);
  std::_Exit(1);
}

void fail_on_access(int) { fail("access outside the operands,", 0, 0, 0); }

template <typename T>
class Case {
 public:
  Case(Kernel kernel, Operation operation, const Activation& activation, unsigned csr, bool random)
      : operation_(operation),
        activation_(activation),
        csr_(csr),
        inputs_(inputs<T>(random)),
        kernel_(kernel) {
    const Signature s = signature(operation);
    in_[0] = s.in0;
    in_[1] = s.in1;
    out_[0] = s.out0;
    out_[1] = s.out1;
    set_environment(kEnvironments[0]);
    for (std::size_t i = 0; i < kPool; ++i) {
      derivatives_[i] = derivative(activation, inputs_.x[i]);
      values_[i] = value(activation, inputs_.x[i], csr);
      products_[i] = times(activation, inputs_.g[i], derivatives_[i], csr);
      for (int greater = 0; greater < 2; ++greater) {
        const T d = static_cast<T>(activation.numbers[13 + greater]);
        masked_[greater][i] = times(activation, inputs_.g[i], bits(d), csr);
      }
    }
  }

  void run(const Layout& l) {
    static const Arena in_arenas[2], out_arenas[2];
    unsigned char* in[2] = {};
    unsigned char* out[2] = {};
    for (int k = 0; k < 2; ++k) {
      const std::size_t size = length(in_[k], l.n) * unit<T>(in_[k]);
      in[k] = place(in_arenas[k], l.placement, l.offset * unit<T>(in_[k]), size);
    }
    for (int k = 0; k < 2; ++k) {
      const std::size_t size = length(out_[k], l.n) * unit<T>(out_[k]);
      const bool in_place = k == l.in_place_output;
      const Arena& arena = in_place ? in_arenas[l.in_place_input] : out_arenas[k];
      out[k] = in_place
                   ? in[l.in_place_input]
                   : place(arena, l.placement, (l.offset * 5 + k) % 17 * unit<T>(out_[k]), size);
      Canaries{arena, out[k], size}.fill();
    }
    for (int k = 0; k < 2; ++k) copy_input(k, in[k], l);

    call = {kType, operation_, activation_, csr_, l};
    set_environment(csr_);
    kernel_(activation_, in[0], in[1], out[0], out[1], l.n);
    const unsigned after = environment();
    set_environment(kEnvironments[0]);
    if (after != csr_) fail("MXCSR", 0, csr_, after);

    for (int k = 0; k < 2; ++k) {
      if (out_[k] == Shape::none) continue;
      const bool in_place = k == l.in_place_output;
      const Arena& arena = in_place ? in_arenas[l.in_place_input] : out_arenas[k];
      const std::size_t size = length(out_[k], l.n) * unit<T>(out_[k]);
      if (!Canaries{arena, out[k], size}.intact()) fail("canary", 0, kCanary, 0);
      compare(k, out[k], l);
    }
  }

  const Shape* in() const { return in_; }
  const Shape* out() const { return out_; }

 private:
  static constexpr Type kType = sizeof(T) == 4 ? Type::f32 : Type::f64;

  void copy_input(int k, unsigned char* to, const Layout& l) const {
    if (in_[k] == Shape::none) return;
    const std::size_t size = length(in_[k], l.n) * unit<T>(in_[k]);
    const void* from = in_[k] == Shape::words ? static_cast<const void*>(inputs_.words + l.start)
                       : k == 0               ? inputs_.x + l.start
                                              : inputs_.g + l.start;
    std::memcpy(to, from, size);
  }

  std::uint64_t expected(int k, std::size_t i, const Layout& l) const {
    const std::size_t at = l.start + i;
    switch (operation_) {
      case Operation::derivative:
        return derivatives_[at];
      case Operation::derivative_int:
        return static_cast<std::uint32_t>(
            static_cast<std::int32_t>(from_bits<T>(derivatives_[at])));
      case Operation::derivative_bool:
        return active(at);
      case Operation::backward:
        return products_[at];
      case Operation::backward_from_mask:
        return masked_[inputs_.words[l.start + i / 64] >> i % 64 & 1][at];
      case Operation::forward:
        return k == 0 ? values_[at] : derivatives_[at];
      case Operation::forward_mask:
        if (k == 0) return values_[at];
        break;
      case Operation::mask:
        break;
    }
    std::uint64_t word = 0;
    for (std::size_t j = 64 * i; j < l.n && j < 64 * i + 64; ++j) {
      if (active(l.start + j)) word |= std::uint64_t{1} << j % 64;
    }
    return word;
  }

  bool active(std::size_t at) const {
    return derivatives_[at] == bits(static_cast<T>(activation_.numbers[14]));
  }

  void compare(int k, const unsigned char* out, const Layout& l) const {
    const std::size_t size = unit<T>(out_[k]);
    const std::size_t count = length(out_[k], l.n);
    for (std::size_t i = 0; i < count; ++i) {
      std::uint64_t actual = 0;
      std::memcpy(&actual, out + i * size, size);  // little-endian
      const std::uint64_t wanted = expected(k, i, l);
      if (actual != wanted) fail(k == 0 ? "out0" : "out1", i, wanted, actual);
    }
  }

  Operation operation_;
  Activation activation_;
  unsigned csr_;
  const Inputs<T>& inputs_;
  Kernel kernel_;
  Shape in_[2], out_[2];
  BitsOf<T> derivatives_[kPool], values_[kPool], products_[kPool], masked_[2][kPool];
};

// Kinks, derivatives and constants of: ReLU, ReLU with another derivative at 0, leaky ReLU, a ramp,
// a hard shrink with a bias, a step whose derivative at its one kink is not 0 or 1.
constexpr double kPieces[][12] = {
    {0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0},
    {0, 0, 0, -2.5, 0, 0, 1, 0, 0, 0, 0, 0},
    {0, 0, 0, -0.0, 0, 0, 1, 0, 0, 0, 0, 0},
    {0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0},
    {0, 0, 0.01, 0.01, 0, 0, 1, 0, 0, 0, 0, 0},
    {-1, 0.75, 0, 0.5, 0.2, 7, 0, 0, 0.1, 0.5, 1, 1},
    {-0.75, 0.75, 1, 0, 0, 0, 1, 0.25, 0, 0, 0, -0.25},
    {1, 1, 0, -3, 0, 0, 0, -1, 0, 0, 0, 1},
};

Activation make(const double (&pieces)[12], NaNPolicy nan, Upstream upstream) {
  Activation a{actgrad::Function::piecewise_linear, nan, upstream, actgrad::Form::input, {}};
  std::copy(std::begin(pieces), std::end(pieces), a.numbers);
  const double at_nan[] = {0, 1, NAN, NAN, pieces[2], pieces[6]};
  a.numbers[12] = at_nan[static_cast<int>(nan)];
  double lesser = INFINITY, greater = -INFINITY;
  bool binary = true;
  for (int i : {2, 3, 4, 5, 6, 12}) {
    if (pieces[0] == pieces[1] && (i == 4 || i == 5)) continue;
    lesser = std::fmin(lesser, a.numbers[i]);
    greater = std::fmax(greater, a.numbers[i]);
    binary = binary && (a.numbers[i] == 0 || a.numbers[i] == 1);
  }
  a.numbers[13] = binary ? 0 : lesser;
  a.numbers[14] = binary ? 1 : greater;
  return a;
}

bool legal(Operation operation, const Activation& a) {
  const bool binary = a.numbers[13] == 0 && a.numbers[14] == 1;
  bool integral = true;
  int others = 0;
  for (int i : {2, 3, 4, 5, 6, 12}) {
    const double d = a.numbers[i];
    if (a.numbers[0] == a.numbers[1] && (i == 4 || i == 5)) continue;
    integral = integral && d == std::trunc(d);
    others += !(d == a.numbers[13] || d == a.numbers[14]);
  }
  switch (operation) {
    case Operation::derivative_int:
      return integral;
    case Operation::derivative_bool:
      return binary && others == 0;
    case Operation::mask:
    case Operation::backward_from_mask:
    case Operation::forward_mask:
      return others == 0;
    default:
      return true;
  }
}

template <typename T>
std::size_t test_case(Case<T>& c) {
  std::vector<std::size_t> lengths = {1023, 1024, 1025, 4095, 4096, 4097};
  for (std::size_t n = 0; n <= 200; ++n) lengths.push_back(n);
  std::size_t calls = 0;
  const auto run = [&](Layout l) {
    c.run(l);
    ++calls;
    for (int out = 0; out < 2; ++out) {
      for (int in = 0; in < 2; ++in) {
        const Shape to = c.out()[out], from = c.in()[in];
        const bool same_range = from == Shape::elements && unit<T>(to) == unit<T>(from) &&
                                (to == Shape::elements || to == Shape::ints);
        if (!same_range) continue;
        l.in_place_output = out;
        l.in_place_input = in;
        c.run(l);
        ++calls;
      }
    }
  };
  for (std::size_t n : lengths) {
    // From another element each time: every special value comes to every index.
    std::size_t start = n % 64;
    const std::size_t step = n > 200 ? 8 : 1;
    for (std::size_t offset = 0; offset <= 16; offset += step) {
      run({n, start++, offset, Placement::inside, -1, -1});
    }
    run({n, start++, 0, Placement::after_guard, -1, -1});
    run({n, start++, 0, Placement::before_guard, -1, -1});
  }
  return calls;
}

template <typename T>
std::size_t test_type(const Implementation& implementation) {
  constexpr Type kType = sizeof(T) == 4 ? Type::f32 : Type::f64;
  std::size_t calls = 0;
  for (unsigned csr : kEnvironments) {
    for (int operation = 0; operation < 8; ++operation) {
      for (const auto& pieces : kPieces) {
        // Both rules, though not with every NaN policy.
        for (int nan = 0; nan < 6; ++nan) {
          const Upstream rule = nan % 3 == 2 ? Upstream::multiply : Upstream::select;
          const Activation a = make(pieces, static_cast<NaNPolicy>(nan), rule);
          if (!legal(static_cast<Operation>(operation), a)) continue;
          const auto kernel = [&](std::size_t elements) {
            return implementation.kernel(kType, static_cast<Operation>(operation), a, elements);
          };
          const auto run = [&](Kernel k, bool random) {
            static_assert(sizeof(Case<T>) < 1 << 20, "lives on the stack");
            Case<T> c(k, static_cast<Operation>(operation), a, csr, random);
            calls += test_case(c);
          };
          run(kernel(0), false);
          run(kernel(0), true);
          // The same but for its stores.
          if (kernel(SIZE_MAX) != kernel(0)) run(kernel(SIZE_MAX), true);
        }
      }
    }
  }
  return calls;
}

int test_kernels(const char* isa) {
  for (const Implementation& implementation : actgrad::implementations()) {
    if (std::strcmp(implementation.isa, isa) != 0) continue;
    if (!implementation.supported()) break;
    std::signal(SIGSEGV, fail_on_access);
    std::printf("%s, seed %u\n", isa, kSeed);
    const std::size_t f32 = test_type<float>(implementation);
    const std::size_t f64 = test_type<double>(implementation);
    std::printf("PASS %zu calls for f32, %zu for f64\n", f32, f64);
    return 0;
  }
  std::printf("SKIP %s is not supported here\n", isa);
  return kSkipped;
}

bool check(bool condition, const char* what) {
  if (!condition) std::printf("FAIL %s\n", what);
  return condition;
}

int test_dispatch() {
  const actgrad::Implementations all = actgrad::implementations();
  const Implementation* last = all.end() - 1;
  bool ok = check(std::strcmp(last->isa, "baseline") == 0 && last->supported(),
                  "the last implementation is baseline, and supported");
  const Implementation* best = all.begin();
  while (!best->supported()) ++best;
  ok &= check(actgrad::find_implementation(nullptr) == best, "no cap");
  ok &= check(actgrad::find_implementation("") == best, "empty cap");
  for (const Implementation& cap : all) {
    const Implementation* found = actgrad::find_implementation(cap.isa);
    ok &= check(found == (&cap < best ? best : cap.supported() ? &cap : found), cap.isa);
    ok &= check(found != nullptr && found >= &cap && found->supported(), cap.isa);
  }
  for (const char* unknown : {"avx", "AVX2", "avx512 ", "none"}) {
    ok &= check(actgrad::find_implementation(unknown) == nullptr, unknown);
  }
  return ok ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::printf("usage: kernels_test <isa> | dispatch\n");
    return 2;
  }
  return std::string(argv[1]) == "dispatch" ? test_dispatch() : test_kernels(argv[1]);
}
