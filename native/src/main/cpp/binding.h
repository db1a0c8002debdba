// SPDX-License-Identifier: Apache-2.0
// What JavaCPP calls: the kernels with arrays and offsets, typed by overloads, so that the operation
// and its types cannot disagree.
#pragma once

#include <jni.h>

#include <cstddef>
#include <type_traits>

#include "actgrad.h"

namespace actgrad {
namespace binding {

#define ACTGRAD_TEXT(version) #version
#define ACTGRAD_QUOTED(version) ACTGRAD_TEXT(version)

/// The version of the build, which the Java side compares with its own.
inline const char* version() { return ACTGRAD_QUOTED(ACTGRAD_VERSION); }

/// The best implementation up to `cap`, or 0 if there is no implementation of that name.
inline jlong implementation(const char* cap) {
  return reinterpret_cast<jlong>(find_implementation(cap));
}

inline const char* isa(jlong implementation) {
  return reinterpret_cast<const Implementation*>(implementation)->isa;
}

inline jlong address(JNIEnv* env, jclass, jobject buffer) {
  return reinterpret_cast<jlong>(env->GetDirectBufferAddress(buffer));
}

template <class T>
constexpr Type type_of() {
  return std::is_same<T, double>::value ? Type::f64 : Type::f32;
}

inline void run(jlong implementation, jint function, jint nan, jdouble at_zero, jint operation,
                Type type, const void* in0, const void* in1, void* out0, void* out1, jint n) {
  const Activation activation{static_cast<Function>(function), static_cast<NaNPolicy>(nan),
                              at_zero};
  reinterpret_cast<const Implementation*>(implementation)
      ->kernel(type, static_cast<Operation>(operation), activation)(
          activation, in0, in1, out0, out1, static_cast<std::size_t>(n));
}

/// On addresses.
inline void run(jlong implementation, jint function, jint nan, jdouble at_zero, jint operation,
                jboolean is_double, jlong in0, jlong in1, jlong out0, jlong out1, jint n) {
  run(implementation, function, nan, at_zero, operation, is_double ? Type::f64 : Type::f32,
      reinterpret_cast<const void*>(in0), reinterpret_cast<const void*>(in1),
      reinterpret_cast<void*>(out0), reinterpret_cast<void*>(out1), n);
}

/// On arrays: one input, one output.
template <class T, class Out>
void run(jlong implementation, jint function, jint nan, jdouble at_zero, jint operation,
         const T* in, jint in_offset, Out* out, jint out_offset, jint n) {
  run(implementation, function, nan, at_zero, operation, type_of<T>(), in + in_offset, nullptr,
      out + out_offset, nullptr, n);
}

/// On arrays: one input, two outputs.
template <class T, class Out>
void run(jlong implementation, jint function, jint nan, jdouble at_zero, jint operation,
         const T* in, jint in_offset, T* out0, jint out0_offset, Out* out1, jint out1_offset,
         jint n) {
  run(implementation, function, nan, at_zero, operation, type_of<T>(), in + in_offset, nullptr,
      out0 + out0_offset, out1 + out1_offset, n);
}

/// On arrays: two inputs, one output.
template <class In, class T>
void backward(jlong implementation, jint function, jint nan, jdouble at_zero, jint operation,
         const In* in0, jint in0_offset, const T* in1, jint in1_offset, T* out, jint out_offset,
         jint n) {
  run(implementation, function, nan, at_zero, operation, type_of<T>(), in0 + in0_offset,
      in1 + in1_offset, out + out_offset, nullptr, n);
}
}  // namespace binding
}  // namespace actgrad
