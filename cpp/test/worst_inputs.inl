// SPDX-License-Identifier: Apache-2.0
{"sigmoid", {0, 0}, Order::derivative, Type::f32, 0, 0.5, 0, -1, 0.51},
