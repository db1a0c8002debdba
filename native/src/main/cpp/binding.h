// SPDX-License-Identifier: Apache-2.0
// What JavaCPP calls: the kernels on addresses, and on arrays of any type.
#pragma once

#include <jni.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "actgrad.h"

namespace actgrad {
namespace binding {

#define ACTGRAD_TEXT(version) #version
#define ACTGRAD_QUOTED(version) ACTGRAD_TEXT(version)

/// The version of the build, which the Java side compares with its own.
inline const char *version() { return ACTGRAD_QUOTED(ACTGRAD_VERSION); }

/// The best implementation up to `cap`, or 0 if there is no implementation of
/// that name.
inline jlong implementation(const char *cap) {
  return reinterpret_cast<jlong>(find_implementation(cap));
}

inline const char *isa(jlong implementation) {
  return reinterpret_cast<const Implementation *>(implementation)->isa;
}

inline jlong address(JNIEnv *env, jclass, jobject buffer) {
  return reinterpret_cast<jlong>(env->GetDirectBufferAddress(buffer));
}

/// From the Java enumerators, which are in the order of ours.
inline Activation activation(JNIEnv *env, jobject numbers, jint function,
                             jint nan, jint upstream, jint form) {
  Activation a{static_cast<Function>(function),
               static_cast<NaNPolicy>(nan),
               static_cast<Upstream>(upstream),
               static_cast<Form>(form),
               {}};
  const jdoubleArray array = static_cast<jdoubleArray>(numbers);
  env->GetDoubleArrayRegion(array, 0, env->GetArrayLength(array), a.numbers);
  return a;
}

/// On addresses.
inline void run(JNIEnv *env, jclass, jobject numbers, jint function, jint nan,
                jint upstream, jint form, jlong implementation, jint operation,
                jboolean is_double, jlong in0, jlong in1, jlong out0,
                jlong out1, jint n) {
  const Activation a = activation(env, numbers, function, nan, upstream, form);
  reinterpret_cast<const Implementation *>(implementation)
      ->kernel(is_double ? Type::f64 : Type::f32,
               static_cast<Operation>(operation), a)(
          a, reinterpret_cast<const void *>(in0),
          reinterpret_cast<const void *>(in1), reinterpret_cast<void *>(out0),
          reinterpret_cast<void *>(out1), static_cast<std::size_t>(n));
}

/// Bits an element takes in an operand.
inline unsigned element_bits(Operation operation, bool output, bool second,
                             unsigned number) {
  switch (operation) {
  case Operation::derivative_int:
    return output ? 32 : number;
  case Operation::derivative_bool:
    return output ? 8 : number;
  case Operation::mask:
    return output ? 1 : number;
  case Operation::backward_from_mask:
    return output || second ? number : 1;
  case Operation::forward_mask:
    return output && second ? 1 : number;
  default:
    return number;
  }
}

/// An array, or none, at its place in memory; while one is pinned, some
/// collectors must wait.
class Pinned {
public:
  /// Element `first` is where the operand's element `done` is, which starts a
  /// byte.
  Pinned(JNIEnv *env, jobject array, jint first, unsigned bits,
         std::size_t done, bool output)
      : env_(env), array_(static_cast<jarray>(array)),
        mode_(output ? 0 : JNI_ABORT),
        start_(array == nullptr
                   ? nullptr
                   : env->GetPrimitiveArrayCritical(array_, nullptr)),
        operand_(start_ == nullptr
                     ? nullptr
                     : static_cast<char *>(start_) +
                           static_cast<std::size_t>(first) *
                               (bits == 1 ? sizeof(std::uint64_t) : bits / 8) +
                           done * bits / 8) {}
  ~Pinned() {
    if (start_ != nullptr)
      env_->ReleasePrimitiveArrayCritical(array_, start_, mode_);
  }
  Pinned(const Pinned &) = delete;
  Pinned &operator=(const Pinned &) = delete;

  void *operand() const { return operand_; }
  /// The JVM is out of memory; an OutOfMemoryError is pending.
  bool failed() const { return array_ != nullptr && start_ == nullptr; }

private:
  JNIEnv *const env_;
  const jarray array_;
  const jint mode_;
  void *const start_;
  void *const operand_;
};

/// Elements to work on before the arrays are let go, so that a collector need
/// not wait longer than that takes.
constexpr std::size_t kChunk = std::size_t{1} << 15;

/// On arrays.
inline void run(JNIEnv *env, jclass, jobject numbers, jint function, jint nan,
                jint upstream, jint form, jlong implementation,
                jint operation_number, jboolean is_double, jobject in0,
                jint in0_offset, jobject in1, jint in1_offset, jobject out0,
                jint out0_offset, jobject out1, jint out1_offset, jint length) {
  const Activation a = activation(env, numbers, function, nan, upstream, form);
  const Operation operation = static_cast<Operation>(operation_number);
  const Type type = is_double ? Type::f64 : Type::f32;
  const Kernel kernel = reinterpret_cast<const Implementation *>(implementation)
                            ->kernel(type, operation, a);
  const unsigned number = is_double ? 64 : 32;
  const unsigned in0_bits = element_bits(operation, false, false, number);
  const unsigned out0_bits = element_bits(operation, true, false, number);
  const unsigned out1_bits = element_bits(operation, true, true, number);
  const std::size_t n = static_cast<std::size_t>(length);
  for (std::size_t done = 0; done < n; done += kChunk) {
    const Pinned i0(env, in0, in0_offset, in0_bits, done, false);
    const Pinned i1(env, in1, in1_offset, number, done, false);
    const Pinned o0(env, out0, out0_offset, out0_bits, done, true);
    const Pinned o1(env, out1, out1_offset, out1_bits, done, true);
    if (i0.failed() || i1.failed() || o0.failed() || o1.failed())
      return;
    kernel(a, i0.operand(), i1.operand(), o0.operand(), o1.operand(),
           std::min(kChunk, n - done));
  }
}
} // namespace binding
} // namespace actgrad
