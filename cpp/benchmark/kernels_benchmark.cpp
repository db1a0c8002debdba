// SPDX-License-Identifier: Apache-2.0

// The kernels without a JVM, and copies of as many bytes as the limit of memory. What the JVM's
// benchmark of the native provider takes longer at the same length is the cost of the call.
//   copy/...     copies
//   kernel/...   the library's kernels
//   formula/...  the smooth functions and parameters that are tested, value, derivative and second
//                derivative alone, for the table in ../ACCURACY.md

#include <benchmark/benchmark.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <random>
#include <string>
#include <vector>

#include "actgrad.h"
#include "smooth_cases.h"
#include "smooth_kernels.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace {

using actgrad::Activation;
using actgrad::Function;
using actgrad::Operation;
using actgrad::Order;
using actgrad::Type;

constexpr std::size_t kVector = 64;

// Short ranges are another part of a pool at every call, as in the JVM's benchmarks: a branch
// predictor learns the signs of numbers that are used again and again.
constexpr std::size_t kPool = 1 << 17;

constexpr std::size_t kLengths[] = {16, 256, 4096, 65536, 1 << 20, 1 << 24, 1 << 26};

// Java arrays of four-byte elements start 16 bytes after an object's start.
constexpr std::size_t kJavaOffset = 16;

class Buffer {
 public:
  Buffer(std::size_t bytes, std::size_t offset)
      : memory_(static_cast<char*>(
            std::aligned_alloc(kVector, (bytes + offset + kVector - 1) / kVector * kVector))),
        offset_(offset) {
    if (!memory_) throw std::bad_alloc();
    std::memset(memory_.get(), 0, bytes + offset);
  }

  char* data() const { return memory_.get() + offset_; }

 private:
  struct Free {
    void operator()(char* memory) const { std::free(memory); }
  };

  std::unique_ptr<char, Free> memory_;
  std::size_t offset_;
};

template <typename T>
void fill(const Buffer& buffer, std::size_t n) {
  std::mt19937_64 random(n);
  std::uniform_real_distribution<T> uniform(T(-0.5), T(0.5));
  T* numbers = reinterpret_cast<T*>(buffer.data());
  for (std::size_t i = 0; i < n; ++i) numbers[i] = uniform(random);
}

void run_kernel(benchmark::State& state, const actgrad::Implementation& implementation, Type type,
                Operation operation, const Activation& activation, std::size_t offset) {
  const std::size_t n = state.range(0);
  const std::size_t size = type == Type::f64 ? sizeof(double) : sizeof(float);
  const std::size_t pool = n < kPool ? kPool : n;
  const Buffer in0(pool * size, offset);
  const Buffer in1(pool * size, offset);
  const Buffer out0(n * size + sizeof(std::uint64_t), offset);
  const Buffer out1(n * size + sizeof(std::uint64_t), offset);
  if (type == Type::f64) {
    fill<double>(in0, pool);
    fill<double>(in1, pool);
  } else {
    fill<float>(in0, pool);
    fill<float>(in1, pool);
  }
  const actgrad::Kernel kernel = implementation.kernel(type, operation, activation, n);
  if (kernel == nullptr) {
    state.SkipWithError("There is no kernel for this activation and operation.");
    return;
  }
  // The bits of the random numbers serve as mask as well as any.
  const bool from_mask = operation == Operation::backward_from_mask;
  const std::size_t step = (n + 63) / 64 * 64;
  std::size_t from = 0;
  for (auto _ : state) {
    from = from + step > pool - n ? 0 : from + step;
    const std::size_t at = from_mask ? from / 8 : from * size;
    kernel(activation, in0.data() + at, in1.data() + from * size, out0.data(), out1.data(), n);
    benchmark::ClobberMemory();
  }
}

void run_formula(benchmark::State& state, actgrad::SmoothKernel kernel, const double* p,
                 Type type) {
  const std::size_t n = state.range(0);
  const Buffer in(n * sizeof(double), 0);
  const Buffer out(n * sizeof(double), 0);
  type == Type::f64 ? fill<double>(in, n) : fill<float>(in, n);
  for (auto _ : state) {
    kernel(p, in.data(), out.data(), n);
    benchmark::ClobberMemory();
  }
  state.counters["ns"] = benchmark::Counter(
      static_cast<double>(n) * 1e-9,
      benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

using Copy = void (*)(char* to, const char* from, std::size_t bytes);

void copy_memcpy(char* to, const char* from, std::size_t bytes) { std::memcpy(to, from, bytes); }

#if defined(__x86_64__)
// As the kernels do. Without it, a non-temporal copy of 256 MiB took 1.13 times as long.
constexpr std::size_t kReadAheadBytes = 2048;

// Whole vectors only; the lengths above are multiples of one.
template <bool kNonTemporal>
__attribute__((target("avx512f"))) void copy_avx512(char* to, const char* from, std::size_t bytes) {
  for (std::size_t i = 0; i < bytes; i += 64) {
    const __m512i vector = _mm512_loadu_si512(from + i);
    if (kNonTemporal) {
      __builtin_prefetch(from + i + kReadAheadBytes);
      _mm512_stream_si512(reinterpret_cast<__m512i*>(to + i), vector);
    } else {
      _mm512_store_si512(to + i, vector);
    }
  }
  if (kNonTemporal) _mm_sfence();
}

template <bool kNonTemporal>
__attribute__((target("avx"))) void copy_avx(char* to, const char* from, std::size_t bytes) {
  for (std::size_t i = 0; i < bytes; i += 32) {
    const __m256i vector = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from + i));
    if (kNonTemporal) {
      __builtin_prefetch(from + i + kReadAheadBytes);
      _mm256_stream_si256(reinterpret_cast<__m256i*>(to + i), vector);
    } else {
      _mm256_store_si256(reinterpret_cast<__m256i*>(to + i), vector);
    }
  }
  if (kNonTemporal) _mm_sfence();
}
#endif

void run_copy(benchmark::State& state, Copy copy) {
  const std::size_t bytes = state.range(0) * sizeof(float);
  const std::size_t pool = bytes < kPool * sizeof(float) ? kPool * sizeof(float) : bytes;
  const Buffer from(pool, 0);
  const Buffer to(bytes, 0);
  const std::size_t step = (bytes + 255) / 256 * 256;
  std::size_t at = 0;
  for (auto _ : state) {
    at = at + step > pool - bytes ? 0 : at + step;
    copy(to.data(), from.data() + at, bytes);
    benchmark::ClobberMemory();
  }
}

template <typename Run>
void add(const std::string& name, Run run) {
  auto* added = benchmark::RegisterBenchmark(name.c_str(), run);
  for (std::size_t n : kLengths) added->Arg(static_cast<std::int64_t>(n));
}

void add_copies() {
  const auto copy = [](const char* kind, Copy function) {
    add(std::string("copy/") + kind,
        [function](benchmark::State& state) { run_copy(state, function); });
  };
  copy("memcpy", copy_memcpy);
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f")) {
    copy("plain", copy_avx512<false>);
    copy("non-temporal", copy_avx512<true>);
  } else if (__builtin_cpu_supports("avx")) {
    copy("plain", copy_avx<false>);
    copy("non-temporal", copy_avx<true>);
  }
#endif
}

std::string label(const actgrad::SmoothCase& c, int parameters) {
  std::string label = c.name;
  for (int k = 0; k < parameters; ++k) {
    char number[32];
    std::snprintf(number, sizeof number, "%c%.17g", k == 0 ? ':' : ',', c.p[k]);
    label += number;
  }
  return label;
}

void add_formulas(const actgrad::Implementation& implementation) {
  constexpr const char* kOrders[] = {"value", "derivative", "second"};
  for (const actgrad::SmoothCase& c : actgrad::kSmoothCases) {
    const std::size_t f = actgrad::smooth_function(c.name);
    const int parameters = actgrad::kSmoothFunctions[f].parameters;
    for (Order order : {Order::value, Order::derivative, Order::second_derivative}) {
      for (Type type : {Type::f32, Type::f64}) {
        const actgrad::SmoothKernel kernel =
            actgrad::smooth_kernel(implementation.isa, f, c.p, type, order);
        if (kernel == nullptr) continue;
        const std::string name = std::string("formula/") + implementation.isa + "/" +
                                 label(c, parameters) + "/" + kOrders[static_cast<int>(order)] +
                                 "/" + (type == Type::f64 ? "double" : "float");
        benchmark::RegisterBenchmark(name.c_str(), [=, &c](benchmark::State& state) {
          run_formula(state, kernel, c.p, type);
        })->Arg(4096);
      }
    }
  }
}

struct Named {
  std::string name;
  Activation activation;
};

std::vector<Named> activations() {
  constexpr Activation kRelu = {Function::piecewise_linear,
                                actgrad::NaNPolicy::zero,
                                actgrad::Upstream::select,
                                actgrad::Form::input,
                                {0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1}};
  std::vector<Named> all = {{"RELU", kRelu}};
  for (const actgrad::SmoothCase& c : actgrad::kSmoothCases) {
    const actgrad::NamedFunction& f = actgrad::kSmoothFunctions[actgrad::smooth_function(c.name)];
    Activation a = {f.function,
                    actgrad::NaNPolicy::canonical,
                    actgrad::Upstream::select,
                    actgrad::Form::input,
                    {}};
    // The places of kinks and the derivatives there are all 0.
    std::memcpy(a.numbers, c.p, sizeof c.p);
    all.push_back({label(c, f.parameters), a});
  }
  return all;
}

void add_kernels(const actgrad::Implementation& implementation) {
  constexpr struct {
    const char* name;
    Operation operation;
  } kOperations[] = {
      {"derivative", Operation::derivative},
      {"intDerivative", Operation::derivative_int},
      {"booleanDerivative", Operation::derivative_bool},
      {"mask", Operation::mask},
      {"backward", Operation::backward},
      {"backwardFromMask", Operation::backward_from_mask},
      {"forwardAndDerivative", Operation::forward},
      {"forwardAndMask", Operation::forward_mask},
  };
  for (const Named& function : activations()) {
    for (const auto& operation : kOperations) {
      for (const Type type : {Type::f32, Type::f64}) {
        for (const std::size_t offset : {std::size_t{0}, kJavaOffset}) {
          const Activation activation = function.activation;
          if (implementation.kernel(type, operation.operation, activation, 0) == nullptr) continue;
          add(std::string("kernel/") + implementation.isa + "/" + function.name + "/" +
                  operation.name + "/" + (type == Type::f64 ? "double" : "float") + "/" +
                  (offset == 0 ? "aligned" : "java"),
              [=, &implementation](benchmark::State& state) {
                run_kernel(state, implementation, type, operation.operation, activation, offset);
              });
        }
      }
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  add_copies();
  const char* cap = std::getenv("ACTGRAD_ISA");
  const actgrad::Implementation* implementation = actgrad::find_implementation(cap);
  if (implementation == nullptr) {
    std::fprintf(stderr, "ACTGRAD_ISA is %s, which this build has no implementation for.\n", cap);
    return 2;
  }
  for (; implementation != actgrad::implementations().end(); ++implementation) {
    if (!implementation->supported()) continue;
    add_kernels(*implementation);
    add_formulas(*implementation);
  }
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
