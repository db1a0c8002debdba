// SPDX-License-Identifier: Apache-2.0
// One number at a time, for any CPU; the compiler vectorises where it can.

template <class Number>
struct Lanes {
  using T = Number;
  using V = typename std::conditional<sizeof(T) == 4, std::uint32_t, std::uint64_t>::type;
  using M = bool;
  static constexpr std::size_t count = 1;
  static constexpr V infinity = sizeof(T) == 4 ? V{0x7f800000u} : V(0x7ff0000000000000u);
  static constexpr V canonical_nan = sizeof(T) == 4 ? V{0x7fc00000u} : V(0x7ff8000000000000u);

  static V load(const T* p) {
    V v;
    std::memcpy(&v, p, sizeof v);
    return v;
  }
  static V load(const T* p, std::size_t) { return load(p); }
  static void store(T* p, V v) { std::memcpy(p, &v, sizeof v); }
  static void store(T* p, V v, std::size_t) { store(p, v); }
  static void store_int(std::int32_t* p, V v, std::size_t) {
    *p = static_cast<std::int32_t>(to_number(v));
  }
  static void store_bool(std::uint8_t* p, M m, std::size_t) { *p = m; }
  static V splat(V bits) { return bits; }
  static V number(T t) { return load(&t); }
  static V one() { return number(1); }
  static V multiply(V v, T factor) { return number(to_number(v) * factor); }
  static M positive(V x) { return static_cast<V>(x - 1) < infinity; }
  static M zero(V x) { return static_cast<V>(x << 1) == 0; }
  static M nan(V x) { return static_cast<V>(x << 1) > static_cast<V>(infinity << 1); }
  static V select(M m, V a, V b) { return m ? a : b; }
  static std::uint64_t bits(M m) { return m; }
  static M from_bits(std::uint64_t bits) { return bits & 1; }

 private:
  static T to_number(V v) {
    T t;
    std::memcpy(&t, &v, sizeof t);
    return t;
  }
};
