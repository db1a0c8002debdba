// SPDX-License-Identifier: Apache-2.0
// The kernels of one instruction set, through the loop of all kernels, tail included.

// The loop constructs its function from an Activation.
struct Call : Activation {
  const double* p;
};

template <template <bool> class F, typename T, Order kOrder>
class Ordered : Smooth<F, T> {
  using Base = Smooth<F, T>;

 public:
  using typename Base::Element;
  using typename Base::L;
  static constexpr bool kBoundByMemory = false;

  ACTGRAD_INLINE explicit Ordered(const Activation& a) : Base(static_cast<const Call&>(a).p) {}

  ACTGRAD_INLINE typename Base::Vector derivative(typename Base::Vector x) const {
    if constexpr (kOrder == Order::value) return Base::value(x);
    if constexpr (kOrder == Order::derivative) return Base::derivative(x);
    if constexpr (kOrder == Order::second_derivative) return Base::second_derivative(x);
  }
};

template <template <bool> class F, typename T, Order kOrder>
void smooth(const double* p, const void* in, void* out, std::size_t n) {
  Call call{};
  call.p = p;
  for_each_vector<Derivative<Ordered<F, T, kOrder>>>(call, in, nullptr, out, nullptr, n);
}

template <template <bool> class F, typename T>
SmoothKernel smooth_kernel_of(Order order) {
  switch (order) {
    case Order::value:
      return smooth<F, T, Order::value>;
    case Order::derivative:
      return smooth<F, T, Order::derivative>;
    case Order::second_derivative:
      if constexpr (has_second_derivative<F<true>>(0)) {
        return smooth<F, T, Order::second_derivative>;
      }
  }
  return nullptr;
}

SmoothKernel smooth_kernel_of(std::size_t function, const double* p, Type type, Order order) {
  if (type == Type::f32 && p[0] == 1.0) {
    const Function f = kSmoothFunctions[function].function;
    if (f == Function::swish) return smooth_kernel_of<Silu, float>(order);
    if (f == Function::softplus) return smooth_kernel_of<StandardSoftplus, float>(order);
  }
  using Maker = SmoothKernel (*)(Order);
  static constexpr Maker kMakers[][2] = {
#define FUNCTION(F, name, parameters) {smooth_kernel_of<F, float>, smooth_kernel_of<F, double>},
#include "../test/smooth_list.inl"
#undef FUNCTION
  };
  return kMakers[function][static_cast<int>(type)](order);
}
