// SPDX-License-Identifier: Apache-2.0
// The operations of a function F: what to do with one vector, and with the vectors that share one
// mask word. Each vector is loaded before it is stored, so an output may be its input.

template <typename T>
ACTGRAD_INLINE const T* at(const void* p, std::size_t i) {
  return static_cast<const T*>(p) + i;
}
template <typename T>
ACTGRAD_INLINE T* at(void* p, std::size_t i) {
  return static_cast<T*>(p) + i;
}

// For operations that read one array. Two are fetched by the CPU fast enough, and slower with this.
ACTGRAD_INLINE void read_ahead(const void*, Whole) {}
ACTGRAD_INLINE void read_ahead(const void*, Part) {}
ACTGRAD_INLINE void read_ahead(const void* p, Streamed) {
  __builtin_prefetch(static_cast<const char*>(p) + kReadAheadBytes);
}

// Operations on vectors: step() handles the one at i. Stored is what one store writes.

template <typename F>
struct Derivative {
  using Function = F;
  using T = typename F::Element;
  using L = typename F::L;
  using Stored = T[L::kLanes];
  static constexpr std::size_t kBytes = 2 * sizeof(T);  // an element
  static constexpr unsigned kOutputs = 1;

  template <typename Extent>
  ACTGRAD_INLINE static void step(const F& f, const Operands& o, std::size_t i, Extent extent) {
    read_ahead(at<T>(o.in0, i), extent);
    const typename L::Vector x = L::load(at<T>(o.in0, i), extent);
    L::store(at<T>(o.out0, i), f.derivative(x), extent);
  }
};

template <typename F>
struct DerivativeInt {
  using Function = F;
  using T = typename F::Element;
  using L = typename F::L;
  using Stored = std::int32_t[L::kLanes];
  static constexpr std::size_t kBytes = sizeof(T) + sizeof(std::int32_t);  // an element
  static constexpr unsigned kOutputs = 1;

  template <typename Extent>
  ACTGRAD_INLINE static void step(const F& f, const Operands& o, std::size_t i, Extent extent) {
    read_ahead(at<T>(o.in0, i), extent);
    const typename L::Vector x = L::load(at<T>(o.in0, i), extent);
    L::store_int(at<std::int32_t>(o.out0, i), f.derivative(x), extent);
  }
};

template <typename F>
struct Backward {
  using Function = F;
  using T = typename F::Element;
  using L = typename F::L;
  using Stored = T[L::kLanes];
  static constexpr std::size_t kBytes = 3 * sizeof(T);  // an element
  static constexpr unsigned kOutputs = 1;

  template <typename Extent>
  ACTGRAD_INLINE static void step(const F& f, const Operands& o, std::size_t i, Extent extent) {
    const typename L::Vector x = L::load(at<T>(o.in0, i), extent);
    const typename L::Vector g = L::load(at<T>(o.in1, i), extent);
    L::store(at<T>(o.out0, i), f.backward(x, g), extent);
  }
};

template <typename F>
struct Forward {
  using Function = F;
  using T = typename F::Element;
  using L = typename F::L;
  using Stored = T[L::kLanes];
  static constexpr std::size_t kBytes = 3 * sizeof(T);  // an element
  static constexpr unsigned kOutputs = 2;

  template <typename Extent>
  ACTGRAD_INLINE static void step(const F& f, const Operands& o, std::size_t i, Extent extent) {
    read_ahead(at<T>(o.in0, i), extent);
    const typename L::Vector x = L::load(at<T>(o.in0, i), extent);
    L::store(at<T>(o.out0, i), f.value(x), extent);
    L::store(at<T>(o.out1, i), f.derivative(x), extent);
  }
};

template <typename Op, typename Extent>
ACTGRAD_INLINE std::size_t whole_vectors(const typename Op::Function& f, const Operands& o,
                                         std::size_t i, std::size_t n, Extent extent) {
  constexpr std::size_t kLanes = Op::L::kLanes;
  for (; n - i >= kLanes; i += kLanes) Op::step(f, o, i, extent);
  return i;
}

// How many elements come before the first place in an output that a whole vector is aligned at; 0
// if n elements are too few to make up for a vector that is stored in part.
template <typename Op>
ACTGRAD_INLINE std::size_t elements_to_alignment(const void* out, std::size_t n) {
  using Stored = typename Op::Stored;
  if (n < kAlignedFrom * std::extent_v<Stored>) return 0;
  return -reinterpret_cast<std::uintptr_t>(out) % sizeof(Stored) /
         sizeof(std::remove_extent_t<Stored>);
}

// False also where elements lie across their own alignment, as in a buffer from an odd address on.
template <typename Op>
ACTGRAD_INLINE bool is_aligned(void* out, std::size_t i) {
  using Stored = typename Op::Stored;
  return reinterpret_cast<std::uintptr_t>(at<std::remove_extent_t<Stored>>(out, i)) %
             sizeof(Stored) ==
         0;
}

template <typename Op, bool kStreamed = false>
void for_each_vector(const Activation& activation, const void* in0, const void* in1, void* out0,
                     void* out1, std::size_t n) {
  const typename Op::Function f(activation);
  const Operands o{in0, in1, out0, out1};
  std::size_t i = 0;
  if constexpr (Op::Function::kBoundByMemory) {
    // Java arrays are not aligned to vectors, and a store across two cache lines takes as long as
    // two: up to 1.7 times as long in all where 64 bytes are stored at a time.
    const std::size_t head = elements_to_alignment<Op>(out0, n);
    if (head > 0) {
      Op::step(f, o, 0, Part{head});
      i = head;
    }
    if constexpr (kStreamed) {
      // In place the lines have been read into the cache already.
      const bool in_place = out0 == in0 || out0 == in1 || (Op::kOutputs == 2 && out1 == in0);
      const bool aligned =
          is_aligned<Op>(out0, i) && (Op::kOutputs == 1 || is_aligned<Op>(out1, i));
      if (aligned && !in_place) {
        i = whole_vectors<Op>(f, o, i, n, Streamed{});
        Op::L::fence();
      }
    }
  }
  i = whole_vectors<Op>(f, o, i, n, Whole{});
  if (i < n) Op::step(f, o, i, Part{n - i});
}

// Operations on mask words: begin() gives the word of elements i to i + 63, step() handles the
// vector at bit `bit` of it, end() receives the word, with zeros where there are no elements.

template <typename F>
struct Mask {
  using Function = F;
  using T = typename F::Element;
  using L = typename F::L;
  static constexpr bool kFromAnyBit = false;

  ACTGRAD_INLINE static std::uint64_t begin(const Operands&, std::size_t, std::size_t) { return 0; }
  template <typename Extent>
  ACTGRAD_INLINE static void step(const F& f, const Operands& o, std::size_t i, unsigned bit,
                                  std::uint64_t& word, Extent extent) {
    word |= L::to_bits(f.active(L::load(at<T>(o.in0, i + bit), extent))) << bit;
  }
  template <typename Extent>
  ACTGRAD_INLINE static void end(const Operands& o, std::size_t i, std::uint64_t word, Extent) {
    *at<std::uint64_t>(o.out0, i / 64) = word;
  }
};

template <typename F>
struct DerivativeBool : Mask<F> {
  using Stored = std::uint8_t[64];
  static constexpr std::size_t kBytes = sizeof(typename F::Element) + 1;  // an element
  static constexpr bool kFromAnyBit = true;

  template <typename Extent>
  ACTGRAD_INLINE static void end(const Operands& o, std::size_t i, std::uint64_t word,
                                 Extent extent) {
    store_bools(at<std::uint8_t>(o.out0, i), word, extent);
  }
};

template <typename F>
struct ForwardMask {
  using Function = F;
  using T = typename F::Element;
  using L = typename F::L;
  using Stored = T[L::kLanes];
  static constexpr std::size_t kBytes = 2 * sizeof(T);  // an element
  static constexpr bool kFromAnyBit = false;

  ACTGRAD_INLINE static std::uint64_t begin(const Operands&, std::size_t, std::size_t) { return 0; }
  template <typename Extent>
  ACTGRAD_INLINE static void step(const F& f, const Operands& o, std::size_t i, unsigned bit,
                                  std::uint64_t& word, Extent extent) {
    read_ahead(at<T>(o.in0, i + bit), extent);
    const typename L::Vector x = L::load(at<T>(o.in0, i + bit), extent);
    L::store(at<T>(o.out0, i + bit), f.value(x), extent);
    word |= L::to_bits(f.active(x)) << bit;
  }
  template <typename Extent>
  ACTGRAD_INLINE static void end(const Operands& o, std::size_t i, std::uint64_t word, Extent) {
    *at<std::uint64_t>(o.out1, i / 64) = word;
  }
};

// Bits i to i + count - 1 of a packed mask, and any others after them; count is 1 to 64.
ACTGRAD_INLINE std::uint64_t mask_bits(const void* mask, std::size_t i, std::size_t count) {
  const std::uint64_t first = *at<std::uint64_t>(mask, i / 64);
  const std::uint64_t last = *at<std::uint64_t>(mask, (i + count - 1) / 64);
  return first >> i % 64 | last << 1 << (63 - i % 64);
}

template <typename F>
struct BackwardFromMask {
  using Function = F;
  using T = typename F::Element;
  using L = typename F::L;
  using Stored = T[L::kLanes];
  static constexpr std::size_t kBytes = 2 * sizeof(T);  // an element
  static constexpr bool kFromAnyBit = true;

  ACTGRAD_INLINE static std::uint64_t begin(const Operands& o, std::size_t i, std::size_t count) {
    return mask_bits(o.in0, i, count);
  }
  template <typename Extent>
  ACTGRAD_INLINE static void step(const F& f, const Operands& o, std::size_t i, unsigned bit,
                                  const std::uint64_t& word, Extent extent) {
    read_ahead(at<T>(o.in1, i + bit), extent);
    const typename L::Vector g = L::load(at<T>(o.in1, i + bit), extent);
    L::store(at<T>(o.out0, i + bit), f.from_mask(L::from_bits(word >> bit), g), extent);
  }
  template <typename Extent>
  ACTGRAD_INLINE static void end(const Operands&, std::size_t, std::uint64_t, Extent) {}
};

// All elements of a word, or the first ones.
template <typename Op, typename Extent>
ACTGRAD_INLINE void steps(const typename Op::Function& f, const Operands& o, std::size_t i,
                          std::uint64_t& word, Extent extent) {
  constexpr unsigned kLanes = Op::L::kLanes;
  if constexpr (std::is_same_v<Extent, Part>) {
    const unsigned count = static_cast<unsigned>(extent.count);
    unsigned bit = 0;
    for (; count - bit >= kLanes; bit += kLanes) Op::step(f, o, i, bit, word, Whole{});
    if (bit < count) Op::step(f, o, i, bit, word, Part{count - bit});
    word &= ~(~std::uint64_t{0} << count);
  } else {
#pragma GCC unroll 16
    for (unsigned bit = 0; bit < 64; bit += kLanes) Op::step(f, o, i, bit, word, extent);
  }
}

template <typename Op, typename Extent>
ACTGRAD_INLINE void one_word(const typename Op::Function& f, const Operands& o, std::size_t i,
                             std::size_t count, Extent extent) {
  std::uint64_t word = Op::begin(o, i, count);
  steps<Op>(f, o, i, word, extent);
  Op::end(o, i, word, extent);
}

template <typename Op, typename Extent>
ACTGRAD_INLINE std::size_t whole_words(const typename Op::Function& f, const Operands& o,
                                       std::size_t i, std::size_t n, Extent extent) {
  for (; n - i >= 64; i += 64) one_word<Op>(f, o, i, 64, extent);
  return i;
}

template <typename Op, bool kStreamed = false>
void for_each_word(const Activation& activation, const void* in0, const void* in1, void* out0,
                   void* out1, std::size_t n) {
  const typename Op::Function f(activation);
  const Operands o{in0, in1, out0, out1};
  std::size_t i = 0;
  if constexpr (Op::kFromAnyBit) {
    const std::size_t head = elements_to_alignment<Op>(out0, n);
    if (head > 0) {
      one_word<Op>(f, o, 0, head, Part{head});
      i = head;
    }
    if constexpr (kStreamed) {
      if (is_aligned<Op>(out0, i) && out0 != in0 && out0 != in1) {
        i = whole_words<Op>(f, o, i, n, Streamed{});
        Op::L::fence();
      }
    }
  }
  i = whole_words<Op>(f, o, i, n, Whole{});
  if (i < n) one_word<Op>(f, o, i, n - i, Part{n - i});
}

// Values are aligned to vectors and not to mask words: the first bits of each word come with the
// last ones of the word before.
template <typename F>
void forward_mask_streamed(const Activation& activation, const void* in0, const void* in1,
                           void* out0, void* out1, std::size_t n) {
  using Op = ForwardMask<F>;
  const std::size_t head = elements_to_alignment<Op>(out0, n);
  if (out0 == in0 || !is_aligned<Op>(out0, head)) {
    return for_each_word<Op>(activation, in0, in1, out0, out1, n);
  }
  const F f(activation);
  const Operands o{in0, in1, out0, out1};
  std::uint64_t* const mask = at<std::uint64_t>(out1, 0);
  const auto upper = [head](std::uint64_t word) { return word >> 1 >> (63 - head); };

  std::uint64_t first = 0;
  steps<Op>(f, o, 0, first, Part{head});
  std::size_t i = head;
  for (; n - i >= 64; i += 64) {
    std::uint64_t word = 0;
    steps<Op>(f, o, i, word, Streamed{});
    mask[i / 64] = first | word << head;
    first = upper(word);
  }
  Op::L::fence();
  std::uint64_t word = 0;
  steps<Op>(f, o, i, word, Part{n - i});
  if (i - head < n) mask[i / 64] = first | word << head;
  if (i - head + 64 < n) mask[i / 64 + 1] = upper(word);
}

template <typename Op>
constexpr bool exceeds_cache(std::size_t n) {
  return Op::L::kStreams && n >= kCacheBytes / Op::kBytes;
}

template <typename Op>
Kernel vector_kernel(std::size_t n) {
  return exceeds_cache<Op>(n) ? for_each_vector<Op, true> : for_each_vector<Op>;
}

template <typename F>
Kernel kernel_of(Operation operation, std::size_t n) {
  switch (operation) {
    case Operation::derivative:
      return vector_kernel<Derivative<F>>(n);
    case Operation::derivative_int:
      return vector_kernel<DerivativeInt<F>>(n);
    case Operation::derivative_bool:
      return exceeds_cache<DerivativeBool<F>>(n) ? for_each_word<DerivativeBool<F>, true>
                                                 : for_each_word<DerivativeBool<F>>;
    case Operation::mask:
      return for_each_word<Mask<F>>;
    case Operation::backward:
      return vector_kernel<Backward<F>>(n);
    case Operation::backward_from_mask:
      return exceeds_cache<BackwardFromMask<F>>(n) ? for_each_word<BackwardFromMask<F>, true>
                                                   : for_each_word<BackwardFromMask<F>>;
    case Operation::forward:
      return vector_kernel<Forward<F>>(n);
    case Operation::forward_mask:
      return exceeds_cache<ForwardMask<F>>(n) ? forward_mask_streamed<F>
                                              : for_each_word<ForwardMask<F>>;
  }
  return nullptr;
}

// Functions whose derivative takes more than two values have no masks and no integers.
template <typename F>
Kernel smooth_kernel_of(Operation operation) {
  switch (operation) {
    case Operation::derivative:
      return for_each_vector<Derivative<F>>;
    case Operation::backward:
      return for_each_vector<Backward<F>>;
    case Operation::forward:
      return for_each_vector<Forward<F>>;
    default:
      return nullptr;
  }
}

template <template <bool> class F, typename T, unsigned kParameters = 0, unsigned kKinks = 0>
Kernel smooth_kernel_of(Operation operation, Form form) {
  using Formula = Smooth<F, T>;
  switch (form) {
    case Form::input:
      return smooth_kernel_of<SmoothFunction<Formula, false, kParameters, kKinks>>(operation);
    case Form::second_order:
      if constexpr (has_second_derivative<F<true>>(0)) {
        return smooth_kernel_of<SmoothFunction<Formula, true, kParameters, kKinks>>(operation);
      }
      break;
    case Form::output:
      break;
  }
  return nullptr;
}

// For functions that have a form from the output, G.
template <template <bool> class F, template <bool> class G, typename T, unsigned kParameters = 0,
          unsigned kKinks = 0>
Kernel smooth_kernel_or_output(Operation operation, Form form) {
  return form == Form::output ? smooth_kernel_of<G, T>(operation, Form::input)
                              : smooth_kernel_of<F, T, kParameters, kKinks>(operation, form);
}

template <typename T>
Kernel kernel_of(Operation operation, const Activation& activation, std::size_t n) {
  const Form form = activation.form;
  switch (activation.function) {
    case Function::piecewise_linear:
      return Relu<T>::implements(activation) ? kernel_of<Relu<T>>(operation, n)
                                             : kernel_of<PiecewiseLinear<T>>(operation, n);
    case Function::hard_swish:
      return smooth_kernel_of<HardSwish, T, 2, 2>(operation, form);
    case Function::elu:
    case Function::selu:
      return smooth_kernel_or_output<Elu, EluFromOutput, T, 2, 1>(operation, form);
    case Function::celu:
      return smooth_kernel_of<Celu, T>(operation, form);
    case Function::gelu:
      return smooth_kernel_of<Gelu, T>(operation, form);
    case Function::gelu_tanh:
      return smooth_kernel_of<GeluTanh, T>(operation, form);
    case Function::quick_gelu:
    case Function::swish:
      if constexpr (std::is_same_v<T, float>) {
        if (activation.numbers[0] == 1.0) return smooth_kernel_of<Silu, T>(operation, form);
      }
      return smooth_kernel_of<Swish, T>(operation, form);
    case Function::mish:
      return smooth_kernel_of<Mish, T>(operation, form);
    case Function::softplus:
      if constexpr (std::is_same_v<T, float>) {
        if (activation.numbers[0] == 1.0) {
          return smooth_kernel_of<StandardSoftplus, T>(operation, form);
        }
      }
      return smooth_kernel_of<Softplus, T>(operation, form);
    case Function::log_sigmoid:
      return smooth_kernel_of<LogSigmoid, T>(operation, form);
    case Function::sigmoid:
      return smooth_kernel_or_output<Sigmoid, SigmoidFromOutput, T>(operation, form);
    case Function::tanh:
      return smooth_kernel_or_output<Tanh, TanhFromOutput, T>(operation, form);
    case Function::softsign:
      return smooth_kernel_of<Softsign, T>(operation, form);
    case Function::tanh_shrink:
      return smooth_kernel_of<Tanhshrink, T>(operation, form);
    case Function::squareplus:
      return smooth_kernel_of<Squareplus, T>(operation, form);
    case Function::sparse_plus:
      return smooth_kernel_of<SparsePlus, T>(operation, form);
    case Function::lisht:
      return smooth_kernel_of<Lisht, T>(operation, form);
    case Function::log_cosh:
      return smooth_kernel_of<LogCosh, T>(operation, form);
    case Function::rational_tanh:
      return smooth_kernel_of<RationalTanh, T>(operation, form);
    case Function::rectified_tanh:
      return smooth_kernel_of<RectifiedTanh, T, 0, 1>(operation, form);
    case Function::erf:
      return smooth_kernel_of<Erf, T>(operation, form);
    case Function::exp:
      return smooth_kernel_of<Exp, T>(operation, form);
    case Function::log:
      return smooth_kernel_of<Log, T>(operation, form);
    case Function::sqrt:
      return smooth_kernel_of<Sqrt, T>(operation, form);
    case Function::square:
      return smooth_kernel_of<Square, T>(operation, form);
    case Function::cube:
      return smooth_kernel_of<Cube, T>(operation, form);
    case Function::pow:
      return smooth_kernel_of<Pow, T>(operation, form);
  }
  return nullptr;
}

Kernel kernel(Type type, Operation operation, const Activation& activation, std::size_t n) {
  switch (type) {
    case Type::f32:
      return kernel_of<float>(operation, activation, n);
    case Type::f64:
      return kernel_of<double>(operation, activation, n);
  }
  return nullptr;
}
