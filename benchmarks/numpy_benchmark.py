#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The same work in NumPy, on the same lengths, with the times in JMH's JSON format.

Usage: numpy_benchmark.py RESULT.json; --help lists the options
"""

import argparse
import json
import math
import statistics
import timeit

import numpy as np

POOL = 1 << 17  # Short ranges are another part of a pool at every call, as in the JMH benchmarks.
LENGTHS = "16,256,4096,65536,1048576,16777216,67108864"


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def gelu_tanh_derivative(x):
    scale = math.sqrt(2 / math.pi)
    t = np.tanh(scale * (x + 0.044715 * x * x * x))
    return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * scale * (1 + 3 * 0.044715 * x * x)


def silu_derivative(x):
    s = sigmoid(x)
    return s * (1 + x * (1 - s))


def mish_derivative(x):
    t = np.tanh(np.log1p(np.exp(x)))
    return t + x * sigmoid(x) * (1 - t * t)


def sigmoid_derivative(x):
    s = sigmoid(x)
    return s * (1 - s)


def tanh_derivative(x):
    t = np.tanh(x)
    return 1 - t * t


# NumPy has no erf, so there is no GELU without the approximation.
SMOOTH = {
    "SIGMOID": (sigmoid_derivative, lambda x: 1 / (1 + math.exp(-x)) / (1 + math.exp(x))),
    "TANH": (tanh_derivative, lambda x: 1 / math.cosh(x) ** 2),
    "GELU_TANH": (gelu_tanh_derivative, None),
    "SILU": (
        silu_derivative,
        lambda x: (1 + x / (1 + math.exp(x))) / (1 + math.exp(-x)),
    ),
    "MISH": (
        mish_derivative,
        lambda x: math.tanh(math.log1p(math.exp(x)))
        + x / (1 + math.exp(-x)) / math.cosh(math.log1p(math.exp(x))) ** 2,
    ),
    "SOFTPLUS": (sigmoid, lambda x: 1 / (1 + math.exp(-x))),
}


def numeric_derivative(x):
    """Of the GELU with tanh, by a central difference."""

    def value(x):
        return 0.5 * x * (1 + math.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))

    h = 1e-5
    return (value(x + h) - value(x - h)) / (2 * h)


def relu_forms(dtype, out, mask):
    """What people write for ReLU: form -> operation -> function of x and g, and the check."""

    def heaviside(x, g):
        np.heaviside(x, dtype(0), out=out)

    def cast(x, g):
        return (x > 0).astype(dtype)

    def greater(x, g):
        np.greater(x, 0, out=out, casting="unsafe")

    def backward(x, g):
        return g * (x > 0)

    def backward_out(x, g):
        np.greater(x, 0, out=mask)
        np.multiply(g, mask, out=out)

    def fused(x, g):
        return np.maximum(x, 0), (x > 0).astype(dtype)

    def packed(x, g):
        return np.packbits(x > 0, bitorder="little")

    return {
        "heaviside(x, 0)": ("derivative", heaviside),
        "(x > 0).astype": ("derivative", cast),
        "greater(out=)": ("derivative", greater),
        "g * (x > 0)": ("backward", backward),
        "multiply(out=)": ("backward", backward_out),
        "maximum, (x > 0).astype": ("forwardAndDerivative", fused),
        "packbits": ("mask", packed),
    }


def check(name, operation, actual, x, g, derivative):
    """A wrong answer is not timed. Looks at 1000 elements, since the reference is slow."""
    chosen = np.linspace(0, len(x) - 1, min(len(x), 1000)).astype(int)
    reference = np.array([derivative(float(number)) for number in x[chosen]])
    if operation == "mask":
        actual = np.unpackbits(actual, bitorder="little")[: len(x)]
    elif operation == "forwardAndDerivative":
        np.testing.assert_array_equal(actual[0], np.where(x > 0, x, 0))
        actual = actual[1]
    elif operation == "backward":
        reference = reference * g[chosen]
    tolerance = 2e-6 if x.dtype == np.float32 else 1e-9
    np.testing.assert_allclose(actual[chosen], reference, rtol=0, atol=tolerance, err_msg=name)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("result")
    parser.add_argument("--lengths", default=LENGTHS)
    parser.add_argument("--types", default="float,double")
    parser.add_argument("--activations", default="RELU," + ",".join(SMOOTH))
    parser.add_argument("--seconds", type=float, default=0.5, help="of one repetition")
    parser.add_argument("--repeat", type=int, default=5)
    options = parser.parse_args()

    results = []
    for length in map(int, options.lengths.split(",")):
        for type_name in options.types.split(","):
            dtype = {"float": np.float32, "double": np.float64}[type_name]
            random = np.random.default_rng(length)
            size = max(POOL, length)
            pool_x = (random.random(size) - 0.5).astype(dtype)
            pool_g = random.random(size).astype(dtype)
            out = np.empty(length, dtype)
            mask = np.empty(length, bool)
            step = -(-length // 64) * 64
            starts = range(0, size - length + 1, step)
            ranges = [(pool_x[i : i + length], pool_g[i : i + length]) for i in starts]

            runs = [
                ("RELU", operation, form, function, lambda x: 1.0 if x > 0 else 0.0)
                for form, (operation, function) in relu_forms(dtype, out, mask).items()
            ]
            for name, (derivative, reference) in SMOOTH.items():
                reference = reference or numeric_derivative
                runs.append(
                    (name, "derivative", "", lambda x, g, d=derivative: d(x), reference)
                )
                runs.append(
                    (name, "backward", "", lambda x, g, d=derivative: g * d(x), reference)
                )

            for activation, operation, form, function, reference in runs:
                if activation not in options.activations.split(","):
                    continue
                x, g = ranges[-1]
                answer = function(x, g)
                check(
                    f"{activation} {operation} {form}",
                    operation,
                    out if answer is None else answer,
                    x,
                    g,
                    reference,
                )
                position = 0

                def call():
                    nonlocal position
                    position = (position + 1) % len(ranges)
                    function(*ranges[position])

                once = max(timeit.timeit(call, number=2) / 2, 1e-7)
                number = max(1, int(options.seconds / once))
                times = timeit.repeat(call, number=number, repeat=options.repeat)
                nanos = [1e9 * time / number for time in times]
                params = {"activation": activation, "type": type_name, "length": str(length)}
                if form:
                    params["form"] = form
                results.append(
                    {
                        "benchmark": "numpy.NumPyBenchmark." + operation,
                        "jdkVersion": "NumPy " + np.__version__,
                        "params": params,
                        "primaryMetric": {
                            "score": statistics.mean(nanos),
                            "scorePercentiles": {"0.0": min(nanos)},
                            "scoreError": (max(nanos) - min(nanos)) / 2,
                            "scoreUnit": "ns/op",
                        },
                    }
                )
                print(f"{activation:10} {operation:20} {form:24} {type_name:6} {length:9}"
                      f" {results[-1]['primaryMetric']['score']:14.1f} ns", flush=True)

    with open(options.result, "w", encoding="utf-8") as file:
        json.dump(results, file, indent=1)


if __name__ == "__main__":
    main()
