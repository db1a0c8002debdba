// SPDX-License-Identifier: Apache-2.0
// Every smooth function of src/smooth.inl, for each instruction set, to be called on arrays by
// accuracy and by the benchmark.
#ifndef ACTGRAD_SMOOTH_KERNELS_H_
#define ACTGRAD_SMOOTH_KERNELS_H_

#include <cstddef>

#include "actgrad.h"
#include "smooth_cases.h"

namespace actgrad {

using SmoothKernel = void (*)(const double* p, const void* in, void* out, std::size_t n);

// For a function of kSmoothFunctions and its parameters. nullptr if this build has no such
// instruction set, or the function no second derivative.
SmoothKernel smooth_kernel(const char* isa, std::size_t function, const double* p, Type type,
                           Order order);

}  // namespace actgrad

#endif  // ACTGRAD_SMOOTH_KERNELS_H_
