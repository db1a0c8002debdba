// SPDX-License-Identifier: Apache-2.0
// Vectors of 64 bytes with mask registers.

template <>
struct Lanes<float> {
  using Element = float;
  using Bits = std::uint32_t;
  using Vector = __m512;
  using Mask = __mmask16;
  static constexpr unsigned kLanes = 16;
  static constexpr bool kStreams = true;
  static constexpr bool kFixesUp = true;

  ACTGRAD_INLINE static Vector broadcast(Bits bits) {
    return _mm512_castsi512_ps(_mm512_set1_epi32(static_cast<int>(bits)));
  }

  ACTGRAD_INLINE static Mask lanes_of(Part part) {
    return static_cast<Mask>(_bzhi_u32(0xffff, static_cast<unsigned>(part.count)));
  }
  ACTGRAD_INLINE static Vector load(const float* p, Whole) { return _mm512_loadu_ps(p); }
  ACTGRAD_INLINE static Vector load(const float* p, Part part) {
    return _mm512_maskz_loadu_ps(lanes_of(part), p);
  }
  ACTGRAD_INLINE static void store(float* p, Vector v, Whole) { _mm512_storeu_ps(p, v); }
  ACTGRAD_INLINE static void store(float* p, Vector v, Streamed) { _mm512_stream_ps(p, v); }
  ACTGRAD_INLINE static void fence() { _mm_sfence(); }
  ACTGRAD_INLINE static void store(float* p, Vector v, Part part) {
    _mm512_mask_storeu_ps(p, lanes_of(part), v);
  }
  // The unmasked intrinsic draws -Wmaybe-uninitialized from the header of GCC 12.
  ACTGRAD_INLINE static __m512i to_int(Vector v) { return _mm512_maskz_cvttps_epi32(0xffff, v); }
  ACTGRAD_INLINE static void store_int(std::int32_t* p, Vector v, Whole) {
    _mm512_storeu_si512(p, to_int(v));
  }
  ACTGRAD_INLINE static void store_int(std::int32_t* p, Vector v, Streamed) {
    _mm512_stream_si512(reinterpret_cast<__m512i*>(p), to_int(v));
  }
  ACTGRAD_INLINE static void store_int(std::int32_t* p, Vector v, Part part) {
    _mm512_mask_storeu_epi32(p, lanes_of(part), to_int(v));
  }

  // Lanes whose bits, as an unsigned integer, are in [first, last].
  ACTGRAD_INLINE static Mask bits_in_range(Vector v, Bits first, Bits last) {
    const __m512i offset =
        _mm512_sub_epi32(_mm512_castps_si512(v), _mm512_set1_epi32(static_cast<int>(first)));
    return _mm512_cmple_epu32_mask(offset, _mm512_set1_epi32(static_cast<int>(last - first)));
  }
  ACTGRAD_INLINE static Mask bits_equal(Vector a, Vector b) {
    return _mm512_cmpeq_epi32_mask(_mm512_castps_si512(a), _mm512_castps_si512(b));
  }
  // An integer that is ordered as the numbers are, the same for both zeros.
  ACTGRAD_INLINE static Vector order(Vector v) {
    const __m512i bits = _mm512_castps_si512(v);
    const __m512i magnitude = _mm512_and_si512(bits, _mm512_set1_epi32(0x7fffffff));
    return _mm512_castsi512_ps(_mm512_mask_sub_epi32(magnitude, _mm512_movepi32_mask(bits),
                                                     _mm512_setzero_si512(), magnitude));
  }
  ACTGRAD_INLINE static Mask bits_greater(Vector a, Vector b) {
    return _mm512_cmpgt_epi32_mask(_mm512_castps_si512(a), _mm512_castps_si512(b));
  }
  ACTGRAD_INLINE static Vector bit_and(Vector a, Vector b) { return _mm512_and_ps(a, b); }
  ACTGRAD_INLINE static Vector bit_or(Vector a, Vector b) { return _mm512_or_ps(a, b); }
  ACTGRAD_INLINE static Vector select_or_zero(Mask m, Vector v) {
    return _mm512_maskz_mov_ps(m, v);
  }
  ACTGRAD_INLINE static Vector select(Mask m, Vector yes, Vector no) {
    return _mm512_mask_blend_ps(m, no, yes);
  }
  // See ACTGRAD_OPAQUE.
  ACTGRAD_INLINE static void hide_origin(Vector& v) { ACTGRAD_OPAQUE(v); }
  // Replaces lanes of a according to the class of b. Four bits of `responses` say how, from the
  // lowest on for a quiet NaN, a signalling NaN, 0, 1 and others: 0 leaves a, 1 is b, 8 is +0.
  ACTGRAD_INLINE static Vector fix_up(Vector a, Vector b, Vector responses) {
    return _mm512_fixupimm_ps(a, b, _mm512_castps_si512(responses), 0);
  }
  ACTGRAD_INLINE static Vector multiply(Vector a, Vector b) { return _mm512_mul_ps(a, b); }
  ACTGRAD_INLINE static Vector add(Vector a, Vector b) { return _mm512_add_ps(a, b); }
  ACTGRAD_INLINE static Vector subtract(Vector a, Vector b) { return _mm512_sub_ps(a, b); }
  ACTGRAD_INLINE static Vector divide(Vector a, Vector b) { return _mm512_div_ps(a, b); }
  ACTGRAD_INLINE static Vector fma(Vector a, Vector b, Vector c) {
    return _mm512_fmadd_ps(a, b, c);
  }
  ACTGRAD_INLINE static Vector bit_xor(Vector a, Vector b) { return _mm512_xor_ps(a, b); }
  // b where a is NaN.
  ACTGRAD_INLINE static Vector min(Vector a, Vector b) { return _mm512_maskz_min_ps(0xffff, a, b); }
  // Of 16 floats those that the lowest four bits say.
  ACTGRAD_INLINE static Vector lookup(const float* table, Vector index) {
    return _mm512_maskz_permutexvar_ps(0xffff, _mm512_castps_si512(index), _mm512_load_ps(table));
  }
  template <int kCount>
  ACTGRAD_INLINE static Vector bits_shift_right(Vector a) {
    return _mm512_castsi512_ps(_mm512_maskz_srli_epi32(0xffff, _mm512_castps_si512(a), kCount));
  }
  template <int kCount>
  ACTGRAD_INLINE static Vector bits_shift_left(Vector a) {
    return _mm512_castsi512_ps(_mm512_maskz_slli_epi32(0xffff, _mm512_castps_si512(a), kCount));
  }
  ACTGRAD_INLINE static Vector bits_subtract(Vector a, Vector b) {
    return _mm512_castsi512_ps(_mm512_sub_epi32(_mm512_castps_si512(a), _mm512_castps_si512(b)));
  }
  // Of signed integers.
  ACTGRAD_INLINE static Vector bits_min(Vector a, Vector b) {
    return _mm512_castsi512_ps(
        _mm512_maskz_min_epi32(0xffff, _mm512_castps_si512(a), _mm512_castps_si512(b)));
  }
  ACTGRAD_INLINE static Vector select_negative(Vector sign, Vector yes, Vector no) {
    return _mm512_mask_blend_ps(_mm512_movepi32_mask(_mm512_castps_si512(sign)), no, yes);
  }
  ACTGRAD_INLINE static Mask unordered(Vector a, Vector b) {
    return _mm512_cmp_ps_mask(a, b, _CMP_UNORD_Q);
  }

  ACTGRAD_INLINE static std::uint64_t to_bits(Mask m) { return m; }
  ACTGRAD_INLINE static Mask from_bits(std::uint64_t bits) { return static_cast<Mask>(bits); }
};

template <>
struct Lanes<double> {
  using Element = double;
  using Bits = std::uint64_t;
  using Vector = __m512d;
  using Mask = __mmask8;
  static constexpr unsigned kLanes = 8;
  static constexpr bool kStreams = true;
  static constexpr bool kFixesUp = true;

  ACTGRAD_INLINE static Vector broadcast(Bits bits) {
    return _mm512_castsi512_pd(_mm512_set1_epi64(static_cast<long long>(bits)));
  }

  ACTGRAD_INLINE static Mask lanes_of(Part part) {
    return static_cast<Mask>(_bzhi_u32(0xff, static_cast<unsigned>(part.count)));
  }
  ACTGRAD_INLINE static Vector load(const double* p, Whole) { return _mm512_loadu_pd(p); }
  ACTGRAD_INLINE static Vector load(const double* p, Part part) {
    return _mm512_maskz_loadu_pd(lanes_of(part), p);
  }
  ACTGRAD_INLINE static void store(double* p, Vector v, Whole) { _mm512_storeu_pd(p, v); }
  ACTGRAD_INLINE static void store(double* p, Vector v, Streamed) { _mm512_stream_pd(p, v); }
  ACTGRAD_INLINE static void fence() { _mm_sfence(); }
  ACTGRAD_INLINE static void store(double* p, Vector v, Part part) {
    _mm512_mask_storeu_pd(p, lanes_of(part), v);
  }
  ACTGRAD_INLINE static __m256i to_int(Vector v) { return _mm512_maskz_cvttpd_epi32(0xff, v); }
  ACTGRAD_INLINE static void store_int(std::int32_t* p, Vector v, Whole) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(p), to_int(v));
  }
  ACTGRAD_INLINE static void store_int(std::int32_t* p, Vector v, Streamed) {
    _mm256_stream_si256(reinterpret_cast<__m256i*>(p), to_int(v));
  }
  ACTGRAD_INLINE static void store_int(std::int32_t* p, Vector v, Part part) {
    _mm256_mask_storeu_epi32(p, lanes_of(part), to_int(v));
  }

  ACTGRAD_INLINE static Mask bits_in_range(Vector v, Bits first, Bits last) {
    const __m512i offset =
        _mm512_sub_epi64(_mm512_castpd_si512(v), _mm512_set1_epi64(static_cast<long long>(first)));
    return _mm512_cmple_epu64_mask(offset, _mm512_set1_epi64(static_cast<long long>(last - first)));
  }
  ACTGRAD_INLINE static Mask bits_equal(Vector a, Vector b) {
    return _mm512_cmpeq_epi64_mask(_mm512_castpd_si512(a), _mm512_castpd_si512(b));
  }
  ACTGRAD_INLINE static Vector order(Vector v) {
    const __m512i bits = _mm512_castpd_si512(v);
    const __m512i magnitude = _mm512_and_si512(bits, _mm512_set1_epi64(0x7fffffffffffffff));
    return _mm512_castsi512_pd(_mm512_mask_sub_epi64(magnitude, _mm512_movepi64_mask(bits),
                                                     _mm512_setzero_si512(), magnitude));
  }
  ACTGRAD_INLINE static Mask bits_greater(Vector a, Vector b) {
    return _mm512_cmpgt_epi64_mask(_mm512_castpd_si512(a), _mm512_castpd_si512(b));
  }
  ACTGRAD_INLINE static Vector bit_and(Vector a, Vector b) { return _mm512_and_pd(a, b); }
  ACTGRAD_INLINE static Vector bit_or(Vector a, Vector b) { return _mm512_or_pd(a, b); }
  ACTGRAD_INLINE static Vector select_or_zero(Mask m, Vector v) {
    return _mm512_maskz_mov_pd(m, v);
  }
  ACTGRAD_INLINE static Vector select(Mask m, Vector yes, Vector no) {
    return _mm512_mask_blend_pd(m, no, yes);
  }
  // See ACTGRAD_OPAQUE.
  ACTGRAD_INLINE static void hide_origin(Vector& v) { ACTGRAD_OPAQUE(v); }
  // As for floats.
  ACTGRAD_INLINE static Vector fix_up(Vector a, Vector b, Vector responses) {
    return _mm512_fixupimm_pd(a, b, _mm512_castpd_si512(responses), 0);
  }
  ACTGRAD_INLINE static Vector multiply(Vector a, Vector b) { return _mm512_mul_pd(a, b); }
  ACTGRAD_INLINE static Vector add(Vector a, Vector b) { return _mm512_add_pd(a, b); }
  ACTGRAD_INLINE static Vector subtract(Vector a, Vector b) { return _mm512_sub_pd(a, b); }
  ACTGRAD_INLINE static Vector divide(Vector a, Vector b) { return _mm512_div_pd(a, b); }
  // b where a is NaN.
  ACTGRAD_INLINE static Vector min(Vector a, Vector b) { return _mm512_maskz_min_pd(0xff, a, b); }
  ACTGRAD_INLINE static Vector sqrt(Vector a) { return _mm512_maskz_sqrt_pd(0xff, a); }
  ACTGRAD_INLINE static Vector bit_xor(Vector a, Vector b) { return _mm512_xor_pd(a, b); }
  ACTGRAD_INLINE static Vector bits_add(Vector a, Bits b) {
    return _mm512_castsi512_pd(
        _mm512_add_epi64(_mm512_castpd_si512(a), _mm512_set1_epi64(static_cast<long long>(b))));
  }
  template <int kCount>
  ACTGRAD_INLINE static Vector bits_shift_left(Vector a) {
    return _mm512_castsi512_pd(_mm512_maskz_slli_epi64(0xff, _mm512_castpd_si512(a), kCount));
  }
  template <int kCount>
  ACTGRAD_INLINE static Vector bits_shift_right(Vector a) {
    return _mm512_castsi512_pd(_mm512_maskz_srli_epi64(0xff, _mm512_castpd_si512(a), kCount));
  }
  ACTGRAD_INLINE static Vector select_negative(Vector sign, Vector yes, Vector no) {
    return _mm512_mask_blend_pd(_mm512_movepi64_mask(_mm512_castpd_si512(sign)), no, yes);
  }
  // A comparison with NaN is false.
  ACTGRAD_INLINE static Mask less(Vector a, Vector b) {
    return _mm512_cmp_pd_mask(a, b, _CMP_LT_OQ);
  }
  ACTGRAD_INLINE static Mask equal(Vector a, Vector b) {
    return _mm512_cmp_pd_mask(a, b, _CMP_EQ_OQ);
  }
  ACTGRAD_INLINE static Mask unordered(Vector a, Vector b) {
    return _mm512_cmp_pd_mask(a, b, _CMP_UNORD_Q);
  }

  ACTGRAD_INLINE static std::uint64_t to_bits(Mask m) { return m; }
  ACTGRAD_INLINE static Mask from_bits(std::uint64_t bits) { return static_cast<Mask>(bits); }
};

// The first and the second half of the lanes, and back.
ACTGRAD_INLINE Lanes<double>::Vector widen_low(Lanes<float>::Vector v) {
  return _mm512_maskz_cvtps_pd(0xff, _mm512_maskz_extractf32x8_ps(0xff, v, 0));
}
ACTGRAD_INLINE Lanes<double>::Vector widen_high(Lanes<float>::Vector v) {
  return _mm512_maskz_cvtps_pd(0xff, _mm512_maskz_extractf32x8_ps(0xff, v, 1));
}
ACTGRAD_INLINE Lanes<float>::Vector narrow(Lanes<double>::Vector low, Lanes<double>::Vector high) {
  return _mm512_maskz_insertf32x8(0xffff, _mm512_castps256_ps512(_mm512_maskz_cvtpd_ps(0xff, low)),
                                  _mm512_maskz_cvtpd_ps(0xff, high), 1);
}

// One byte, 0 or 1, for each of the first bits.
ACTGRAD_INLINE void store_bools(std::uint8_t* p, std::uint64_t bits, Whole) {
  _mm512_storeu_si512(p, _mm512_maskz_set1_epi8(bits, 1));
}
ACTGRAD_INLINE void store_bools(std::uint8_t* p, std::uint64_t bits, Streamed) {
  _mm512_stream_si512(reinterpret_cast<__m512i*>(p), _mm512_maskz_set1_epi8(bits, 1));
}
ACTGRAD_INLINE void store_bools(std::uint8_t* p, std::uint64_t bits, Part part) {
  _mm512_mask_storeu_epi8(p, _bzhi_u64(~std::uint64_t{0}, static_cast<unsigned>(part.count)),
                          _mm512_maskz_set1_epi8(bits, 1));
}
