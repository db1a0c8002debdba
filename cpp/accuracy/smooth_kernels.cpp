// SPDX-License-Identifier: Apache-2.0
#include "smooth_kernels.h"

// For the instruction sets' namespaces, their target regions and their loops.
#include "../src/actgrad.cpp"

namespace actgrad {
namespace {

namespace baseline {
#include "smooth_kernels.inl"
}  // namespace baseline

#if defined(__x86_64__)

ACTGRAD_BEGIN_TARGET("avx2,fma")
namespace avx2 {
#include "smooth_kernels.inl"
}  // namespace avx2
ACTGRAD_END_TARGET

ACTGRAD_BEGIN_TARGET("avx2,fma,bmi2,avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi2")
namespace avx512 {
#include "smooth_kernels.inl"
}  // namespace avx512
ACTGRAD_END_TARGET

#endif  // __x86_64__

}  // namespace

SmoothKernel smooth_kernel(const char* isa, std::size_t function, const double* p, Type type,
                           Order order) {
#if defined(__x86_64__)
  if (std::strcmp(isa, "avx512") == 0) return avx512::smooth_kernel_of(function, p, type, order);
  if (std::strcmp(isa, "avx2") == 0) return avx2::smooth_kernel_of(function, p, type, order);
#endif
  if (std::strcmp(isa, "baseline") == 0)
    return baseline::smooth_kernel_of(function, p, type, order);
  return nullptr;
}

}  // namespace actgrad
