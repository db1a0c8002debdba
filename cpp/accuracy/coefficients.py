# SPDX-License-Identifier: Apache-2.0
"""Prints the polynomial coefficients of src/elementary.inl, src/smooth.inl and src/single.inl (needs
mpmath and NumPy).

Each is the interpolation at Chebyshev nodes, in 60 digits, of a function that is smooth on the whole
interval, with the coefficients rounded to double. The error shown is the largest relative one of the
rounded polynomial at 2000 points.
"""
import numpy
from mpmath import mp, mpf, mpc, sqrt, exp, log, erfc, erf, pi, tanh, atanh, cosh, expm1, chebyfit
from mpmath import findroot, polyval, taylor, cos, quad

mp.dps = 60


def fit(name, f, low, high, degree, number=float):
    low, high = mpf(low), mpf(high)
    highest_first = chebyfit(f, [low, high], degree + 1)
    rounded = [float(number(c)) for c in highest_first]
    worst = mpf(0)
    for i in range(2000):
        x = (low + high) / 2 - (high - low) / 2 * cos(pi * (i + mpf("0.37")) / 2000)
        worst = max(worst, abs(polyval(rounded, x) / f(x) - 1))
    print(f"{name}, degree {degree}, relative error 2^{float(log(worst, 2)):.1f}")
    print("    " + ", ".join(c.hex() for c in reversed(rounded)))


def hi_lo(name, value):
    high = float(value)
    print(f"{name} = {high.hex()} + {float(value - high).hex()}")


def series(f, x, terms, near):
    """f(x), from its Taylor series at 0 where the closed form cancels."""
    return polyval(terms, x) if abs(x) < near else f(x)


# exp(r) = 1 + r + r^2 * Q(r)
a = log(2) / 2 + mpf(2) ** -20
q_series = [1 / mp.factorial(k + 2) for k in range(30, -1, -1)]
for degree in (5, 10):
    fit("exp", lambda r: series(lambda r: (expm1(r) - r) / r**2, r, q_series, 0.5), -a, a, degree)

# in float, exp(r) - 1 = r + r^2 * E(r^2) + r^3 * O(r^2)
b = log(2) / 2 + mpf(2) ** -18
for name, first, degree in (("even", 2, 2), ("odd", 3, 1)):
    terms = [1 / mp.factorial(2 * k + first) for k in range(15, -1, -1)]
    fit(f"exp in float, {name}", lambda s: polyval(terms, s), 0, b * b, degree, numpy.float32)

# atanh(w) = w + w^3 * A(w^2)
a_series = [mpf(1) / (2 * k + 3) for k in range(60, -1, -1)]
for degree in (4, 10):
    fit("atanh", lambda s: polyval(a_series, s), 0, mpf(1) / 9, degree)


# erfc(z) = exp(-z^2) / (1 + 2z) * W(u), u = (z - c) / (z + c), z <= 27.3
def scaled_erfc(u, c):
    z = c * (1 + u) / (1 - u)
    return (1 + 2 * z) * exp(z * z) * erfc(z)


c = mpf("3.75")
for degree in (13, 22):
    fit("erfc", lambda u: scaled_erfc(u, c), -1, (mpf("27.3") - c) / (mpf("27.3") + c), degree)


# GELU'(-t) = exp(-t^2 / 2) * (t0 - t) * S(u), u = (t - 4) / (t + 4), t <= 38.7
def gelu_tail(t):
    return erfc(t / sqrt(2)) / 2 * exp(t * t / 2) - t / sqrt(2 * pi)


t0 = findroot(gelu_tail, mpf("0.7518"))
hi_lo("gelu t0", t0)
d_tail = taylor(gelu_tail, t0, 8)


def s_of(u):
    t = 4 * (1 + u) / (1 - u)
    d = t - t0
    if abs(d) < mpf(10) ** -8:
        return -polyval(list(reversed(d_tail[1:])), d)
    return gelu_tail(t) / (t0 - t)


for degree in (11, 21):
    fit("gelu S", s_of, -1, (mpf("38.7") - 4) / (mpf("38.7") + 4), degree)

# t Phi(-t) = exp(-t^2 / 2) * G(u), 0.8125 <= t <= 38.7
def gelu_product(u):
    t = 4 * (1 + u) / (1 - u)
    return t * erfc(t / sqrt(2)) / 2 * exp(t * t / 2)


fit("gelu G", gelu_product, (mpf("0.68") - 4) / (mpf("0.68") + 4),
    (mpf("38.7") - 4) / (mpf("38.7") + 4), 20)

# erf(z) = z * E(z^2)
e_series = [2 / sqrt(pi) * (-1) ** k / (mp.factorial(k) * (2 * k + 1)) for k in range(40, -1, -1)]
for degree in (6, 11):
    fit("erf", lambda s: polyval(e_series, s), 0, mpf("0.85"), degree)

# x - tanh(x) = x^3 * T(x^2)
t_series = list(reversed(taylor(tanh, 0, 60)))
t_terms = [-t_series[60 - (2 * k + 3)] for k in range(28, -1, -1)]
for degree in (8, 15):
    fit("tanhshrink", lambda s: series(lambda s: (1 - tanh(sqrt(s)) / sqrt(s)) / s, s, t_terms, 0.01),
        0, mpf("1.0"), degree)

# log(cosh(x)) = x^2 * C(x^2)
c_terms = [t_series[60 - (2 * k + 1)] / (2 * k + 2) for k in range(29, -1, -1)]
for degree in (6, 12):
    fit("logcosh", lambda s: series(lambda s: log(cosh(sqrt(s))) / s, s, c_terms, 0.01),
        0, mpf("0.5"), degree)


# f'(x0 + d) = d * R(d) around the root x0
def around_root(name, f, guess, radius, degree):
    root = findroot(f, guess)
    hi_lo(name + " root", root)
    terms = list(reversed(taylor(f, root, 8)[1:]))
    fit(name, lambda d: polyval(terms, d) if abs(d) < mpf(10) ** -8 else f(root + d) / d,
        -mpf(radius), mpf(radius), degree)


def sigma(x):
    return 1 / (1 + exp(-x))


def silu_d(x):
    return sigma(x) * (1 + x * (1 - sigma(x)))


def silu_d2(x):
    s = sigma(x)
    return s * (1 - s) * (2 + x * (1 - 2 * s))


def mish_d(x):
    sp = log(1 + exp(x))
    t = tanh(sp)
    return t + x * sigma(x) * (1 - t * t)


def gelu_tanh_d(x):
    k = sqrt(2 / pi)
    z = 2 * k * (x + mpf("0.044715") * x**3)
    return sigma(z) * (1 + x * 2 * k * (1 + 3 * mpf("0.044715") * x * x) * (1 - sigma(z)))


around_root("silu'", silu_d, mpf("-1.278"), "0.25", 12)
around_root("silu''", silu_d2, mpf("-2.3994"), "0.625", 18)
around_root("mish'", mish_d, mpf("-1.1925"), "0.7", 20)
around_root("gelu_tanh'", gelu_tanh_d, mpf("-0.7525"), "0.25", 12)

hi_lo("1/sqrt(2 pi)", 1 / sqrt(2 * pi))
hi_lo("sqrt(1/2)", sqrt(mpf(1) / 2))
hi_lo("2/sqrt(pi)", 2 / sqrt(pi))
hi_lo("2 sqrt(2/pi)", 2 * sqrt(2 / pi))
hi_lo("2 sqrt(2/pi) 0.044715", 2 * sqrt(2 / pi) * mpf("0.044715"))
hi_lo("ln 2", log(2))
hi_lo("1/ln 2", 1 / log(2))
