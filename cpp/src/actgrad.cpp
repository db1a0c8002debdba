// SPDX-License-Identifier: Apache-2.0
// The implementations, best first, and the choice among them. Every standard header stands before the
// target regions: an inline function compiled inside one may become the copy that the linker keeps
// for everybody, and crash on a CPU without the instructions.
#include "actgrad.h"

#include <cmath>
#include <cstdint>
#include <cstring>
#include <type_traits>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace actgrad {

#if defined(__x86_64__)
#if defined(__clang__)
#pragma clang attribute push(                                                                     \
    __attribute__((target("avx2,fma,bmi,bmi2,avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi2"))), \
    apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2,fma,bmi,bmi2,avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi2")
#endif
namespace avx512 {
namespace {
#include "lanes_avx512.inl"
//
#include "functions.inl"
//
#include "operations.inl"
}  // namespace
}  // namespace avx512
#if defined(__clang__)
#pragma clang attribute pop
#pragma clang attribute push(__attribute__((target("avx2,fma,bmi,bmi2"))), apply_to = function)
#else
#pragma GCC pop_options
#pragma GCC push_options
#pragma GCC target("avx2,fma,bmi,bmi2")
#endif
namespace avx2 {
namespace {
#include "lanes_avx2.inl"
//
#include "functions.inl"
//
#include "operations.inl"
}  // namespace
}  // namespace avx2
#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif

namespace baseline {
namespace {
#include "lanes_baseline.inl"
//
#include "functions.inl"
//
#include "operations.inl"
}  // namespace
}  // namespace baseline

namespace {

// __builtin_cpu_supports asks XGETBV as well: a CPU can have AVX2 that the operating system or the
// hypervisor has not enabled (elastic/elasticsearch#126911).
#if defined(__x86_64__)
bool has_avx2() {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
         __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
}

// VBMI2 marks Ice Lake, Zen 4 and later; before, 512-bit vectors lower the CPU's frequency
// (simdjson/simdjson#1960).
bool has_avx512() {
  return has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512vbmi2");
}
#endif

bool always() { return true; }

constexpr Implementation implementations[] = {
#if defined(__x86_64__)
    {"avx512", has_avx512, avx512::kernel},
    {"avx2", has_avx2, avx2::kernel},
#else
    // Known by name, so that a cap is not an error on another CPU.
    {"avx512", nullptr, nullptr},
    {"avx2", nullptr, nullptr},
#endif
    {"baseline", always, baseline::kernel},
};

}  // namespace

const Implementation* find_implementation(const char* cap) {
  bool reached = cap == nullptr || *cap == '\0';
  for (const Implementation& implementation : implementations) {
    reached = reached || std::strcmp(implementation.isa, cap) == 0;
    if (reached && implementation.supported != nullptr && implementation.supported()) {
      return &implementation;
    }
  }
  return nullptr;
}

}  // namespace actgrad
