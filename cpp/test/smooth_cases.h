// SPDX-License-Identifier: Apache-2.0
// The functions and parameters that are tested and measured.
#ifndef ACTGRAD_SMOOTH_CASES_H_
#define ACTGRAD_SMOOTH_CASES_H_

#include <cstddef>
#include <cstring>
#include <iterator>

#include "actgrad.h"

namespace actgrad {

enum class Order : int { value, derivative, second_derivative };

struct NamedFunction {
  const char* name;
  Function function;
  int parameters;
};

constexpr NamedFunction kSmoothFunctions[] = {
#define FUNCTION(F, name, parameters) {#name, Function::name, parameters},
#include "smooth_list.inl"
#undef FUNCTION
};

// The index of a function; the number of functions if there is none of that name.
inline std::size_t smooth_function(const char* name) {
  std::size_t k = 0;
  while (k < std::size(kSmoothFunctions) && std::strcmp(name, kSmoothFunctions[k].name) != 0) ++k;
  return k;
}

struct SmoothCase {
  const char* name;
  double p[2];
};

constexpr SmoothCase kSmoothCases[] = {
    {"sigmoid", {}},
    {"tanh", {}},
    {"softplus", {1}},
    {"softplus", {0.7}},
    {"log_sigmoid", {}},
    {"swish", {1}},
    {"swish", {1.702}},
    {"gelu", {}},
    {"gelu_tanh", {}},
    {"mish", {}},
    {"elu", {1, 1}},
    {"elu", {1.6732632423543773, 1.0507009873554805}},
    {"celu", {1}},
    {"celu", {1.7}},
    {"softsign", {}},
    {"tanh_shrink", {}},
    {"squareplus", {4}},
    {"squareplus", {0.3}},
    {"sparse_plus", {}},
    {"lisht", {}},
    {"log_cosh", {}},
    {"hard_swish", {1.0 / 6, 0.5}},
    {"rectified_tanh", {}},
    {"rational_tanh", {}},
    {"erf", {}},
    {"exp", {}},
    {"log", {}},
    {"sqrt", {}},
    {"square", {}},
    {"cube", {}},
    {"pow", {1, 2.5}},
    {"pow", {2, -3}},
};

}  // namespace actgrad

#endif  // ACTGRAD_SMOOTH_CASES_H_
