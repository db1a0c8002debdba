// SPDX-License-Identifier: Apache-2.0
// 512-bit vectors of raw bits with mask registers. The conversions are the zeroing forms: in the
// plain ones g++ 12 takes its own intrinsics for uninitialised (gcc bug 105593).

template <class Number>
struct Lanes;

template <>
struct Lanes<float> {
  using T = float;
  using V = __m512i;
  using M = __mmask16;
  static constexpr std::size_t count = 16;
  static constexpr int canonical_nan = 0x7fc00000;

  static M first(std::size_t n) { return static_cast<M>((1u << n) - 1); }
  static V load(const T* p) { return _mm512_loadu_si512(p); }
  static V load(const T* p, std::size_t n) { return _mm512_maskz_loadu_epi32(first(n), p); }
  static void store(T* p, V v) { _mm512_storeu_si512(p, v); }
  static void store(T* p, V v, std::size_t n) { _mm512_mask_storeu_epi32(p, first(n), v); }
  static void store_int(std::int32_t* p, V v, std::size_t n) {
    _mm512_mask_storeu_epi32(p, first(n), _mm512_maskz_cvttps_epi32(first(n), _mm512_castsi512_ps(v)));
  }
  static void store_bool(std::uint8_t* p, M m, std::size_t n) {
    _mm_mask_storeu_epi8(p, first(n), _mm_maskz_set1_epi8(m, 1));
  }
  static V splat(int bits) { return _mm512_set1_epi32(bits); }
  static V number(T t) { return _mm512_castps_si512(_mm512_set1_ps(t)); }
  static V one() { return number(1); }
  static V multiply(V v, T factor) {
    return _mm512_castps_si512(_mm512_mul_ps(_mm512_castsi512_ps(v), _mm512_set1_ps(factor)));
  }
  static M positive(V x) {
    return _mm512_cmplt_epu32_mask(_mm512_sub_epi32(x, splat(1)), splat(0x7f800000));
  }
  static M zero(V x) { return _mm512_testn_epi32_mask(x, splat(0x7fffffff)); }
  static M nan(V x) {
    return _mm512_cmpgt_epi32_mask(_mm512_and_si512(x, splat(0x7fffffff)), splat(0x7f800000));
  }
  static V select(M m, V a, V b) { return _mm512_mask_mov_epi32(b, m, a); }
  static std::uint64_t bits(M m) { return m; }
  static M from_bits(std::uint64_t bits) { return static_cast<M>(bits); }
};

template <>
struct Lanes<double> {
  using T = double;
  using V = __m512i;
  using M = __mmask8;
  static constexpr std::size_t count = 8;
  static constexpr long long canonical_nan = 0x7ff8000000000000;

  static M first(std::size_t n) { return static_cast<M>((1u << n) - 1); }
  static V load(const T* p) { return _mm512_loadu_si512(p); }
  static V load(const T* p, std::size_t n) { return _mm512_maskz_loadu_epi64(first(n), p); }
  static void store(T* p, V v) { _mm512_storeu_si512(p, v); }
  static void store(T* p, V v, std::size_t n) { _mm512_mask_storeu_epi64(p, first(n), v); }
  static void store_int(std::int32_t* p, V v, std::size_t n) {
    _mm256_mask_storeu_epi32(p, first(n), _mm512_maskz_cvttpd_epi32(first(n), _mm512_castsi512_pd(v)));
  }
  static void store_bool(std::uint8_t* p, M m, std::size_t n) {
    _mm_mask_storeu_epi8(p, first(n), _mm_maskz_set1_epi8(m, 1));
  }
  static V splat(long long bits) { return _mm512_set1_epi64(bits); }
  static V number(T t) { return _mm512_castpd_si512(_mm512_set1_pd(t)); }
  static V one() { return number(1); }
  static V multiply(V v, T factor) {
    return _mm512_castpd_si512(_mm512_mul_pd(_mm512_castsi512_pd(v), _mm512_set1_pd(factor)));
  }
  static M positive(V x) {
    return _mm512_cmplt_epu64_mask(_mm512_sub_epi64(x, splat(1)), splat(0x7ff0000000000000));
  }
  static M zero(V x) { return _mm512_testn_epi64_mask(x, splat(0x7fffffffffffffff)); }
  static M nan(V x) {
    return _mm512_cmpgt_epi64_mask(_mm512_and_si512(x, splat(0x7fffffffffffffff)),
                                   splat(0x7ff0000000000000));
  }
  static V select(M m, V a, V b) { return _mm512_mask_mov_epi64(b, m, a); }
  static std::uint64_t bits(M m) { return m; }
  static M from_bits(std::uint64_t bits) { return static_cast<M>(bits); }
};
