// SPDX-License-Identifier: Apache-2.0
// Vectors of 16 bytes in the vector extension of GCC and Clang: SSE2, NEON, or plain scalar code.

// a * b + c, rounded once. Without the instruction: the product is exact in double, and its sum
// with c, rounded to odd, rounds to float as the exact sum does (Boldo and Melquiond,
// https://doi.org/10.1109/TC.2007.70819). No library function: the kernels call nothing outside.
ACTGRAD_INLINE float fused_multiply_add(float a, float b, float c) {
#if defined(__FP_FAST_FMAF)
  return __builtin_fmaf(a, b, c);
#else
  const double product = static_cast<double>(a) * static_cast<double>(b);
  const double addend = c;
  double sum = product + addend;
  const double from_addend = sum - product;
  const double lost = (product - (sum - from_addend)) + (addend - from_addend);
  if (lost < 0.0 || lost > 0.0) {
    std::uint64_t bits = bits_of(sum);
    if ((bits & 1) == 0) bits += (lost > 0.0) == (sum > 0.0) ? 1 : -1;
    std::memcpy(&sum, &bits, sizeof sum);
  }
  return static_cast<float>(sum);
#endif
}

template <typename T>
struct Lanes {
  using Element = T;
  using Bits = typename Ieee754<T>::Bits;
  typedef T Vector __attribute__((vector_size(16)));
  typedef Bits Mask __attribute__((vector_size(16)));  // all bits of a lane equal
  typedef std::make_signed_t<Bits> Signed __attribute__((vector_size(16)));
  static constexpr unsigned kLanes = 16 / sizeof(T);
  static constexpr bool kStreams = false;
  static constexpr bool kFixesUp = false;

  ACTGRAD_INLINE static Vector broadcast(Bits bits) {
    return reinterpret_cast<Vector>(Mask{} + bits);
  }

  ACTGRAD_INLINE static Vector load(const T* p, Whole) {
    Vector v;
    std::memcpy(&v, p, sizeof v);
    return v;
  }
  ACTGRAD_INLINE static Vector load(const T* p, Part part) {
    Vector v{};
    for (unsigned i = 0; i < part.count; ++i) v[i] = p[i];
    return v;
  }
  ACTGRAD_INLINE static void store(T* p, Vector v, Whole) { std::memcpy(p, &v, sizeof v); }
  ACTGRAD_INLINE static void fence() {}
  ACTGRAD_INLINE static void store(T* p, Vector v, Part part) {
    for (unsigned i = 0; i < part.count; ++i) p[i] = v[i];
  }
  ACTGRAD_INLINE static void store_int(std::int32_t* p, Vector v, Whole) {
    store_int(p, v, Part{kLanes});
  }
  ACTGRAD_INLINE static void store_int(std::int32_t* p, Vector v, Part part) {
    for (unsigned i = 0; i < part.count; ++i) p[i] = static_cast<std::int32_t>(v[i]);
  }

  // Lanes whose bits, as an unsigned integer, are in [first, last].
  ACTGRAD_INLINE static Mask bits_in_range(Vector v, Bits first, Bits last) {
    return reinterpret_cast<Mask>(reinterpret_cast<Mask>(v) - first <= Mask{} + (last - first));
  }
  ACTGRAD_INLINE static Mask bits_equal(Vector a, Vector b) {
    return reinterpret_cast<Mask>(reinterpret_cast<Mask>(a) == reinterpret_cast<Mask>(b));
  }
  // An integer that is ordered as the numbers are, the same for both zeros.
  ACTGRAD_INLINE static Vector order(Vector v) {
    const Signed sign = reinterpret_cast<Signed>(v) >> (8 * sizeof(T) - 1);
    const Signed magnitude =
        reinterpret_cast<Signed>(v) & reinterpret_cast<Signed>(Mask{} + Ieee754<T>::kMagnitude);
    return reinterpret_cast<Vector>((magnitude ^ sign) - sign);
  }
  ACTGRAD_INLINE static Mask bits_greater(Vector a, Vector b) {
    return reinterpret_cast<Mask>(reinterpret_cast<Signed>(a) > reinterpret_cast<Signed>(b));
  }
  ACTGRAD_INLINE static Vector bit_and(Vector a, Vector b) {
    return reinterpret_cast<Vector>(reinterpret_cast<Mask>(a) & reinterpret_cast<Mask>(b));
  }
  ACTGRAD_INLINE static Vector bit_or(Vector a, Vector b) {
    return reinterpret_cast<Vector>(reinterpret_cast<Mask>(a) | reinterpret_cast<Mask>(b));
  }
  ACTGRAD_INLINE static Vector select_or_zero(Mask m, Vector v) {
    return reinterpret_cast<Vector>(m & reinterpret_cast<Mask>(v));
  }
  ACTGRAD_INLINE static Vector select(Mask m, Vector yes, Vector no) {
    return bit_or(select_or_zero(m, yes), select_or_zero(~m, no));
  }
  // See ACTGRAD_OPAQUE.
  ACTGRAD_INLINE static void hide_origin(Vector& v) { ACTGRAD_OPAQUE(v); }
  ACTGRAD_INLINE static Vector multiply(Vector a, Vector b) { return a * b; }
  ACTGRAD_INLINE static Vector add(Vector a, Vector b) { return a + b; }
  ACTGRAD_INLINE static Vector subtract(Vector a, Vector b) { return a - b; }
  ACTGRAD_INLINE static Vector divide(Vector a, Vector b) { return a / b; }
  ACTGRAD_INLINE static Vector fma(Vector a, Vector b, Vector c) {
    for (unsigned i = 0; i < kLanes; ++i) a[i] = fused_multiply_add(a[i], b[i], c[i]);
    return a;
  }
  // b where a is NaN.
  ACTGRAD_INLINE static Vector min(Vector a, Vector b) { return select(less(a, b), a, b); }
  ACTGRAD_INLINE static Vector sqrt(Vector a) {
    for (unsigned i = 0; i < kLanes; ++i) a[i] = static_cast<T>(__builtin_sqrt(a[i]));
    return a;
  }
  ACTGRAD_INLINE static Vector bit_xor(Vector a, Vector b) {
    return reinterpret_cast<Vector>(reinterpret_cast<Mask>(a) ^ reinterpret_cast<Mask>(b));
  }
  // Of 16 floats those that the lowest four bits say.
  ACTGRAD_INLINE static Vector lookup(const T* table, Vector index) {
    for (unsigned i = 0; i < kLanes; ++i) index[i] = table[bits_of(index[i]) & 15];
    return index;
  }
  ACTGRAD_INLINE static Vector bits_add(Vector a, Bits b) {
    return reinterpret_cast<Vector>(reinterpret_cast<Mask>(a) + b);
  }
  ACTGRAD_INLINE static Vector bits_subtract(Vector a, Vector b) {
    return reinterpret_cast<Vector>(reinterpret_cast<Mask>(a) - reinterpret_cast<Mask>(b));
  }
  // Of signed integers.
  ACTGRAD_INLINE static Vector bits_min(Vector a, Vector b) {
    return select(bits_greater(a, b), b, a);
  }
  template <int kCount>
  ACTGRAD_INLINE static Vector bits_shift_left(Vector a) {
    return reinterpret_cast<Vector>(reinterpret_cast<Mask>(a) << kCount);
  }
  template <int kCount>
  ACTGRAD_INLINE static Vector bits_shift_right(Vector a) {
    return reinterpret_cast<Vector>(reinterpret_cast<Mask>(a) >> kCount);
  }
  ACTGRAD_INLINE static Vector select_negative(Vector sign, Vector yes, Vector no) {
    return select(Mask{} - (reinterpret_cast<Mask>(sign) >> (8 * sizeof(T) - 1)), yes, no);
  }
  // A comparison with NaN is false.
  ACTGRAD_INLINE static Mask less(Vector a, Vector b) { return reinterpret_cast<Mask>(a < b); }
  ACTGRAD_INLINE static Mask equal(Vector a, Vector b) { return reinterpret_cast<Mask>(a == b); }
  ACTGRAD_INLINE static Mask unordered(Vector a, Vector b) { return ~(equal(a, a) & equal(b, b)); }

  ACTGRAD_INLINE static std::uint64_t to_bits(Mask m) {
    std::uint64_t bits = 0;
    for (unsigned i = 0; i < kLanes; ++i) bits |= std::uint64_t{m[i] & 1} << i;
    return bits;
  }
  ACTGRAD_INLINE static Mask from_bits(std::uint64_t bits) {
    Mask m{};
    for (unsigned i = 0; i < kLanes; ++i) m[i] = Bits{0} - static_cast<Bits>(bits >> i & 1);
    return m;
  }
};

// The first and the second half of the lanes, and back.
ACTGRAD_INLINE Lanes<double>::Vector widen_low(Lanes<float>::Vector v) {
  return Lanes<double>::Vector{v[0], v[1]};
}
ACTGRAD_INLINE Lanes<double>::Vector widen_high(Lanes<float>::Vector v) {
  return Lanes<double>::Vector{v[2], v[3]};
}
ACTGRAD_INLINE Lanes<float>::Vector narrow(Lanes<double>::Vector low, Lanes<double>::Vector high) {
  return Lanes<float>::Vector{static_cast<float>(low[0]), static_cast<float>(low[1]),
                              static_cast<float>(high[0]), static_cast<float>(high[1])};
}

// One byte, 0 or 1, for each of the first bits.
ACTGRAD_INLINE void store_bools(std::uint8_t* p, std::uint64_t bits, Part part) {
  for (std::size_t i = 0; i < part.count; ++i) p[i] = static_cast<std::uint8_t>(bits >> i & 1);
}
ACTGRAD_INLINE void store_bools(std::uint8_t* p, std::uint64_t bits, Whole) {
  store_bools(p, bits, Part{64});
}
