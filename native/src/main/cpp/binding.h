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

/// From the Java enumerators, which are in the order of ours. Each call to the
/// JVM is a tenth of what a short call takes, so it is not asked for the count,
/// nor for no numbers; those that the function does not have are not set.
inline Activation activation(JNIEnv *env, jobject numbers, jint count,
                             jint function, jint nan, jint upstream,
                             jint form) {
  Activation a;
  a.function = static_cast<Function>(function);
  a.nan = static_cast<NaNPolicy>(nan);
  a.upstream = static_cast<Upstream>(upstream);
  a.form = static_cast<Form>(form);
  if (count > 0)
    env->GetDoubleArrayRegion(static_cast<jdoubleArray>(numbers), 0, count,
                              a.numbers);
  return a;
}

/// On addresses.
inline void run(JNIEnv *env, jclass, jobject numbers, jint count, jint function,
                jint nan, jint upstream, jint form, jlong implementation,
                jint operation, jboolean is_double, jlong in0, jlong in1,
                jlong out0, jlong out1, jint n) {
  const Activation a =
      activation(env, numbers, count, function, nan, upstream, form);
  reinterpret_cast<const Implementation *>(implementation)
      ->kernel(is_double ? Type::f64 : Type::f32,
               static_cast<Operation>(operation), a, static_cast<std::size_t>(n))(
          a, reinterpret_cast<const void *>(in0),
          reinterpret_cast<const void *>(in1), reinterpret_cast<void *>(out0),
          reinterpret_cast<void *>(out1), static_cast<std::size_t>(n));
}

/// What an element is in an operand; bits are packed in words.
enum class Element { f32, f64, i32, boolean, bit };

inline unsigned bits_of(Element element) {
  switch (element) {
  case Element::f64:
    return 64;
  case Element::boolean:
    return 8;
  case Element::bit:
    return 1;
  default:
    return 32;
  }
}

inline Element element_of(Operation operation, bool output, bool second,
                          Element number) {
  switch (operation) {
  case Operation::derivative_int:
    return output ? Element::i32 : number;
  case Operation::derivative_bool:
    return output ? Element::boolean : number;
  case Operation::mask:
    return output ? Element::bit : number;
  case Operation::backward_from_mask:
    return output || second ? number : Element::bit;
  case Operation::forward_mask:
    return output && second ? Element::bit : number;
  default:
    return number;
  }
}

/// Whether the JVM hands out copies of arrays instead of pinning them, as it
/// may by the specification and HotSpot does under -Xcheck:jni.
inline jboolean copies(JNIEnv *env, jclass, jobject numbers) {
  const jarray array = static_cast<jarray>(numbers);
  void *const one = env->GetPrimitiveArrayCritical(array, nullptr);
  void *const other = env->GetPrimitiveArrayCritical(array, nullptr);
  const bool differ = one != other;
  if (other != nullptr)
    env->ReleasePrimitiveArrayCritical(array, other, JNI_ABORT);
  if (one != nullptr)
    env->ReleasePrimitiveArrayCritical(array, one, JNI_ABORT);
  return differ;
}

/// Elements to work on before the arrays are let go, so that a collector need
/// not wait longer than that takes: with AVX2 or AVX-512 at most 20 microseconds,
/// since the functions of each group take at most 0.4 (in memory, 4 bytes), 0.5,
/// 5 and 7 ns an element. Letting go and taking again takes 0.03 microseconds.
inline std::size_t chunk(Function function, std::size_t element_size) {
  switch (function) {
  case Function::piecewise_linear:
    return (std::size_t{1} << 17) / element_size;
  case Function::hard_swish:
  case Function::softsign:
  case Function::sparse_plus:
  case Function::log:
  case Function::square:
  case Function::cube:
    return std::size_t{1} << 14;
  case Function::pow:
    return std::size_t{1} << 11;
  default:
    return std::size_t{1} << 12;
  }
}
/// Elements to copy at a time.
constexpr std::size_t kCopied = 512;

/// A part of an array, or of none: at its place in memory, where some
/// collectors must wait while it is pinned; or as a copy of that part alone,
/// since a copy of the whole array would overwrite what other threads have
/// written beside it.
class Part {
public:
  /// `count` elements from element `done` on, which starts a byte, of the
  /// operand that starts at entry `first`.
  Part(JNIEnv *env, jobject array, jint first, Element element,
       std::size_t done, std::size_t count, bool output, bool copied)
      : env_(env), array_(static_cast<jarray>(array)), element_(element),
        output_(output), copied_(copied) {
    if (array == nullptr)
      return;
    const unsigned bits = bits_of(element);
    const std::size_t entry_bits =
        bits == 1 ? 8 * sizeof(std::uint64_t) : bits;
    if (copied) {
      first_ = first + static_cast<jint>(done * bits / entry_bits);
      entries_ = static_cast<jint>((count * bits + entry_bits - 1) / entry_bits);
      start_ = copy_;
      operand_ = copy_;
      if (!output)
        read();
    } else {
      start_ = env->GetPrimitiveArrayCritical(array_, nullptr);
      if (start_ != nullptr)
        operand_ = static_cast<char *>(start_) +
                   static_cast<std::size_t>(first) * (entry_bits / 8) +
                   done * bits / 8;
    }
  }
  ~Part() {
    if (start_ == nullptr)
      return;
    if (!copied_)
      env_->ReleasePrimitiveArrayCritical(array_, start_,
                                          output_ ? 0 : JNI_ABORT);
    else if (output_)
      write();
  }
  Part(const Part &) = delete;
  Part &operator=(const Part &) = delete;

  void *operand() const { return operand_; }
  /// The JVM is out of memory; an OutOfMemoryError is pending.
  bool failed() const { return array_ != nullptr && start_ == nullptr; }

private:
  /// No input consists of integers or booleans.
  void read() {
    switch (element_) {
    case Element::f32:
      return env_->GetFloatArrayRegion(static_cast<jfloatArray>(array_), first_,
                                       entries_, entries<jfloat>());
    case Element::f64:
      return env_->GetDoubleArrayRegion(static_cast<jdoubleArray>(array_),
                                        first_, entries_, entries<jdouble>());
    default:
      return env_->GetLongArrayRegion(static_cast<jlongArray>(array_), first_,
                                      entries_, entries<jlong>());
    }
  }
  void write() {
    switch (element_) {
    case Element::f32:
      return env_->SetFloatArrayRegion(static_cast<jfloatArray>(array_), first_,
                                       entries_, entries<jfloat>());
    case Element::f64:
      return env_->SetDoubleArrayRegion(static_cast<jdoubleArray>(array_),
                                        first_, entries_, entries<jdouble>());
    case Element::i32:
      return env_->SetIntArrayRegion(static_cast<jintArray>(array_), first_,
                                     entries_, entries<jint>());
    case Element::boolean:
      return env_->SetBooleanArrayRegion(static_cast<jbooleanArray>(array_),
                                         first_, entries_,
                                         entries<jboolean>());
    case Element::bit:
      return env_->SetLongArrayRegion(static_cast<jlongArray>(array_), first_,
                                      entries_, entries<jlong>());
    }
  }
  template <typename T> T *entries() { return reinterpret_cast<T *>(copy_); }

  JNIEnv *const env_;
  const jarray array_;
  const Element element_;
  const bool output_;
  const bool copied_;
  jint first_ = 0;
  jint entries_ = 0;
  void *start_ = nullptr;
  void *operand_ = nullptr;
  alignas(64) char copy_[kCopied * sizeof(double)];
};

/// On arrays.
inline void run(JNIEnv *env, jclass, jobject numbers, jint number_count,
                jint function, jint nan, jint upstream, jint form,
                jlong implementation, jint operation_number, jboolean is_double,
                jboolean copied, jobject in0, jint in0_offset, jobject in1,
                jint in1_offset, jobject out0, jint out0_offset, jobject out1,
                jint out1_offset, jint length) {
  const Activation a =
      activation(env, numbers, number_count, function, nan, upstream, form);
  const Operation operation = static_cast<Operation>(operation_number);
  const Type type = is_double ? Type::f64 : Type::f32;
  const Element number = is_double ? Element::f64 : Element::f32;
  const Element in0_element = element_of(operation, false, false, number);
  const Element out0_element = element_of(operation, true, false, number);
  const Element out1_element = element_of(operation, true, true, number);
  const std::size_t n = static_cast<std::size_t>(length);
  const Kernel kernel = reinterpret_cast<const Implementation *>(implementation)
                            ->kernel(type, operation, a, n);
  const std::size_t step =
      copied ? kCopied
             : chunk(a.function, is_double ? sizeof(double) : sizeof(float));
  for (std::size_t done = 0; done < n; done += step) {
    const std::size_t count = std::min(step, n - done);
    const Part i0(env, in0, in0_offset, in0_element, done, count, false,
                  copied);
    const Part i1(env, in1, in1_offset, number, done, count, false, copied);
    const Part o0(env, out0, out0_offset, out0_element, done, count, true,
                  copied);
    const Part o1(env, out1, out1_offset, out1_element, done, count, true,
                  copied);
    if (i0.failed() || i1.failed() || o0.failed() || o1.failed())
      return;
    kernel(a, i0.operand(), i1.operand(), o0.operand(), o1.operand(), count);
  }
}
} // namespace binding
} // namespace actgrad
