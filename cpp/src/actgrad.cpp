// SPDX-License-Identifier: Apache-2.0
#include "actgrad.h"

// Everything the .inl files need is included here: an inline function of a header first seen inside
// a target region could be emitted with that target and be the copy the linker keeps for all.
#include <cstdint>
#include <cstring>
#include <iterator>
#include <type_traits>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define ACTGRAD_ALWAYS_INLINE inline __attribute__((always_inline))
// Sanitizers make inlined code several times as large, and minutes of compilation of it.
#if defined(__SANITIZE_ADDRESS__)
#define ACTGRAD_INLINE inline
#else
#define ACTGRAD_INLINE ACTGRAD_ALWAYS_INLINE
#endif

// Hides how a vector was computed. Clang takes the selection of g instead of g * 1 for that of 1
// instead of the factor (InstCombine, foldSelectIntoOp), which makes a signalling NaN a quiet one.
#if !defined(__clang__)
#define ACTGRAD_OPAQUE(vector) static_cast<void>(vector)
#elif defined(__x86_64__)
#define ACTGRAD_OPAQUE(vector) asm("" : "+x"(vector))
#else
#define ACTGRAD_OPAQUE(vector) asm("" : "+m"(vector))
#endif

#define ACTGRAD_PRAGMA(...) _Pragma(#__VA_ARGS__)
#if defined(__clang__)
#define ACTGRAD_BEGIN_TARGET(features) \
  ACTGRAD_PRAGMA(clang attribute push(__attribute__((target(features))), apply_to = function))
#define ACTGRAD_END_TARGET ACTGRAD_PRAGMA(clang attribute pop)
#else
#define ACTGRAD_BEGIN_TARGET(features) \
  ACTGRAD_PRAGMA(GCC push_options) ACTGRAD_PRAGMA(GCC target(features))
#define ACTGRAD_END_TARGET ACTGRAD_PRAGMA(GCC pop_options)
#endif

namespace actgrad {
namespace {

template <typename T>
struct Ieee754;

template <>
struct Ieee754<float> {
  using Bits = std::uint32_t;
  static constexpr Bits kMagnitude = 0x7fffffff;
  static constexpr Bits kMinSubnormal = 1;
  static constexpr Bits kOne = 0x3f800000;
  static constexpr Bits kInfinity = 0x7f800000;
  static constexpr Bits kQuietNaN = 0x7fc00000;
};

template <>
struct Ieee754<double> {
  using Bits = std::uint64_t;
  static constexpr Bits kMagnitude = 0x7fffffffffffffff;
  static constexpr Bits kMinSubnormal = 1;
  static constexpr Bits kOne = 0x3ff0000000000000;
  static constexpr Bits kInfinity = 0x7ff0000000000000;
  static constexpr Bits kQuietNaN = 0x7ff8000000000000;
};

template <typename T>
ACTGRAD_INLINE typename Ieee754<T>::Bits bits_of(T value) {
  typename Ieee754<T>::Bits bits;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

// How much of a vector a load or store touches: all lanes, or only the first `count` (at least one
// and fewer than all).
struct Whole {};
// All lanes, stored to an aligned address past the caches; what is read comes from memory, too.
struct Streamed : Whole {};
struct Part {
  std::size_t count;
};

// Whole vectors that make up for one that is stored in part to align them.
constexpr std::size_t kAlignedFrom = 8;

// What is stored to memory without reading it first takes 0.6 times as long (kernels_benchmark,
// copy/), but is not in the cache for whoever reads it next. A fixed size instead of what the CPU
// says it has: a virtual machine reports the cache that it shares with all others.
constexpr std::size_t kCacheBytes = std::size_t{32} << 20;

// How far ahead memory is asked for what a stream will read: the CPU does so by itself, but not
// across the end of a page (kernels_benchmark, .../16777216).
constexpr std::size_t kReadAheadBytes = 2048;

template <typename F>
constexpr auto has_second_derivative(int) -> decltype(&F::second_derivative, bool()) {
  return true;
}
template <typename F>
constexpr bool has_second_derivative(long) {
  return false;
}

template <typename F>
constexpr auto has_single_value(int) -> decltype(&F::single_value, bool()) {
  return true;
}
template <typename F>
constexpr bool has_single_value(long) {
  return false;
}

template <typename F>
constexpr auto has_single_derivative(int) -> decltype(&F::single_derivative, bool()) {
  return true;
}
template <typename F>
constexpr bool has_single_derivative(long) {
  return false;
}

struct Operands {
  const void* in0;
  const void* in1;
  void* out0;
  void* out1;
};

namespace baseline {
#include "functions.inl"
#include "lanes_baseline.inl"
#include "pairs.inl"
#include "elementary.inl"
#include "tables.inl"
#include "single.inl"
#include "smooth.inl"
#include "from_output.inl"
#include "operations.inl"
}  // namespace baseline

bool baseline_supported() { return true; }

// Not strcmp: the kernels call nothing outside, so that a library made of them loads with every C
// library, of any version and none.
bool same(const char* a, const char* b) {
  while (*a != '\0' && *a == *b) ++a, ++b;
  return *a == *b;
}

#if defined(__x86_64__)

ACTGRAD_BEGIN_TARGET("avx2,fma")
namespace avx2 {
#include "functions.inl"
#include "lanes_avx2.inl"
#include "pairs.inl"
#include "elementary.inl"
#include "tables.inl"
#include "single.inl"
#include "smooth.inl"
#include "from_output.inl"
#include "operations.inl"
}  // namespace avx2
ACTGRAD_END_TARGET

ACTGRAD_BEGIN_TARGET("avx2,fma,bmi2,avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi2")
namespace avx512 {
#include "functions.inl"
#include "lanes_avx512.inl"
#include "pairs.inl"
#include "elementary.inl"
#include "tables.inl"
#include "single.inl"
#include "smooth.inl"
#include "from_output.inl"
#include "operations.inl"
}  // namespace avx512
ACTGRAD_END_TARGET

// __builtin_cpu_supports also asks XGETBV whether the operating system saves the registers. CPUID
// alone is not enough: https://github.com/elastic/elasticsearch/pull/126911
bool avx2_supported() {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

// VBMI2 marks Ice Lake, Zen 4 and newer; older CPUs lower their frequency for 512-bit vectors:
// https://github.com/simdjson/simdjson/pull/1960
bool avx512_supported() {
  return avx2_supported() && __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("avx512f") &&
         __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vbmi2");
}

#endif  // __x86_64__

constexpr Implementation kImplementations[] = {
#if defined(__x86_64__)
    {"avx512", avx512_supported, avx512::kernel},
    {"avx2", avx2_supported, avx2::kernel},
#endif
    {"baseline", baseline_supported, baseline::kernel},
};

}  // namespace

Implementations implementations() { return {kImplementations, std::size(kImplementations)}; }

const Implementation* find_implementation(const char* cap) {
  bool allowed = cap == nullptr || *cap == '\0';
  for (const Implementation& implementation : kImplementations) {
    allowed = allowed || same(cap, implementation.isa);
    if (allowed && implementation.supported()) return &implementation;
  }
  return nullptr;
}

}  // namespace actgrad
