#!/usr/bin/env python3
"""Writes num_grid.csv: what the functions of src/num/dist must return, from mpmath at 45 digits or more.

Run from this folder: python3 num_grid.py (twenty minutes). Arguments are doubles, written so that they read back
the same; mpmath takes them as exact. Where mpmath's own incomplete functions do not converge for large shapes, the same
integrals are taken here by series of positive terms or by continued fractions, and a sample is checked against mpmath's gammainc, betainc and
quad before anything is written. Logarithms of tails are named *_ln_*.
"""
import sys
import mpmath as mp

mp.mp.dps = 45
m = mp.mpf
rows = []


def row(name, value, *args):
    rows.append((name, [repr(float(a)) for a in args], mp.nstr(value, 17, min_fixed=1, max_fixed=0)))


# ---------------------------------------------------------------- incomplete gamma and beta, smaller side directly
def gamma_front(a, x):
    return mp.exp(a * mp.log(x) - x - mp.loggamma(a + 1))


def gamma_lower(a, x):
    """P(a, x), positive series; terms grow until n = x - a."""
    term = total = m(1)
    n = 0
    while True:
        n += 1
        term *= x / (a + n)
        total += term
        if term < total * m(10) ** (-mp.mp.dps) and n > x - a:
            return gamma_front(a, x) * total


def gamma_upper(a, x):
    """Q(a, x) for x > a: Legendre's fraction, from n terms inwards, n doubled until it stands still."""
    def fraction(n):
        value = x + 2 * n + 1 - a
        for j in range(n, 0, -1):
            value = x + 2 * j - 1 - a + j * (a - j) / value
        return 1 / value
    n = 64
    before = fraction(n)
    while True:
        n *= 2
        now = fraction(n)
        if abs(now - before) < abs(now) * m(10) ** -30:
            return gamma_front(a, x) * a * now
        before = now


def gamma_tails(a, x):
    """ln P, ln Q."""
    a, x = m(a), m(x)
    if x <= a:
        p = gamma_lower(a, x)
        return mp.log(p), mp.log1p(-p)
    q = gamma_upper(a, x) if x > 5 or x > 2 * a else 1 - gamma_lower(a, x)
    return mp.log1p(-q), mp.log(q)


def beta_lower(x, a, b):
    """I_x(a, b) for x at most the mean: x^a y^b / (a B) over the fraction of Müller (1931), from n terms inwards, n
    doubled until it stands still."""
    def fraction(n):
        value = m(1)
        for j in range(n, 0, -1):
            value = 1 + j * (b - j) * x / ((a + 2 * j - 1) * (a + 2 * j)) / value
            k = j - 1
            value = 1 - (a + k) * (a + b + k) * x / ((a + 2 * k) * (a + 2 * k + 1)) / value
        return 1 / value
    n = 64
    before = fraction(n)
    while True:
        n *= 2
        now = fraction(n)
        if abs(now - before) < abs(now) * m(10) ** -25:
            break
        before = now
    front = a * mp.log(x) + b * mp.log1p(-x) - mp.log(a) - (mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b))
    return mp.exp(front) * now


def beta_tails(x, a, b):
    """ln I, ln (1 - I)."""
    x, a, b = m(x), m(a), m(b)
    if x <= a / (a + b):
        p = beta_lower(x, a, b)
        return mp.log(p), mp.log1p(-p)
    q = beta_lower(1 - x, b, a)
    return mp.log1p(-q), mp.log(q)


def normal_ln_sf(z):
    return mp.log(mp.erfc(m(z) / mp.sqrt(2)) / 2)


def t_ln_two_sided(t, df):
    t, df = m(t), m(df)
    return beta_tails(df / (df + t * t), df / 2, m(1) / 2)[0]


def t_ln_sf(t, df):
    p = mp.exp(t_ln_two_sided(abs(t), df)) / 2
    return mp.log(p) if t >= 0 else mp.log1p(-p)


def f_ln_sf(x, d1, d2):
    x, d1, d2 = m(x), m(d1), m(d2)
    return beta_tails(d2 / (d2 + d1 * x), d2 / 2, d1 / 2)[0]


# ---------------------------------------------------------------- sums and integrals
def noncentral_tails(x, df, ncp):
    """ln P, ln Q by summing the whole Poisson mixture; the recursion runs at enough digits to survive subtraction."""
    keep = mp.mp.dps
    mp.mp.dps = 400
    try:
        a, h, mean = m(df) / 2, m(x) / 2, m(ncp) / 2
        last = int(mean + h + 60 * mp.sqrt(mean + h + 1) + 400)
        lower = gamma_lower(a + last, h)
        front = gamma_front(a + last, h)
        weight = mp.exp(last * mp.log(mean) - mean - mp.loggamma(last + 1))
        total = m(0)
        for j in range(last, -1, -1):
            total += weight * lower
            front *= (a + j) / h          # now x^(a+j-1) e^-x / Γ(a+j)
            lower += front
            weight *= j / mean
        return mp.log(total), mp.log1p(-total)
    finally:
        mp.mp.dps = keep


def range_cdf(q, k):
    q = m(q)
    f = lambda z: mp.npdf(z) * (mp.ncdf(z + q) - mp.ncdf(z)) ** (k - 1)
    top = f(-q / 2)       # quad stops at an absolute error, so the integrand is brought to size 1
    return k * top * mp.quad(lambda z: f(z) / top, [-30] + [-q / 2 + m(i) / 2 for i in range(-16, 17)] + [30])


def range_mean(k):
    f = lambda z: 1 - mp.ncdf(z) ** k - mp.ncdf(-z) ** k
    return 2 * mp.quad(f, list(range(0, 13)) + [30])


# ---------------------------------------------------------------- quantiles: roots of the above
def solve(function, low, high, bisections=24):
    """Zero of a rising function: bisected until it is straight enough for the secant, which takes it to 1e-40."""
    low, high = m(low), m(high)
    width = high - low
    while function(low) > 0:
        low, high, width = low - width, low, 2 * width
    while function(high) < 0:
        low, high, width = high, high + width, 2 * width
    for _ in range(bisections):
        middle = (low + high) / 2
        if function(middle) < 0:
            low = middle
        else:
            high = middle
    return mp.findroot(function, (low, high), solver='secant', tol=m(10) ** -60, maxsteps=30, verify=False)


def checked(name, function, x, wanted):
    """The quantile must reproduce its probability."""
    assert abs(function(x) / wanted - 1) < m(10) ** -16, (name, x)
    return x


def chi_quantile(p, df):
    want = mp.log(m(p))
    wilson = m(df) * (1 - m(2) / (9 * m(df)) - mp.sqrt(2) * mp.erfinv(2 * m(p) - 1) * mp.sqrt(m(2) / (9 * m(df)))) ** 3 if 1e-40 < p < 1 - 1e-12 and df > 2 else None
    near = m('0.0003') if df > 1e3 else m('0.1')
    low, high = (wilson * (1 - near), wilson * (1 + near)) if wilson and wilson > 0.3 * df else (m(10) ** -40, m(df) * 3 + 3000)
    f = lambda u: want - gamma_tails(m(df) / 2, mp.exp(u) / 2)[1]
    u = solve(f, mp.log(low), mp.log(high), 10 if df > 1e3 else 24)
    return checked('chi', lambda v: gamma_tails(m(df) / 2, mp.exp(v) / 2)[1], u, want), mp.exp(u)


# ---------------------------------------------------------------- self-check against mpmath's own functions
def self_check():
    mp.mp.dps = 40
    for a, x in [(0.25, 0.3), (3.5, 3), (3.5, 12), (40, 50), (300, 280), (0.5, 400)]:
        p, q = gamma_tails(a, x)
        assert abs(mp.exp(q) / mp.gammainc(a, x, mp.inf, regularized=True) - 1) < 1e-25, (a, x)
        assert abs(mp.exp(p) / mp.gammainc(a, 0, x, regularized=True) - 1) < 1e-25, (a, x)
    for x, a, b in [(0.3, 0.5, 0.5), (0.01, 2, 30), (0.9, 7, 3), (0.5, 100, 120)]:
        p, q = beta_tails(x, a, b)
        assert abs(mp.exp(p) / mp.betainc(a, b, 0, m(x), regularized=True) - 1) < 1e-25, (x, a, b)
        assert abs(mp.exp(q) / mp.betainc(a, b, m(x), 1, regularized=True) - 1) < 1e-25, (x, a, b)
    for x, ncp in [(3.84, 7.85), (1.0, 30.0), (200.0, 100.0)]:
        z, s = mp.sqrt(m(x)), mp.sqrt(m(ncp))
        upper = mp.erfc((z - s) / mp.sqrt(2)) / 2 + mp.erfc((z + s) / mp.sqrt(2)) / 2
        assert abs(mp.exp(noncentral_tails(x, 1, ncp)[1]) / upper - 1) < 1e-25, (x, ncp)
    assert abs(range_cdf(1, 2) - (1 - mp.erfc(m(1) / 2))) < 1e-25
    mp.mp.dps = 45


# ---------------------------------------------------------------- the grid
def spread(centre, sd, lowest=0.0):
    """Points around the centre, to far out in both tails (37 standard deviations: 1e-300)."""
    return [float(centre + s * sd) for s in (-37, -20, -8, -4, -2, -1, -.3, 0, .3, 1, 1.96, 3, 5, 8, 15, 26, 37, 60) if centre + s * sd > lowest]


def ranges():
    mp.mp.dps = 30
    for k in [2, 3, 4, 10, 50, 300]:
        for q in [.05, .5, 1, 2, 3, 4.5, 7, 10]:
            if k <= 10 or q >= 2:
                row('studentized_range_cdf', range_cdf(q, k), q, k)
        row('normal_range_mean', range_mean(k), k)
        for p in [.05, .5, .95, .99]:
            f = lambda q: range_cdf(q, k) - m(p)
            q = solve(f, m('0.01'), m(12), 9)
            assert abs(f(q)) < m(10) ** -15
            row('studentized_range_quantile', q, p, k)


def write():
    print(len(rows), 'rows, writing', flush=True)
    with open('num_grid.csv', 'w') as out:
        out.write(f'# num_grid.py, mpmath {mp.__version__}, Python {sys.version.split()[0]}, {len(rows)} rows\n')
        out.write('function,arg1,arg2,arg3,value\n')
        for name, args, value in rows:
            out.write(','.join([name] + args + [''] * (3 - len(args)) + [value]) + '\n')
    print(len(rows), 'rows')


def main():
    self_check()
    if sys.argv[1:] == ['ranges']:
        # Only the rows of the range anew, the others as they stand.
        with open('num_grid.csv') as old:
            rows.extend((f[0], [a for a in f[1:4] if a], f[4]) for f in (line.strip().split(',') for line in list(old)[2:]) if 'range' not in f[0])
        ranges()
        return write()
    for x in [1e-8, .1, .25, .5, .75, .999999, 1.000001, 1.5, 1.9999, 2.0001, 2.5, 3, 7.7, 14.9, 15.1, 100, 1234.5, 1e5, 1e6 + .5, 1e8, 1e12, 1e15]:
        row('ln_gamma', mp.loggamma(m(x)), x)
    for n, k in [(5, 2), (52, 5), (10, 0), (100, 50), (100, 31), (1000, 31), (1000, 1), (1600, 236), (1e6, 3), (1e6, 5e5), (1e6, 1000), (1e9, 30), (1e9, 31), (1e9, 4e8), (1e12, 7e11), (6.5, 2.25), (300.5, 150.25)]:
        row('ln_choose', mp.loggamma(m(n) + 1) - mp.loggamma(m(k) + 1) - mp.loggamma(m(n) - m(k) + 1), n, k)
    for n in [0, 1, 2, 5, 20, 21, 100, 170, 171, 2527, 10**6, 10**9, 10**12]:
        row('ln_factorial', mp.loggamma(m(n) + 1), n)

    for z in [-40, -10, -5, -2, -1, -.5, -1e-6, 0, 1e-10, 1e-3, .1, .5, .67, 1, 1.5, 1.96, 2.5758293035489004, 3, 4, 5, 5.999, 6, 6.001, 8, 10, 15, 20, 30, 37, 38.4, 100, 1e3, 1e5, 1e8]:
        row('normal_ln_sf', normal_ln_sf(z), z)
        if z < 37.1:
            row('normal_sf', mp.erfc(m(z) / mp.sqrt(2)) / 2, z)
        if z > -37.1:
            row('normal_cdf', mp.erfc(-m(z) / mp.sqrt(2)) / 2, z)
    for p in [1e-300, 1e-200, 1e-100, 1e-50, 1e-20, 1e-11, 1e-10, 1e-5, .001, .005, .01, .025, .05, .074, .076, .1, .2, .25, .3, .4, .49, .5000001, .6, .75, .9, .924, .926, .95, .975, .99, .995, .9995, 1 - 1e-9, 1 - 1e-15]:
        target = mp.log(m(p)) if p < .5 else mp.log1p(-m(p))
        z = solve(lambda v: target - normal_ln_sf(v), -m('0.1'), 40)
        assert abs(normal_ln_sf(z) - target) < m(10) ** -16 * abs(target)
        row('normal_quantile', -z if p < .5 else z, p)

    dfs = [.5, 1, 1.5, 2, 3, 5, 10, 30, 99.5, 1e3, 1e4, 1e5, 1e6, 1e7]
    for df in dfs:
        xs = spread(df, (2 * df) ** .5) + [df / 1000, df / 10, df + 2, 1400.0]
        if df <= 1e4:
            xs += [1e-6, 1e5, 1280000.0]
        for x in sorted(set(xs)):
            p, q = gamma_tails(m(df) / 2, m(x) / 2)
            row('chi_square_ln_sf', q, x, df)
            if q > -690:
                row('chi_square_sf', mp.exp(q), x, df)
    print(len(rows), 'rows, next chi-square quantiles', flush=True)
    for df in dfs[:-1]:
        for p in [1e-300, 1e-100, 1e-20, 1e-6, .001, .025, .05, .2, .5, .8, .95, .975, .999, 1 - 1e-6]:
            if df >= 1e5 and p < 1e-20:
                continue
            row('chi_square_quantile_upper', chi_quantile(p, df)[1], p, df)

    print(len(rows), 'rows, next t', flush=True)
    for df in dfs:
        for t in [0, 1e-8, 1e-3, .1, .5, 1, 1.3, 1.7, 1.8, 1.96, 2.5, 4, 6, 10, 20, 37, 60, 1e3, 1e6, 1e20]:
            row('t_two_sided_ln_p', t_ln_two_sided(t, df), t, df)
            for sign in (1, -1):
                if t in (.1, .5, 1.7, 2.5, 6, 37):
                    value = t_ln_sf(sign * t, df)
                    row('t_ln_sf', value, sign * t, df)
                    if value > -690:
                        row('t_sf', mp.exp(value), sign * t, df)
        for p in [1e-60, 1e-20, 1e-8, .0005, .025, .1, .24, .26, .4, .499, .5001, .7, .975, 1 - 1e-9]:
            tail = min(m(p), 1 - m(p))
            if tail < 1e-20 and df < 2:
                continue
            want = mp.log(2 * tail)
            f = lambda u: want - t_ln_two_sided(mp.exp(u), df)
            start = mp.log(mp.sqrt(2) * mp.erfinv(1 - 2 * tail) if tail > 1e-30 else m(16))
            low, high = (start, start + m('0.01')) if df > 50 else (start - m('0.7'), start + m('0.01'))
            u = checked('t', lambda v: t_ln_two_sided(mp.exp(v), df), solve(f, low, high, 2 if df > 50 else 20), want)
            row('t_quantile', mp.exp(u) * (1 if p > .5 else -1), p, df)

    print(len(rows), 'rows, next F', flush=True)
    for d1 in [.5, 1, 2, 3, 9, 100, 1e4]:
        for d2 in [.5, 1, 2.5, 10, 99, 1e3, 1e5, 1e7]:
            for x in [1e-6, .01, .3, .9, 1, 1.1, 2, 4, 20, 1e3, 1e8]:
                value = f_ln_sf(x, d1, d2)
                row('f_ln_sf', value, x, d1, d2)
                if x in (.3, 1, 2, 20) and value > -690:
                    row('f_sf', mp.exp(value), x, d1, d2)

    print(len(rows), 'rows, next beta', flush=True)
    shapes = [(.5, .5), (.5, 1), (1, 1), (1, 10), (2, 3), (.5, 30), (30.5, 71.5), (200, 2), (1870.5, 657.5), (.5, 1e3), (1, 1e6), (3, 1e6), (.5, 1e6), (1e4, 1e4), (1e6, .5), (1e6, 20), (2e5, 8e5), (1e6, 1e6)]
    for a, b in shapes:
        mean, sd = a / (a + b), (a * b / ((a + b) ** 2 * (a + b + 1))) ** .5
        for x in sorted(set([x for x in spread(mean, sd) if x < 1] + ([.001, .1, .5, .9, .999] if a + b < 1e4 else []) + [1e-10])):
            p, q = beta_tails(x, a, b)
            row('beta_ln_cdf', p, x, a, b)
            row('beta_ln_sf', q, x, a, b)
            if p > -690:
                row('beta_cdf', mp.exp(p), x, a, b)
        for prob in [1e-60, 1e-12, .001, .025, .05, .3, .5, .7, .95, .975, 1 - 1e-9]:
            want_p, want_q = mp.log(m(prob)), mp.log1p(-m(prob))
            f = (lambda u: beta_tails(1 / (1 + mp.exp(-u)), a, b)[0] - want_p) if prob < .5 else (lambda u: want_q - beta_tails(1 / (1 + mp.exp(-u)), a, b)[1])
            centre = mp.log(m(a) / m(b))
            width = mp.sqrt(1 / m(a) + 1 / m(b)) * (18 if prob < 1e-20 else 8)
            low, high = centre - width, centre + width
            u = solve(f, low, high, 16)
            assert abs(f(u)) < m(10) ** -16 * abs(want_p if prob < .5 else want_q), (prob, a, b)
            x = 1 / (1 + mp.exp(-u))
            if x > 1e-300:
                row('beta_quantile', x, prob, a, b)

    print(len(rows), 'rows, next binomial', flush=True)
    for k, n, p in [(0, 5, .3), (1, 4, .5), (2, 30, .05), (86, 236, .5), (0, 1000, .5), (100, 1000, .5), (480, 1000, .5), (500, 1001, .5), (900, 2100, .5), (1, 10**6, 1e-6), (499000, 10**6, .5), (480000, 10**6, .5), (740000, 10**6, .74), (999999, 10**6, .999)]:
        lower, upper = (lambda t: (t[1], t[0]))(beta_tails(m(p), m(k) + 1, m(n) - k))
        row('binomial_ln_cdf', lower, k, n, p)
        row('binomial_ln_sf', upper, k, n, p)
        mass = mp.loggamma(m(n) + 1) - mp.loggamma(m(k) + 1) - mp.loggamma(m(n) - k + 1) + k * mp.log(m(p)) + (n - k) * mp.log1p(-m(p))
        row('binomial_ln_mass', mass, k, n, p)

    print(len(rows), 'rows, next noncentral', flush=True)
    for df in [.5, 1, 2, 3, 9, 30, 200, 1e4]:
        for ncp in [1e-6, .1, 1, 7.85, 50, 300, 2000, 1e4]:
            if df > 200 and ncp > 2000:
                continue
            mean, sd = df + ncp, (2 * (df + 2 * ncp)) ** .5
            for s in (-30, -10, -4, -2, -1, 0, 1, 3, 8, 26):
                x = mean + s * sd
                if x <= 0:
                    continue
                p, q = noncentral_tails(x, df, ncp)
                if p > -690:
                    row('noncentral_chi_square_cdf', mp.exp(p), x, df, ncp)
                if q > -690:
                    row('noncentral_chi_square_sf', mp.exp(q), x, df, ncp)
    for x, df, p in [(5, 1, .025), (5, 1, .5), (30, 3, .025), (30, 3, .975), (100, 9, .05), (100, 9, .95), (12.1, 4, .975), (92.205, 1, .025), (92.205, 1, .975), (1000, 3, .025), (1000, 3, .999), (.3, 1, .2), (4000, 12, .5)]:
        f = lambda l: mp.log(m(p)) - noncentral_tails(x, df, l)[0]
        l = solve(f, m('1e-3'), m(x) + 20 + 6 * mp.sqrt(x), 10)
        assert abs(f(l)) < m(10) ** -16, (x, df, p)
        row('noncentral_chi_square_ncp', l, x, df, p)
    row('noncentral_chi_square_ncp', m(0), 2, 3, .975)

    print(len(rows), 'rows, next range', flush=True)
    ranges()
    write()


if __name__ == '__main__':
    main()
