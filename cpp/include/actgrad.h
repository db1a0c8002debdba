// SPDX-License-Identifier: Apache-2.0
// Derivatives of activation functions, element by element.
#pragma once

#include <cstddef>

namespace actgrad {

enum class Function : int { relu };

/// What the derivative is where x is NaN: 0, 1, x itself, or the positive quiet NaN.
enum class NaNPolicy : int { zero, one, propagate, canonical };

struct Activation {
  Function function;
  NaNPolicy nan;
  double at_zero;  ///< the derivative at ±0
};

enum class Type : int { f32, f64 };

/// T is float or double, by Type; a mask has bit i % 64 of word i / 64 for element i.
enum class Operation : int {
  derivative,          ///< in0 T x, out0 T f'(x)
  derivative_int,      ///< in0 T x, out0 int32 f'(x)
  derivative_bool,     ///< in0 T x, out0 one byte, 0 or 1
  mask,                ///< in0 T x, out0 uint64 words; bits from n on are 0
  backward,            ///< in0 T x, in1 T gradient, out0 T
  backward_from_mask,  ///< in0 uint64 words, in1 T gradient, out0 T
  forward,             ///< in0 T x, out0 T f(x), out1 T f'(x)
  forward_mask         ///< in0 T x, out0 T f(x), out1 uint64 words
};

/// Ranges need no alignment beyond their elements'. An output may be exactly an input's range.
using Kernel = void (*)(const Activation&, const void* in0, const void* in1, void* out0, void* out1,
                        std::size_t n);

/// The kernels for one instruction set.
struct Implementation {
  const char* isa;
  bool (*supported)();
  Kernel (*kernel)(Type, Operation, const Activation&);
};

/// The best implementation that this machine supports and that is not above `cap` ("avx512",
/// "avx2", "baseline"; empty for no cap), or nullptr if there is none of that name.
const Implementation* find_implementation(const char* cap);

}  // namespace actgrad
