// SPDX-License-Identifier: Apache-2.0
// The functions and parameters that are tested and measured.
#ifndef ACTGRAD_SMOOTH_CASES_H_
#define ACTGRAD_SMOOTH_CASES_H_

namespace actgrad {

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
