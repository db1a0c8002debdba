// SPDX-License-Identifier: Apache-2.0
// The four functions that a compiler may call of its own accord in code that
// calls nothing
// ("Language Standards Supported by GCC", freestanding environment), so that
// the library depends on no C library. Kernels reach them with a few bytes at a
// time; those that none reaches are not linked.
#include <cstddef>

// Keeps the compiler from seeing the loop as what it implements, which would
// make it call itself.
#define ACTGRAD_OPAQUE asm volatile("")

extern "C" {

void *memcpy(void *to, const void *from, std::size_t n) {
  for (std::size_t i = 0; i < n; i++) {
    ACTGRAD_OPAQUE;
    static_cast<char *>(to)[i] = static_cast<const char *>(from)[i];
  }
  return to;
}

void *memmove(void *to, const void *from, std::size_t n) {
  if (static_cast<char *>(to) <= static_cast<const char *>(from))
    return memcpy(to, from, n);
  for (std::size_t i = n; i-- > 0;) {
    ACTGRAD_OPAQUE;
    static_cast<char *>(to)[i] = static_cast<const char *>(from)[i];
  }
  return to;
}

void *memset(void *to, int value, std::size_t n) {
  for (std::size_t i = 0; i < n; i++) {
    ACTGRAD_OPAQUE;
    static_cast<char *>(to)[i] = static_cast<char>(value);
  }
  return to;
}

int memcmp(const void *a, const void *b, std::size_t n) {
  for (std::size_t i = 0; i < n; i++) {
    ACTGRAD_OPAQUE;
    int difference = static_cast<const unsigned char *>(a)[i] -
                     static_cast<const unsigned char *>(b)[i];
    if (difference != 0)
      return difference;
  }
  return 0;
}
}
