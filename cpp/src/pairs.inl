// SPDX-License-Identifier: Apache-2.0
// Two vectors that go through the same operations side by side. One alone is a chain that leaves
// the CPU half idle, and its schedulers hold too few instructions to find other work further on;
// see ../ACCURACY.md.

template <typename L>
struct Pairs {
  using Element = typename L::Element;
  using Bits = typename L::Bits;
  struct Vector {
    typename L::Vector low;
    typename L::Vector high;
  };
  struct Mask {
    typename L::Mask low;
    typename L::Mask high;
  };
  static constexpr unsigned kLanes = 2 * L::kLanes;
  static constexpr bool kFixesUp = L::kFixesUp;

  ACTGRAD_INLINE static Vector broadcast(Bits bits) {
    return {L::broadcast(bits), L::broadcast(bits)};
  }
  ACTGRAD_INLINE static Vector load(const Element* p, Whole extent) {
    return {L::load(p, extent), L::load(p + L::kLanes, extent)};
  }
  ACTGRAD_INLINE static Vector load(const Element* p, Part part) {
    if (part.count <= L::kLanes) return {L::load(p, part), L::broadcast(0)};
    return {L::load(p, Whole{}), L::load(p + L::kLanes, Part{part.count - L::kLanes})};
  }
  ACTGRAD_INLINE static void store(Element* p, Vector v, Whole extent) {
    L::store(p, v.low, extent);
    L::store(p + L::kLanes, v.high, extent);
  }
  ACTGRAD_INLINE static void store(Element* p, Vector v, Part part) {
    if (part.count <= L::kLanes) return L::store(p, v.low, part);
    L::store(p, v.low, Whole{});
    L::store(p + L::kLanes, v.high, Part{part.count - L::kLanes});
  }
  ACTGRAD_INLINE static Mask bits_equal(Vector a, Vector b) {
    return {L::bits_equal(a.low, b.low), L::bits_equal(a.high, b.high)};
  }
  ACTGRAD_INLINE static Mask less(Vector a, Vector b) {
    return {L::less(a.low, b.low), L::less(a.high, b.high)};
  }
  ACTGRAD_INLINE static Mask equal(Vector a, Vector b) {
    return {L::equal(a.low, b.low), L::equal(a.high, b.high)};
  }
  ACTGRAD_INLINE static Mask unordered(Vector a, Vector b) {
    return {L::unordered(a.low, b.low), L::unordered(a.high, b.high)};
  }
  ACTGRAD_INLINE static Vector add(Vector a, Vector b) {
    return {L::add(a.low, b.low), L::add(a.high, b.high)};
  }
  ACTGRAD_INLINE static Vector subtract(Vector a, Vector b) {
    return {L::subtract(a.low, b.low), L::subtract(a.high, b.high)};
  }
  ACTGRAD_INLINE static void hide_origin(Vector& v) {
    L::hide_origin(v.low);
    L::hide_origin(v.high);
  }
  ACTGRAD_INLINE static Vector fix_up(Vector a, Vector b, Vector responses) {
    return {L::fix_up(a.low, b.low, responses.low), L::fix_up(a.high, b.high, responses.high)};
  }
  ACTGRAD_INLINE static Vector multiply(Vector a, Vector b) {
    return {L::multiply(a.low, b.low), L::multiply(a.high, b.high)};
  }
  ACTGRAD_INLINE static Vector divide(Vector a, Vector b) {
    return {L::divide(a.low, b.low), L::divide(a.high, b.high)};
  }
  ACTGRAD_INLINE static Vector fma(Vector a, Vector b, Vector c) {
    return {L::fma(a.low, b.low, c.low), L::fma(a.high, b.high, c.high)};
  }
  ACTGRAD_INLINE static Vector bits_min(Vector a, Vector b) {
    return {L::bits_min(a.low, b.low), L::bits_min(a.high, b.high)};
  }
  ACTGRAD_INLINE static Vector bits_subtract(Vector a, Vector b) {
    return {L::bits_subtract(a.low, b.low), L::bits_subtract(a.high, b.high)};
  }
  ACTGRAD_INLINE static Vector min(Vector a, Vector b) {
    return {L::min(a.low, b.low), L::min(a.high, b.high)};
  }
  ACTGRAD_INLINE static Vector bit_and(Vector a, Vector b) {
    return {L::bit_and(a.low, b.low), L::bit_and(a.high, b.high)};
  }
  ACTGRAD_INLINE static Vector bit_or(Vector a, Vector b) {
    return {L::bit_or(a.low, b.low), L::bit_or(a.high, b.high)};
  }
  ACTGRAD_INLINE static Vector bit_xor(Vector a, Vector b) {
    return {L::bit_xor(a.low, b.low), L::bit_xor(a.high, b.high)};
  }
  ACTGRAD_INLINE static Vector lookup(const float* table, Vector index) {
    return {L::lookup(table, index.low), L::lookup(table, index.high)};
  }
  ACTGRAD_INLINE static Vector sqrt(Vector a) { return {L::sqrt(a.low), L::sqrt(a.high)}; }
  ACTGRAD_INLINE static Vector order(Vector a) { return {L::order(a.low), L::order(a.high)}; }
  template <int kCount>
  ACTGRAD_INLINE static Vector bits_shift_left(Vector a) {
    return {L::template bits_shift_left<kCount>(a.low),
            L::template bits_shift_left<kCount>(a.high)};
  }
  template <int kCount>
  ACTGRAD_INLINE static Vector bits_shift_right(Vector a) {
    return {L::template bits_shift_right<kCount>(a.low),
            L::template bits_shift_right<kCount>(a.high)};
  }
  ACTGRAD_INLINE static Vector select(Mask m, Vector yes, Vector no) {
    return {L::select(m.low, yes.low, no.low), L::select(m.high, yes.high, no.high)};
  }
  ACTGRAD_INLINE static Vector select_negative(Vector sign, Vector yes, Vector no) {
    return {L::select_negative(sign.low, yes.low, no.low),
            L::select_negative(sign.high, yes.high, no.high)};
  }
};
