// SPDX-License-Identifier: Apache-2.0
// 256-bit vectors of raw bits; a mask is a vector of all ones and zeros.

template <class Number>
struct Lanes;

template <>
struct Lanes<float> {
  using T = float;
  using V = __m256i;
  using M = __m256i;
  static constexpr std::size_t count = 8;
  static constexpr int canonical_nan = 0x7fc00000;

  static M first(std::size_t n) {
    return _mm256_cmpgt_epi32(_mm256_set1_epi32(static_cast<int>(n)),
                              _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
  }
  static V load(const T* p) { return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p)); }
  static V load(const T* p, std::size_t n) {
    return _mm256_maskload_epi32(reinterpret_cast<const int*>(p), first(n));
  }
  static void store(T* p, V v) { _mm256_storeu_si256(reinterpret_cast<__m256i*>(p), v); }
  static void store(T* p, V v, std::size_t n) {
    _mm256_maskstore_epi32(reinterpret_cast<int*>(p), first(n), v);
  }
  static void store_int(std::int32_t* p, V v, std::size_t n) {
    const __m256i ints = _mm256_cvttps_epi32(_mm256_castsi256_ps(v));
    if (n == count) {
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(p), ints);
    } else {
      _mm256_maskstore_epi32(p, first(n), ints);
    }
  }
  static void store_bool(std::uint8_t* p, M m, std::size_t n) {
    const std::uint64_t bytes = _pdep_u64(bits(m), 0x0101010101010101);
    std::memcpy(p, &bytes, n);
  }
  static V splat(int bits) { return _mm256_set1_epi32(bits); }
  static V number(T t) { return _mm256_castps_si256(_mm256_set1_ps(t)); }
  static V one() { return number(1); }
  static V multiply(V v, T factor) {
    return _mm256_castps_si256(_mm256_mul_ps(_mm256_castsi256_ps(v), _mm256_set1_ps(factor)));
  }
  /// x - 1 < infinity, unsigned: both with the sign bit flipped, there being no unsigned comparison.
  static M positive(V x) {
    return _mm256_cmpgt_epi32(splat(static_cast<int>(0xff800000u)),
                              _mm256_add_epi32(x, splat(0x7fffffff)));
  }
  static M zero(V x) {
    return _mm256_cmpeq_epi32(_mm256_and_si256(x, splat(0x7fffffff)), splat(0));
  }
  static M nan(V x) {
    return _mm256_cmpgt_epi32(_mm256_and_si256(x, splat(0x7fffffff)), splat(0x7f800000));
  }
  static V select(M m, V a, V b) { return _mm256_blendv_epi8(b, a, m); }
  static std::uint64_t bits(M m) {
    return static_cast<unsigned>(_mm256_movemask_ps(_mm256_castsi256_ps(m)));
  }
  static M from_bits(std::uint64_t bits) {
    const V lane = _mm256_setr_epi32(1, 2, 4, 8, 16, 32, 64, 128);
    return _mm256_cmpeq_epi32(_mm256_and_si256(splat(static_cast<int>(bits)), lane), lane);
  }
};

template <>
struct Lanes<double> {
  using T = double;
  using V = __m256i;
  using M = __m256i;
  static constexpr std::size_t count = 4;
  static constexpr long long canonical_nan = 0x7ff8000000000000;

  static M first(std::size_t n) {
    return _mm256_cmpgt_epi64(_mm256_set1_epi64x(static_cast<long long>(n)),
                              _mm256_setr_epi64x(0, 1, 2, 3));
  }
  static V load(const T* p) { return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p)); }
  static V load(const T* p, std::size_t n) {
    return _mm256_maskload_epi64(reinterpret_cast<const long long*>(p), first(n));
  }
  static void store(T* p, V v) { _mm256_storeu_si256(reinterpret_cast<__m256i*>(p), v); }
  static void store(T* p, V v, std::size_t n) {
    _mm256_maskstore_epi64(reinterpret_cast<long long*>(p), first(n), v);
  }
  static void store_int(std::int32_t* p, V v, std::size_t n) {
    const __m128i ints = _mm256_cvttpd_epi32(_mm256_castsi256_pd(v));
    std::memcpy(p, &ints, n * sizeof *p);
  }
  static void store_bool(std::uint8_t* p, M m, std::size_t n) {
    const std::uint64_t bytes = _pdep_u64(bits(m), 0x0101010101010101);
    std::memcpy(p, &bytes, n);
  }
  static V splat(long long bits) { return _mm256_set1_epi64x(bits); }
  static V number(T t) { return _mm256_castpd_si256(_mm256_set1_pd(t)); }
  static V one() { return number(1); }
  static V multiply(V v, T factor) {
    return _mm256_castpd_si256(_mm256_mul_pd(_mm256_castsi256_pd(v), _mm256_set1_pd(factor)));
  }
  static M positive(V x) {
    return _mm256_cmpgt_epi64(splat(static_cast<long long>(0xfff0000000000000u)),
                              _mm256_add_epi64(x, splat(0x7fffffffffffffff)));
  }
  static M zero(V x) {
    return _mm256_cmpeq_epi64(_mm256_and_si256(x, splat(0x7fffffffffffffff)), splat(0));
  }
  static M nan(V x) {
    return _mm256_cmpgt_epi64(_mm256_and_si256(x, splat(0x7fffffffffffffff)),
                              splat(0x7ff0000000000000));
  }
  static V select(M m, V a, V b) { return _mm256_blendv_epi8(b, a, m); }
  static std::uint64_t bits(M m) {
    return static_cast<unsigned>(_mm256_movemask_pd(_mm256_castsi256_pd(m)));
  }
  static M from_bits(std::uint64_t bits) {
    const V lane = _mm256_setr_epi64x(1, 2, 4, 8);
    return _mm256_cmpeq_epi64(_mm256_and_si256(splat(static_cast<long long>(bits)), lane), lane);
  }
};
