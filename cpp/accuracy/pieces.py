# SPDX-License-Identifier: Apache-2.0
"""Prints the tables of src/tables.inl (needs mpmath and NumPy, and some minutes).

Each piece is a polynomial about a center at which its first two coefficients are close to floats. Of
the best sixty, what src/single.inl makes of them is computed for random floats, and the one with the
least greatest error is taken; where that is more than GOOD, last bits are changed at random as long
as it helps. `accuracy FUNCTION float exhaustive derivative` says what it is for every float.
"""
import numpy
from numpy.polynomial import chebyshev
from mpmath import binomial, cos, exp, findroot, matrix, lu_solve, mp, mpf, nint, pi, sqrt

mp.dps = 40
F, D = numpy.float32, numpy.float64
GOOD = 1.8
PROBES, SURE_PROBES = 40_000, 6_000_000


def number(hexadecimal):
    return F(float.fromhex(hexadecimal))


def rounded(x):
    return float(F(float(x)))


def fma(a, b, c):
    """Once more to double than it should, which does not matter here."""
    return (a.astype(D) * D(b) + D(c)).astype(F)


def decay(t, low):
    """n and e^r - 1 of e^-(t + low) = 2^-n e^r, as struct Decay computes them."""
    rounder = F(float.fromhex("0x1.8p+23") + 127 + 64)
    n = rounder - fma(t, -number("0x1.715476p+0"), rounder)
    high = fma(n, number("0x1.62e4p-1"), -t)
    low_part = number("0x1.7f7d1cp-20")
    r = fma(n, low_part, high) if low is None else high + fma(n, low_part, -low)
    square = r * r
    even = fma(square, fma(square, number("0x1.6d4316p-10"), number("0x1.5554eap-5")), F(0.5))
    odd = fma(square, number("0x1.11d948p-7"), number("0x1.555526p-3"))
    return n, fma(square, fma(r, odd, even), r)


class Mish:
    """f'(-t) e^t in the second half of the table, (f'(t) - 1) e^t in the first."""

    octave, scale, degree = 2, mpf("1.2"), 8
    has_linear = True

    def __init__(self, right):
        self.right = right
        self.root = None if right else findroot(self.exact, mpf("1.19"))
        self.least = 2.0**-6

    def exact(self, t, e=exp):
        y = e(-t)
        w = (1 + y) ** 2 + 1
        if self.right:
            w = (1 + y) ** 2 + y * y  # w(-t) y^2
            return 4 * t * y * (1 + y) / w**2 - 2 * y / w
        return (2 + y) / w - 4 * t * (1 + y) / w**2

    def beyond(self, center):
        """The last piece, where e^-t is nothing beside 1: 1 - t, and 0."""
        return [mpf(0), mpf(0)] if self.right else [1 - center, mpf(-1)]

    def probe(self, t):
        n, fall = decay(t, None)
        t = t.astype(D)
        return n, fall, numpy.exp(-t) * self.exact(t, numpy.exp)


class GeluTanh:
    """f'(-t) e^(A t + B t^3)."""

    octave, scale, degree = 4, mpf("2.6"), 6
    has_linear = False
    right = False
    a, b = number("0x1.98p+0"), number("0x1.2444f2p-4")
    beyond = None

    def __init__(self):
        self.root = findroot(self.exact, mpf("0.75"))
        self.least = 2.0**-5

    @staticmethod
    def slope(t, e, k):
        b = k * mpf("0.044715") if isinstance(k, mpf) else k * 0.044715
        y = e(-t * (k + b * t * t))
        return k, b, (1 - t * (k + 3 * b * t * t) / (1 + y)) / (1 + y)

    def exact(self, t):
        k, b, slope = self.slope(t, exp, 2 * sqrt(2 / pi))
        return exp(t * (mpf(float(self.a)) - k + (mpf(float(self.b)) - b) * t * t)) * slope

    def probe(self, t):
        square = t * t
        factor = fma(square, self.b, self.a)
        low = fma(fma(t, t, -square), self.b, fma(square, self.b, -(factor - self.a)))
        z = t * factor
        n, fall = decay(z, fma(t, low, fma(t, factor, -z)))
        t = t.astype(D)
        k, b, slope = self.slope(t, numpy.exp, float(2 * sqrt(2 / pi)))
        return n, fall, numpy.exp(-t * (k + b * t * t)) * slope


class Probe:
    """The greatest error of a row, in ULP, over random floats of a piece."""

    def __init__(self, f, start, end, count):
        random = numpy.random.default_rng(1)
        self.t = (float(start) + float(end - start) * random.random(count)).astype(F)
        self.n, self.fall, self.exact = f.probe(self.t)
        self.right = f.right
        near = numpy.abs(self.t - float(f.root)) <= 0.1 if f.root else False
        size = 1 + self.exact if f.right else numpy.maximum(abs(self.exact), near * f.least)
        self.ulp = numpy.exp2(numpy.floor(numpy.log2(numpy.maximum(size, 2.0**-126))) - 23)

    def error(self, center, row, linear):
        s = self.t - F(center)
        p = numpy.full_like(s, row[-1])
        for c in row[-2::-1]:
            p = fma(p, s, F(c))
        p = fma(s, F(linear), p)
        tail = fma(p, self.fall, p).astype(D) * numpy.exp2(-self.n.astype(D))
        if self.right:
            return numpy.max(abs((F(1) + tail.astype(F)).astype(D) - 1 - self.exact) / self.ulp)
        return numpy.max(abs(tail - self.exact) / self.ulp)


def interpolation(f, start, end):
    """Coefficients about the middle, where the root is between: of the quotient by t - root."""
    middle, half = (start + end) / 2, (end - start) / 2
    nodes = [half * cos(pi * (2 * k + 1) / (2 * f.degree)) for k in range(f.degree)]
    values = [f.exact(middle + s) / (middle + s - f.root) for s in nodes]
    powers = matrix([[(s / half) ** j for j in range(f.degree)] for s in nodes])
    c = [x / half**j for j, x in enumerate(lu_solve(powers, matrix(values)))]
    return [a * (middle - f.root) + b for a, b in zip(c + [mpf(0)], [mpf(0)] + c)]


def minimax(f, start, end):
    """Coefficients about the middle with the least greatest error, by Lawson's weights."""
    middle, half = (start + end) / 2, (end - start) / 2
    nodes = [cos(pi * (2 * k + 1) / 128) for k in range(64)]
    values = numpy.array([float(f.exact(middle + half * s)) for s in nodes])
    size = 1 / numpy.exp([float(middle + half * s) for s in nodes]) if f.right else 1 / abs(values)
    basis = chebyshev.chebvander([float(s) for s in nodes], f.degree)
    weights = numpy.ones(64)
    least, best = numpy.inf, None
    for _ in range(150):
        root = numpy.sqrt(weights) * size
        c = numpy.linalg.lstsq(basis * root[:, None], values * root, rcond=None)[0]
        error = abs(basis @ c - values) * size
        if error.max() < least:
            least, best = error.max(), c
        weights *= error / error.max() + 1e-6
        weights /= weights.sum()
    return [mpf(float(x)) / half**j for j, x in enumerate(chebyshev.cheb2poly(best))]


def about(c, shift):
    """The same polynomial about another center."""
    n = len(c)
    return [sum(binomial(j, k) * c[j] * shift ** (j - k) for j in range(k, n)) for k in range(n)]


def rows_about(c, middle, center, has_linear):
    """Center, coefficients, and a linear part that is added last, which may be 0."""
    exact = about(c, center - middle)
    row = [rounded(x) for x in exact]
    yield float(center), row, 0.0
    if has_linear:
        yield float(center), [row[0], rounded(exact[1] - row[1])] + row[2:], row[1]


def best_centers(c, middle, width, centers):
    """Those at which rounding the coefficients loses least."""
    loss = []
    for center in (mpf(rounded(x)) for x in centers):
        shift = center - middle
        first = sum(a * shift**j for j, a in enumerate(c))
        second = sum(j * a * shift ** (j - 1) for j, a in enumerate(c) if j)
        lost = abs(first - rounded(first)) + abs(second - rounded(second)) * width / 3
        loss.append((lost, center))
    return [center for _, center in sorted(loss)[:60]]


def piece(f, start, end):
    width, middle = end - start, (start + end) / 2
    near = f.root is not None and start - width < f.root < end + width
    between = near and start < f.root < end
    c = interpolation(f, start, end) if between else minimax(f, start, end)
    groups = [[middle + width * k / 4000 for k in range(-900, 901)]]
    if near:
        groups.append([f.root + width * k / 9000 for k in range(-300, 301)])
    centers = [center for group in groups for center in best_centers(c, middle, width, group)]
    probe, sure = Probe(f, start, end, PROBES), Probe(f, start, end, SURE_PROBES)
    rows = [
        (probe.error(*row), row)
        for center in centers
        for row in rows_about(c, middle, center, near and f.has_linear)
    ]
    best = sorted((sure.error(*row), row) for _, row in sorted(rows)[:8])
    if best[0][0] > GOOD:
        best += [changed(f, start, end, row, sure) for _, row in best[:4]]
    return min(best)


def changed(f, start, end, row, sure):
    random = numpy.random.default_rng(1)
    probe = Probe(f, start, end, 10 * PROBES)
    best = probe.error(*row)
    for _ in range(150):
        c = list(row[1])
        for k in random.integers(0, len(c), size=2):
            c[k] = float(numpy.nextafter(F(c[k]), F(random.choice([-9e9, 9e9]))))
        error = probe.error(row[0], c, row[2])
        if error <= best:
            best, row = error, (row[0], c, row[2])
    return sure.error(*row), row


def pieces(f):
    places = [2**k * (1 + mpf(i) / f.octave) for k in range(1, 5) for i in range(f.octave)] + [32]
    bounds = [(place - 2) / f.scale for place in places]
    for start, end in zip(bounds, bounds[1:]):
        if f.beyond and end == bounds[-1]:
            center = nint(start)
            row = [rounded(x) for x in f.beyond(center)] + [0.0] * (f.degree - 1)
            row = float(center), row, 0.0
            error = Probe(f, start, start + 3, PROBES).error(*row)
        else:
            error, row = piece(f, start, end)
        print(f"// [{float(start):.3f}, {float(end):.3f}]: {error:.3f} ULP", flush=True)
        yield row


def literal(x):
    if abs(x) < 2.0**-120:
        return "0.0f"
    significand, exponent = x.hex().split("p")
    return significand.rstrip("0").rstrip(".") + "p" + exponent + "f"


def table(name, rows):
    unit = 2.0**-64
    print(f"constexpr Table<{len(rows[0][1]) - 1}> {name} = {{{{")
    print("{" + ", ".join(literal(center) for center, _, _ in rows) + "},")
    for column in zip(*(c for _, c, _ in rows)):
        print("{" + ", ".join(literal(c * unit) for c in column) + "},")
    print("}};")
    if any(linear for _, _, linear in rows):
        line = ", ".join(literal(linear * unit) for _, _, linear in rows)
        print(f"alignas(64) constexpr float {name}Linear[16] = {{{line}}};")


table("kGeluTanh", list(pieces(GeluTanh())))
table("kMish", list(pieces(Mish(True))) + list(pieces(Mish(False))))
