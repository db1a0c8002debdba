// SPDX-License-Identifier: Apache-2.0
#ifndef ACTGRAD_H_
#define ACTGRAD_H_

#include <cstddef>

namespace actgrad {

// After piecewise_linear, the name of the struct template in smooth.inl that has the formula.
enum class Function : int {
  piecewise_linear,
  hard_swish,
  elu,
  selu,
  celu,
  gelu,
  gelu_tanh,
  quick_gelu,
  swish,
  mish,
  softplus,
  log_sigmoid,
  sigmoid,
  tanh,
  softsign,
  tanh_shrink,
  squareplus,
  sparse_plus,
  lisht,
  log_cosh,
  rational_tanh,
  rectified_tanh,
  erf,
  exp,
  log,
  sqrt,
  square,
  cube,
  pow,
};

// Derivative of a piecewise-linear function where the input is NaN: 0, 1, the input's own bits, the
// positive quiet NaN, or what it is left or right of the kinks.
enum class NaNPolicy : int { zero, one, propagate, canonical, left, right };

// The gradient: a selection where the derivative is 0 or 1, or always the product.
enum class Upstream : int { select, multiply };

// What is computed: y = f(x) and d = f'(x) from x; d from y; or y = f'(x) and d = f''(x) from x.
enum class Form : int { input, output, second_order };

constexpr std::size_t kMaxNumbers = 15;

struct Activation {
  Function function;
  NaNPolicy nan;
  Upstream upstream;
  Form form;
  // Converted to the element type first. For piecewise_linear: the two kinks; the derivative left
  // of the first, at it, between, at the second, right of it; the constant term left of the first,
  // the value at it, the constant term between, the value at the second, the constant term right of
  // it; the derivative at NaN; the lesser and the greater derivative. For the others: the
  // parameters, then the place of each kink and the derivative there.
  double numbers[kMaxNumbers];
};

enum class Type : int { f32, f64 };

// T is the element type, x the input, d = f'(x), y = f(x), g the upstream gradient. "mask" is an
// array of ceil(n / 64) uint64 words: bit i % 64 of word i / 64 is set where d is the greater of
// two values.
enum class Operation : int {
  derivative,          // in0 = T x                  out0 = T d
  derivative_int,      // in0 = T x                  out0 = int32 d (d must always be an int32)
  derivative_bool,     // in0 = T x                  out0 = uint8 d (d must always be 0 or 1)
  mask,                // in0 = T x                  out0 = mask, bits from n on are 0
  backward,            // in0 = T x     in1 = T g    out0 = T g * d by the upstream rule
  backward_from_mask,  // in0 = mask    in1 = T g    out0 = T g * the greater or the lesser d
  forward,             // in0 = T x                  out0 = T y    out1 = T d
  forward_mask,        // in0 = T x                  out0 = T y    out1 = mask
};

// Operands are aligned to their elements. An output may be exactly the range of an input; any other
// overlap is undefined. Operands that the operation does not use are ignored.
using Kernel = void (*)(const Activation&, const void* in0, const void* in1, void* out0, void* out1,
                        std::size_t n);

struct Implementation {
  const char* isa;
  bool (*supported)();
  // Only to be called if supported(). The kernel is valid for this activation only; nullptr if
  // there is none. The elements are those of a whole range, which may be worked on in several
  // calls: if it does not fit into the caches, outputs are stored past them.
  Kernel (*kernel)(Type, Operation, const Activation&, std::size_t elements);
};

struct Implementations {
  const Implementation* data;
  std::size_t size;

  const Implementation* begin() const { return data; }
  const Implementation* end() const { return data + size; }
};

// All implementations of this build, best first; the last one, "baseline", runs everywhere.
Implementations implementations();

// The best supported implementation that is not above `cap`; without a cap (nullptr or "") the best
// supported one. nullptr if this build has no implementation of that name.
const Implementation* find_implementation(const char* cap);

}  // namespace actgrad

#endif  // ACTGRAD_H_
