// SPDX-License-Identifier: Apache-2.0
// Sets what a careless native library leaves behind in a thread: results flushed to zero and
// subnormal inputs taken for zero.
#pragma once

#if defined(__SSE2__)
#include <xmmintrin.h>

inline int get_control() { return static_cast<int>(_mm_getcsr()); }
inline void set_control(int control) { _mm_setcsr(static_cast<unsigned>(control)); }
inline int flush_to_zero_bits() { return 0x8040; }  // FTZ and DAZ of MXCSR
#elif defined(__aarch64__)
inline int get_control() {
  unsigned long control;
  asm volatile("mrs %0, fpcr" : "=r"(control));
  return static_cast<int>(control);
}
inline void set_control(int control) {
  asm volatile("msr fpcr, %0" : : "r"(static_cast<unsigned long>(control)));
}
inline int flush_to_zero_bits() { return 1 << 24; }  // FZ of FPCR
#else
#error "how to set flush-to-zero on this CPU is not known"
#endif
