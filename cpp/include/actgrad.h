// SPDX-License-Identifier: Apache-2.0
#ifndef ACTGRAD_H_
#define ACTGRAD_H_

#include <cstddef>

namespace actgrad {

enum class Function : int { relu };

// Derivative where the input is NaN: 0, 1, the input's own bits, or the positive quiet NaN.
enum class NaNPolicy : int { zero, one, propagate, canonical };

struct Activation {
  Function function;
  NaNPolicy nan;
  double at_zero;  // derivative at +-0, converted to the element type first
};

enum class Type : int { f32, f64 };

// T is the element type, x the input, d = f'(x), y = f(x), g the upstream gradient. "mask" is an
// array of ceil(n / 64) uint64 words: bit i % 64 of word i / 64 is set where d is 1.
enum class Operation : int {
  derivative,          // in0 = T x                  out0 = T d
  derivative_int,      // in0 = T x                  out0 = int32 d (d must always be an int32)
  derivative_bool,     // in0 = T x                  out0 = uint8 d (d must always be 0 or 1)
  mask,                // in0 = T x                  out0 = mask, bits from n on are 0
  backward,            // in0 = T x     in1 = T g    out0 = T g * d, a selection where d is 0 or 1
  backward_from_mask,  // in0 = mask    in1 = T g    out0 = T g where the bit is set, else +0.0
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
  // there is none.
  Kernel (*kernel)(Type, Operation, const Activation&);
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
