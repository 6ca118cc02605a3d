#!/usr/bin/env python3
"""Writes score_interval.csv: Miettinen-Nurminen and Mee limits for p1 - p2, from mpmath at 60 digits.

Run from this folder: python3 score_interval.py. The cubic in units.R loses digits where both rates are small (for 1 and 3
of 1e6 its limits are right to 7e-7 only, and its Mee limit equals its Miettinen-Nurminen limit); these do not.
"""
import mpmath as mp

mp.mp.dps = 60
m = mp.mpf


def statistic(x1, n1, x2, n2, d, factor):
    """(p1 - p2 - d) over the standard error at the likeliest rates that differ by d."""
    n = n1 + n2
    l2 = ((n1 + 2 * n2) * d - n - (x1 + x2)) / n
    l1 = ((n2 * d - n - 2 * x2) * d + x1 + x2) / n
    l0 = x2 * d * (1 - d) / n
    q = (l2 / 3) ** 3 - l1 * l2 / 6 + l0 / 2
    p = (1 if q >= 0 else -1) * mp.sqrt(max(m(0), (l2 / 3) ** 2 - l1 / 3))
    cosine = max(m(-1), min(m(1), q / p ** 3)) if p else m(0)
    r2 = min(m(1), max(m(0), 2 * p * mp.cos((mp.pi + mp.acos(cosine)) / 3) - l2 / 3))
    r1 = min(m(1), max(m(0), r2 + d))
    v = factor * (r1 * (1 - r1) / n1 + r2 * (1 - r2) / n2)
    distance = x1 / n1 - x2 / n2 - d
    return mp.inf * mp.sign(distance) if v <= 0 else distance / mp.sqrt(v)


def limits(x1, n1, x2, n2, conf, factor):
    x1, n1, x2, n2 = m(x1), m(n1), m(x2), m(n2)
    z = mp.sqrt(2) * mp.erfinv(m(conf))
    d = x1 / n1 - x2 / n2

    def crossing(low, high, level):
        for _ in range(130):
            middle = (low + high) / 2
            low, high = (middle, high) if statistic(x1, n1, x2, n2, middle, factor) > level else (low, middle)
        return (low + high) / 2
    return (m(-1) if d <= -1 else crossing(m(-1), d, z)), (m(1) if d >= 1 else crossing(d, m(1), -z))


cases = [(x1, n1, x2, n2, c) for x1, n1, x2, n2 in [
    (56, 70, 48, 80), (9, 10, 3, 10), (5, 56, 0, 29), (0, 10, 0, 20), (10, 10, 0, 20), (10, 10, 20, 20), (1, 1, 0, 1),
    (405, 500, 1465, 2027), (189, 11034, 104, 11037), (500000, 1000000, 499000, 1000000), (1, 1000000, 3, 1000000),
    (999999, 1000000, 999997, 1000000), (0, 50000, 7, 30), (2000, 2001, 700000, 900000)] for c in (.9, .95, .999)]
with open('score_interval.csv', 'w') as out:
    out.write(f'# score_interval.py, mpmath {mp.__version__}\nx1,n1,x2,n2,confidence,mn_low,mn_high,mee_low,mee_high\n')
    for x1, n1, x2, n2, c in cases:
        total = m(n1 + n2)
        values = limits(x1, n1, x2, n2, c, total / (total - 1)) + limits(x1, n1, x2, n2, c, m(1))
        out.write(','.join([str(x1), str(n1), str(x2), str(n2), str(c)] + [mp.nstr(v, 17) for v in values]) + '\n')
