#!/usr/bin/env python3
"""Writes noncentral_t_grid.csv: both tails of the noncentral t distribution, from mpmath at 30 digits.

Run from this folder: python3 noncentral_t.py (some minutes). P(T > t) = ∫ f(s) Φ̄(ts - δ) ds over S = √(χ²/df), by mpmath's
tanh-sinh rule on pieces around the maximum (found to 12 digits, which is no more than a place to cut); before anything is written a sample is held against the series of incomplete
beta functions (AS 243) at 200 digits, which has nothing in common with it. Arguments are doubles and taken as exact.
"""
import mpmath as mp

mp.mp.dps = 30
m = mp.mpf
rows = []


def ln_normal_sf(z):
    return mp.log(mp.erfc(z / mp.sqrt(2)) / 2)


def ln_upper(t, df, ncp):
    """ln P(T > t)."""
    t, df, ncp = m(t), m(df), m(ncp)
    constant = mp.log(2) + (df / 2) * mp.log(df / 2) - mp.loggamma(df / 2)

    def function(u):
        return constant + df * u - df / 2 * mp.exp(2 * u) + ln_normal_sf(t * mp.exp(u) - ncp)

    low, high = m(-300), m(60)
    while high - low > m(10) ** -12 * max(1, abs(low)):
        a, b = low + (high - low) / 3, high - (high - low) / 3
        if function(a) < function(b):
            low = a
        else:
            high = b
    top = (low + high) / 2
    most, s = function(top), mp.exp(top)
    width = 1 / mp.sqrt(1 + 2 * df * s * s + t * t * s * s)
    points = [top]
    step = width
    while function(points[0]) - most > -70:
        points.insert(0, points[0] - step)
        step *= 2
    while function(points[-1]) - most > -70:
        points.append(points[-1] + 2 * width)
    return most + mp.log(mp.quad(lambda u: mp.exp(function(u) - most), points))


def tails(t, df, ncp):
    """ln P(T <= t), ln P(T > t), the smaller one integrated."""
    upper = ln_upper(t, df, ncp)
    if upper < -mp.mpf('0.7'):
        return mp.log1p(-mp.exp(upper)), upper
    lower = ln_upper(-t, df, -m(ncp))
    return lower, mp.log1p(-mp.exp(lower))


def series(t, df, ncp):
    """P(T <= t) for t > 0: Φ(-δ) + 1/2 Σ [p_j I_x(j+1/2, df/2) + q_j I_x(j+1, df/2)]."""
    keep, mp.mp.dps = mp.mp.dps, 200
    try:
        t, df, ncp = m(t), m(df), m(ncp)
        x, half = t * t / (df + t * t), ncp * ncp / 2
        total, j = mp.erfc(ncp / mp.sqrt(2)) / 2, 0
        p, q = mp.exp(-half), ncp / mp.sqrt(2) * mp.exp(-half) / mp.gamma(m(3) / 2)
        while True:
            term = p * mp.betainc(j + m(1) / 2, df / 2, 0, x, regularized=True) + q * mp.betainc(j + 1, df / 2, 0, x, regularized=True)
            total += term / 2
            j += 1
            p, q = p * half / j, q * half / (j + m(1) / 2)
            if j > half and abs(p) + abs(q) < m(10) ** -60:
                return total
    finally:
        mp.mp.dps = keep


def main():
    for t, df, ncp in [(1, 3, .5), (2.5, 10, 2.8), (4, 1, -3), (.3, 30, 5), (9, 2.5, 6)]:
        lower = mp.exp(tails(t, df, ncp)[0])
        assert abs(lower / series(t, df, ncp) - 1) < m(10) ** -20, (t, df, ncp)
    for df in [.5, 1, 3.5, 18, 1e4, 1e7]:
        for ncp in [-30, -2, .8, 2.8, 36, 300]:
            spread = (1 + ncp ** 2 / (2 * df)) ** .5
            for step in [-30, -5, -1, 1, 5, 36]:
                t = ncp + step * spread
                p, q = tails(t, df, ncp)
                if p > -690:
                    rows.append(('noncentral_t_cdf', t, df, ncp, mp.exp(p)))
                if q > -690:
                    rows.append(('noncentral_t_sf', t, df, ncp, mp.exp(q)))
                rows.append(('noncentral_t_ln_sf', t, df, ncp, q))
    with open('noncentral_t_grid.csv', 'w') as file:
        file.write(f'# noncentral_t.py, mpmath {mp.__version__}, {len(rows)} rows\nfunction,arg1,arg2,arg3,value\n')
        for name, *args, value in rows:
            file.write(','.join([name, *(repr(float(a)) for a in args), mp.nstr(value, 17, min_fixed=1, max_fixed=0)]) + '\n')


if __name__ == '__main__':
    main()
