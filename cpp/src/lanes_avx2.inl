// SPDX-License-Identifier: Apache-2.0
// Vectors of 32 bytes; a mask has all bits of a lane equal.

template <>
struct Lanes<float> {
  using Element = float;
  using Bits = std::uint32_t;
  using Vector = __m256;
  using Mask = __m256i;
  static constexpr unsigned kLanes = 8;
  static constexpr bool kStreams = true;
  static constexpr bool kFixesUp = false;

  ACTGRAD_INLINE static Vector broadcast(Bits bits) {
    return _mm256_castsi256_ps(_mm256_set1_epi32(static_cast<int>(bits)));
  }

  ACTGRAD_INLINE static Mask lanes_of(Part part) {
    return _mm256_cmpgt_epi32(_mm256_set1_epi32(static_cast<int>(part.count)),
                              _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
  }
  ACTGRAD_INLINE static Vector load(const float* p, Whole) { return _mm256_loadu_ps(p); }
  ACTGRAD_INLINE static Vector load(const float* p, Part part) {
    return _mm256_maskload_ps(p, lanes_of(part));
  }
  ACTGRAD_INLINE static void store(float* p, Vector v, Whole) { _mm256_storeu_ps(p, v); }
  ACTGRAD_INLINE static void store(float* p, Vector v, Streamed) { _mm256_stream_ps(p, v); }
  ACTGRAD_INLINE static void fence() { _mm_sfence(); }
  ACTGRAD_INLINE static void store(float* p, Vector v, Part part) {
    _mm256_maskstore_ps(p, lanes_of(part), v);
  }
  ACTGRAD_INLINE static void store_int(std::int32_t* p, Vector v, Whole) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(p), _mm256_cvttps_epi32(v));
  }
  ACTGRAD_INLINE static void store_int(std::int32_t* p, Vector v, Streamed) {
    _mm256_stream_si256(reinterpret_cast<__m256i*>(p), _mm256_cvttps_epi32(v));
  }
  ACTGRAD_INLINE static void store_int(std::int32_t* p, Vector v, Part part) {
    _mm256_maskstore_epi32(p, lanes_of(part), _mm256_cvttps_epi32(v));
  }

  // Lanes whose bits, as an unsigned integer, are in [first, last]; AVX2 compares signed integers
  // only, so the range is moved to start at the least one.
  ACTGRAD_INLINE static Mask bits_in_range(Vector v, Bits first, Bits last) {
    constexpr Bits kLeast = 0x80000000;
    const __m256i offset = _mm256_add_epi32(_mm256_castps_si256(v),
                                            _mm256_set1_epi32(static_cast<int>(kLeast - first)));
    return _mm256_cmpgt_epi32(_mm256_set1_epi32(static_cast<int>(kLeast + (last - first) + 1)),
                              offset);
  }
  ACTGRAD_INLINE static Mask bits_equal(Vector a, Vector b) {
    return _mm256_cmpeq_epi32(_mm256_castps_si256(a), _mm256_castps_si256(b));
  }
  // An integer that is ordered as the numbers are, the same for both zeros.
  ACTGRAD_INLINE static Vector order(Vector v) {
    const __m256i bits = _mm256_castps_si256(v);
    const __m256i sign = _mm256_srai_epi32(bits, 31);
    const __m256i magnitude = _mm256_and_si256(bits, _mm256_set1_epi32(0x7fffffff));
    return _mm256_castsi256_ps(_mm256_sub_epi32(_mm256_xor_si256(magnitude, sign), sign));
  }
  ACTGRAD_INLINE static Mask bits_greater(Vector a, Vector b) {
    return _mm256_cmpgt_epi32(_mm256_castps_si256(a), _mm256_castps_si256(b));
  }
  ACTGRAD_INLINE static Vector bit_and(Vector a, Vector b) { return _mm256_and_ps(a, b); }
  ACTGRAD_INLINE static Vector bit_or(Vector a, Vector b) { return _mm256_or_ps(a, b); }
  ACTGRAD_INLINE static Vector select_or_zero(Mask m, Vector v) {
    return _mm256_and_ps(_mm256_castsi256_ps(m), v);
  }
  ACTGRAD_INLINE static Vector select(Mask m, Vector yes, Vector no) {
    return _mm256_blendv_ps(no, yes, _mm256_castsi256_ps(m));
  }
  // See ACTGRAD_OPAQUE.
  ACTGRAD_INLINE static void hide_origin(Vector& v) { ACTGRAD_OPAQUE(v); }
  ACTGRAD_INLINE static Vector multiply(Vector a, Vector b) { return _mm256_mul_ps(a, b); }
  ACTGRAD_INLINE static Vector add(Vector a, Vector b) { return _mm256_add_ps(a, b); }
  ACTGRAD_INLINE static Vector subtract(Vector a, Vector b) { return _mm256_sub_ps(a, b); }
  ACTGRAD_INLINE static Vector divide(Vector a, Vector b) { return _mm256_div_ps(a, b); }
  ACTGRAD_INLINE static Vector fma(Vector a, Vector b, Vector c) {
    return _mm256_fmadd_ps(a, b, c);
  }
  ACTGRAD_INLINE static Vector bit_xor(Vector a, Vector b) { return _mm256_xor_ps(a, b); }
  // b where a is NaN.
  ACTGRAD_INLINE static Vector min(Vector a, Vector b) { return _mm256_min_ps(a, b); }
  // Of 16 floats those that the lowest four bits say.
  ACTGRAD_INLINE static Vector lookup(const float* table, Vector index) {
    const __m256i bits = _mm256_castps_si256(index);
    const Vector low = _mm256_permutevar8x32_ps(_mm256_load_ps(table), bits);
    const Vector high = _mm256_permutevar8x32_ps(_mm256_load_ps(table + 8), bits);
    return _mm256_blendv_ps(low, high, _mm256_castsi256_ps(_mm256_slli_epi32(bits, 28)));
  }
  template <int kCount>
  ACTGRAD_INLINE static Vector bits_shift_right(Vector a) {
    return _mm256_castsi256_ps(_mm256_srli_epi32(_mm256_castps_si256(a), kCount));
  }
  template <int kCount>
  ACTGRAD_INLINE static Vector bits_shift_left(Vector a) {
    return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_castps_si256(a), kCount));
  }
  ACTGRAD_INLINE static Vector bits_subtract(Vector a, Vector b) {
    return _mm256_castsi256_ps(_mm256_sub_epi32(_mm256_castps_si256(a), _mm256_castps_si256(b)));
  }
  // Of signed integers.
  ACTGRAD_INLINE static Vector bits_min(Vector a, Vector b) {
    return _mm256_castsi256_ps(_mm256_min_epi32(_mm256_castps_si256(a), _mm256_castps_si256(b)));
  }
  ACTGRAD_INLINE static Vector select_negative(Vector sign, Vector yes, Vector no) {
    return _mm256_blendv_ps(no, yes, sign);
  }
  ACTGRAD_INLINE static Mask unordered(Vector a, Vector b) {
    return _mm256_castps_si256(_mm256_cmp_ps(a, b, _CMP_UNORD_Q));
  }

  ACTGRAD_INLINE static std::uint64_t to_bits(Mask m) {
    return static_cast<unsigned>(_mm256_movemask_ps(_mm256_castsi256_ps(m)));
  }
  ACTGRAD_INLINE static Mask from_bits(std::uint64_t bits) {
    const __m256i lane_bit = _mm256_setr_epi32(1, 2, 4, 8, 16, 32, 64, 128);
    const __m256i all = _mm256_set1_epi32(static_cast<int>(bits));
    return _mm256_cmpeq_epi32(_mm256_and_si256(all, lane_bit), lane_bit);
  }
};

template <>
struct Lanes<double> {
  using Element = double;
  using Bits = std::uint64_t;
  using Vector = __m256d;
  using Mask = __m256i;
  static constexpr unsigned kLanes = 4;
  static constexpr bool kStreams = true;
  static constexpr bool kFixesUp = false;

  ACTGRAD_INLINE static Vector broadcast(Bits bits) {
    return _mm256_castsi256_pd(_mm256_set1_epi64x(static_cast<long long>(bits)));
  }

  ACTGRAD_INLINE static Mask lanes_of(Part part) {
    return _mm256_cmpgt_epi64(_mm256_set1_epi64x(static_cast<long long>(part.count)),
                              _mm256_setr_epi64x(0, 1, 2, 3));
  }
  ACTGRAD_INLINE static Vector load(const double* p, Whole) { return _mm256_loadu_pd(p); }
  ACTGRAD_INLINE static Vector load(const double* p, Part part) {
    return _mm256_maskload_pd(p, lanes_of(part));
  }
  ACTGRAD_INLINE static void store(double* p, Vector v, Whole) { _mm256_storeu_pd(p, v); }
  ACTGRAD_INLINE static void store(double* p, Vector v, Streamed) { _mm256_stream_pd(p, v); }
  ACTGRAD_INLINE static void fence() { _mm_sfence(); }
  ACTGRAD_INLINE static void store(double* p, Vector v, Part part) {
    _mm256_maskstore_pd(p, lanes_of(part), v);
  }
  ACTGRAD_INLINE static void store_int(std::int32_t* p, Vector v, Whole) {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(p), _mm256_cvttpd_epi32(v));
  }
  ACTGRAD_INLINE static void store_int(std::int32_t* p, Vector v, Streamed) {
    _mm_stream_si128(reinterpret_cast<__m128i*>(p), _mm256_cvttpd_epi32(v));
  }
  ACTGRAD_INLINE static void store_int(std::int32_t* p, Vector v, Part part) {
    const __m128i lanes =
        _mm_cmpgt_epi32(_mm_set1_epi32(static_cast<int>(part.count)), _mm_setr_epi32(0, 1, 2, 3));
    _mm_maskstore_epi32(p, lanes, _mm256_cvttpd_epi32(v));
  }

  ACTGRAD_INLINE static Mask bits_in_range(Vector v, Bits first, Bits last) {
    constexpr Bits kLeast = 0x8000000000000000;
    const __m256i offset = _mm256_add_epi64(
        _mm256_castpd_si256(v), _mm256_set1_epi64x(static_cast<long long>(kLeast - first)));
    return _mm256_cmpgt_epi64(
        _mm256_set1_epi64x(static_cast<long long>(kLeast + (last - first) + 1)), offset);
  }
  ACTGRAD_INLINE static Mask bits_equal(Vector a, Vector b) {
    return _mm256_cmpeq_epi64(_mm256_castpd_si256(a), _mm256_castpd_si256(b));
  }
  ACTGRAD_INLINE static Vector order(Vector v) {
    const __m256i bits = _mm256_castpd_si256(v);
    const __m256i sign = _mm256_cmpgt_epi64(_mm256_setzero_si256(), bits);
    const __m256i magnitude = _mm256_and_si256(bits, _mm256_set1_epi64x(0x7fffffffffffffff));
    return _mm256_castsi256_pd(_mm256_sub_epi64(_mm256_xor_si256(magnitude, sign), sign));
  }
  ACTGRAD_INLINE static Mask bits_greater(Vector a, Vector b) {
    return _mm256_cmpgt_epi64(_mm256_castpd_si256(a), _mm256_castpd_si256(b));
  }
  ACTGRAD_INLINE static Vector bit_and(Vector a, Vector b) { return _mm256_and_pd(a, b); }
  ACTGRAD_INLINE static Vector bit_or(Vector a, Vector b) { return _mm256_or_pd(a, b); }
  ACTGRAD_INLINE static Vector select_or_zero(Mask m, Vector v) {
    return _mm256_and_pd(_mm256_castsi256_pd(m), v);
  }
  ACTGRAD_INLINE static Vector select(Mask m, Vector yes, Vector no) {
    return _mm256_blendv_pd(no, yes, _mm256_castsi256_pd(m));
  }
  // See ACTGRAD_OPAQUE.
  ACTGRAD_INLINE static void hide_origin(Vector& v) { ACTGRAD_OPAQUE(v); }
  ACTGRAD_INLINE static Vector multiply(Vector a, Vector b) { return _mm256_mul_pd(a, b); }
  ACTGRAD_INLINE static Vector add(Vector a, Vector b) { return _mm256_add_pd(a, b); }
  ACTGRAD_INLINE static Vector subtract(Vector a, Vector b) { return _mm256_sub_pd(a, b); }
  ACTGRAD_INLINE static Vector divide(Vector a, Vector b) { return _mm256_div_pd(a, b); }
  // b where a is NaN.
  ACTGRAD_INLINE static Vector min(Vector a, Vector b) { return _mm256_min_pd(a, b); }
  ACTGRAD_INLINE static Vector sqrt(Vector a) { return _mm256_sqrt_pd(a); }
  ACTGRAD_INLINE static Vector bit_xor(Vector a, Vector b) { return _mm256_xor_pd(a, b); }
  ACTGRAD_INLINE static Vector bits_add(Vector a, Bits b) {
    return _mm256_castsi256_pd(
        _mm256_add_epi64(_mm256_castpd_si256(a), _mm256_set1_epi64x(static_cast<long long>(b))));
  }
  template <int kCount>
  ACTGRAD_INLINE static Vector bits_shift_left(Vector a) {
    return _mm256_castsi256_pd(_mm256_slli_epi64(_mm256_castpd_si256(a), kCount));
  }
  template <int kCount>
  ACTGRAD_INLINE static Vector bits_shift_right(Vector a) {
    return _mm256_castsi256_pd(_mm256_srli_epi64(_mm256_castpd_si256(a), kCount));
  }
  ACTGRAD_INLINE static Vector select_negative(Vector sign, Vector yes, Vector no) {
    return _mm256_blendv_pd(no, yes, sign);
  }
  // A comparison with NaN is false.
  ACTGRAD_INLINE static Mask less(Vector a, Vector b) {
    return _mm256_castpd_si256(_mm256_cmp_pd(a, b, _CMP_LT_OQ));
  }
  ACTGRAD_INLINE static Mask equal(Vector a, Vector b) {
    return _mm256_castpd_si256(_mm256_cmp_pd(a, b, _CMP_EQ_OQ));
  }
  ACTGRAD_INLINE static Mask unordered(Vector a, Vector b) {
    return _mm256_castpd_si256(_mm256_cmp_pd(a, b, _CMP_UNORD_Q));
  }

  ACTGRAD_INLINE static std::uint64_t to_bits(Mask m) {
    return static_cast<unsigned>(_mm256_movemask_pd(_mm256_castsi256_pd(m)));
  }
  ACTGRAD_INLINE static Mask from_bits(std::uint64_t bits) {
    const __m256i lane_bit = _mm256_setr_epi64x(1, 2, 4, 8);
    const __m256i all = _mm256_set1_epi64x(static_cast<long long>(bits));
    return _mm256_cmpeq_epi64(_mm256_and_si256(all, lane_bit), lane_bit);
  }
};

// The first and the second half of the lanes, and back.
ACTGRAD_INLINE Lanes<double>::Vector widen_low(Lanes<float>::Vector v) {
  return _mm256_cvtps_pd(_mm256_castps256_ps128(v));
}
ACTGRAD_INLINE Lanes<double>::Vector widen_high(Lanes<float>::Vector v) {
  return _mm256_cvtps_pd(_mm256_extractf128_ps(v, 1));
}
ACTGRAD_INLINE Lanes<float>::Vector narrow(Lanes<double>::Vector low, Lanes<double>::Vector high) {
  return _mm256_set_m128(_mm256_cvtpd_ps(high), _mm256_cvtpd_ps(low));
}

// One byte, 0 or 1, for each of 32 bits.
ACTGRAD_INLINE __m256i to_bools(std::uint32_t bits) {
  const __m256i byte_of_lane = _mm256_setr_epi64x(0x0000000000000000, 0x0101010101010101,
                                                  0x0202020202020202, 0x0303030303030303);
  const __m256i bit_of_lane = _mm256_set1_epi64x(static_cast<long long>(0x8040201008040201));
  const __m256i all = _mm256_set1_epi32(static_cast<int>(bits));
  const __m256i bit = _mm256_and_si256(_mm256_shuffle_epi8(all, byte_of_lane), bit_of_lane);
  return _mm256_min_epu8(bit, _mm256_set1_epi8(1));
}

// One byte, 0 or 1, for each of the first bits.
ACTGRAD_INLINE void store_bools(std::uint8_t* p, std::uint64_t bits, Whole) {
  const auto to = reinterpret_cast<__m256i*>(p);
  _mm256_storeu_si256(to, to_bools(static_cast<std::uint32_t>(bits)));
  _mm256_storeu_si256(to + 1, to_bools(static_cast<std::uint32_t>(bits >> 32)));
}
ACTGRAD_INLINE void store_bools(std::uint8_t* p, std::uint64_t bits, Streamed) {
  const auto to = reinterpret_cast<__m256i*>(p);
  _mm256_stream_si256(to, to_bools(static_cast<std::uint32_t>(bits)));
  _mm256_stream_si256(to + 1, to_bools(static_cast<std::uint32_t>(bits >> 32)));
}
ACTGRAD_INLINE void store_bools(std::uint8_t* p, std::uint64_t bits, Part part) {
  std::uint8_t bools[64];
  store_bools(bools, bits, Whole{});
  std::memcpy(p, bools, part.count);
}
