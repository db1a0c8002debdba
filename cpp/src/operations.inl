// SPDX-License-Identifier: Apache-2.0
// The loops, one an operation: whole vectors, then one partial vector through the same code. Every
// vector is loaded before it is stored, which makes exact aliasing right.

template <template <class> class F, class T>
struct Operations {
  using L = Lanes<T>;
  using Formula = F<L>;
  static constexpr std::size_t lanes = L::count;

  static void derivative(const Activation& a, const void* in, const void*, void* out, void*,
                         std::size_t n) {
    const Formula f(a);
    const T* x = static_cast<const T*>(in);
    T* d = static_cast<T*>(out);
    std::size_t i = 0;
#pragma GCC unroll 4
    for (; i + lanes <= n; i += lanes) L::store(d + i, f.derivative(L::load(x + i)));
    if (i < n) L::store(d + i, f.derivative(L::load(x + i, n - i)), n - i);
  }

  static void derivative_int(const Activation& a, const void* in, const void*, void* out, void*,
                             std::size_t n) {
    const Formula f(a);
    const T* x = static_cast<const T*>(in);
    std::int32_t* d = static_cast<std::int32_t*>(out);
    std::size_t i = 0;
#pragma GCC unroll 4
    for (; i + lanes <= n; i += lanes) {
      L::store_int(d + i, f.derivative(L::load(x + i)), lanes);
    }
    if (i < n) L::store_int(d + i, f.derivative(L::load(x + i, n - i)), n - i);
  }

  static void derivative_bool(const Activation& a, const void* in, const void*, void* out, void*,
                              std::size_t n) {
    const Formula f(a);
    const T* x = static_cast<const T*>(in);
    std::uint8_t* d = static_cast<std::uint8_t*>(out);
    std::size_t i = 0;
#pragma GCC unroll 4
    for (; i + lanes <= n; i += lanes) L::store_bool(d + i, f.active(L::load(x + i)), lanes);
    if (i < n) L::store_bool(d + i, f.active(L::load(x + i, n - i)), n - i);
  }

  static void mask(const Activation& a, const void* in, const void*, void* out, void*,
                   std::size_t n) {
    const Formula f(a);
    const T* x = static_cast<const T*>(in);
    std::uint64_t* words = static_cast<std::uint64_t*>(out);
    std::size_t i = 0;
    for (; i + 64 <= n; i += 64) {
      std::uint64_t word = 0;
#pragma GCC unroll 16
      for (std::size_t j = 0; j < 64; j += lanes) {
        word |= L::bits(f.active(L::load(x + i + j))) << j;
      }
      words[i / 64] = word;
    }
    if (i < n) {
      std::uint64_t word = 0;
      for (std::size_t j = 0; i + j < n; j += lanes) {
        const std::size_t rest = least(n - i - j);
        word |= (L::bits(f.active(L::load(x + i + j, rest))) & first_bits(rest)) << j;
      }
      words[i / 64] = word;
    }
  }

  static void backward(const Activation& a, const void* in0, const void* in1, void* out, void*,
                       std::size_t n) {
    const Formula f(a);
    const T* x = static_cast<const T*>(in0);
    const T* g = static_cast<const T*>(in1);
    T* d = static_cast<T*>(out);
    std::size_t i = 0;
#pragma GCC unroll 4
    for (; i + lanes <= n; i += lanes) {
      L::store(d + i, f.backward(L::load(x + i), L::load(g + i)));
    }
    if (i < n) {
      L::store(d + i, f.backward(L::load(x + i, n - i), L::load(g + i, n - i)), n - i);
    }
  }

  static void backward_from_mask(const Activation&, const void* in0, const void* in1, void* out,
                                 void*, std::size_t n) {
    const std::uint64_t* words = static_cast<const std::uint64_t*>(in0);
    const T* g = static_cast<const T*>(in1);
    T* d = static_cast<T*>(out);
    std::size_t i = 0;
#pragma GCC unroll 4
    for (; i + lanes <= n; i += lanes) {
      const auto set = L::from_bits(words[i / 64] >> (i % 64));
      L::store(d + i, L::select(set, L::load(g + i), L::splat(0)));
    }
    if (i < n) {
      const auto set = L::from_bits(words[i / 64] >> (i % 64));
      L::store(d + i, L::select(set, L::load(g + i, n - i), L::splat(0)), n - i);
    }
  }

  static void forward(const Activation& a, const void* in, const void*, void* out0, void* out1,
                      std::size_t n) {
    const Formula f(a);
    const T* x = static_cast<const T*>(in);
    T* y = static_cast<T*>(out0);
    T* d = static_cast<T*>(out1);
    std::size_t i = 0;
#pragma GCC unroll 4
    for (; i + lanes <= n; i += lanes) {
      const auto v = L::load(x + i);
      L::store(y + i, f.value(v));
      L::store(d + i, f.derivative(v));
    }
    if (i < n) {
      const auto v = L::load(x + i, n - i);
      L::store(y + i, f.value(v), n - i);
      L::store(d + i, f.derivative(v), n - i);
    }
  }

  static void forward_mask(const Activation& a, const void* in, const void*, void* out0,
                           void* out1, std::size_t n) {
    const Formula f(a);
    const T* x = static_cast<const T*>(in);
    T* y = static_cast<T*>(out0);
    std::uint64_t* words = static_cast<std::uint64_t*>(out1);
    for (std::size_t i = 0; i < n; i += 64) {
      std::uint64_t word = 0;
      for (std::size_t j = 0; j < 64 && i + j < n; j += lanes) {
        const std::size_t rest = least(n - i - j);
        const auto v = rest == lanes ? L::load(x + i + j) : L::load(x + i + j, rest);
        word |= (L::bits(f.active(v)) & first_bits(rest)) << j;
        if (rest == lanes) {
          L::store(y + i + j, f.value(v));
        } else {
          L::store(y + i + j, f.value(v), rest);
        }
      }
      words[i / 64] = word;
    }
  }

  static Kernel kernel(Operation operation) {
    switch (operation) {
      case Operation::derivative:
        return derivative;
      case Operation::derivative_int:
        return derivative_int;
      case Operation::derivative_bool:
        return derivative_bool;
      case Operation::mask:
        return mask;
      case Operation::backward:
        return backward;
      case Operation::backward_from_mask:
        return backward_from_mask;
      case Operation::forward:
        return forward;
      case Operation::forward_mask:
        return forward_mask;
    }
    return nullptr;
  }

 private:
  static std::size_t least(std::size_t n) { return n < lanes ? n : lanes; }
  static std::uint64_t first_bits(std::size_t n) {
    return n >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << n) - 1;
  }
};

template <class T>
Kernel kernel_for(Operation operation, const Activation& a) {
  switch (a.function) {
    case Function::relu: {
      const T h = static_cast<T>(a.at_zero);
      const bool plain = a.nan == NaNPolicy::zero && h == 0 && !std::signbit(h);
      return plain ? Operations<Relu, T>::kernel(operation)
                   : Operations<ReluWithPolicies, T>::kernel(operation);
    }
  }
  return nullptr;
}

Kernel kernel(Type type, Operation operation, const Activation& a) {
  return type == Type::f32 ? kernel_for<float>(operation, a) : kernel_for<double>(operation, a);
}
