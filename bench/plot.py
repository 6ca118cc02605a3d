"""A plot of times on logarithmic axes, as SVG, without a library."""
import math

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 400, 70, 130, 40, 50
COLOURS = ["#1b6ca8", "#b8501f", "#4a4a4a"]


def ticks(low, high):
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    return [10.0**power for power in powers]


def number(value):
    if value >= 1e6:
        return f"{value / 1e6:g} M"
    return f"{value / 1e3:g} k" if value >= 1e3 else f"{value:g}"


def plot(path, title, x_name, y_name, lines):
    """Writes lines, name -> [(x, y)], each labelled at its last point."""
    points = [point for of in lines.values() for point in of]
    xs, ys = ticks(*(f(x for x, _ in points) for f in (min, max))), ticks(*(f(y for _, y in points) for f in (min, max)))

    def at(value, scale, start, end):
        low, high = math.log10(scale[0]), math.log10(scale[-1])
        return start + (end - start) * (math.log10(value) - low) / ((high - low) or 1)

    def x(value):
        return at(value, xs, LEFT, WIDTH - RIGHT)

    def y(value):
        return at(value, ys, HEIGHT - BOTTOM, TOP)

    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12" role="img">']
    out += [f"<title>{title}</title>", f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>', f'<text x="{LEFT}" y="22" font-size="15">{title}</text>']
    for tick in xs:
        out.append(f'<path d="M{x(tick):.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#ddd"/><text x="{x(tick):.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{number(tick)}</text>')
    for tick in ys:
        out.append(f'<path d="M{LEFT} {y(tick):.1f}H{WIDTH - RIGHT}" stroke="#ddd"/><text x="{LEFT - 8}" y="{y(tick) + 4:.1f}" text-anchor="end">{number(tick)}</text>')
    out.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 10}" text-anchor="middle">{x_name}</text><text x="14" y="{TOP - 8}">{y_name}</text>')
    for (name, of), colour in zip(((name, of) for name, of in lines.items() if of), COLOURS):
        path_of = " ".join(f"{x(a):.1f},{y(b):.1f}" for a, b in of)
        out.append(f'<polyline points="{path_of}" fill="none" stroke="{colour}" stroke-width="2"/>')
        out += [f'<circle cx="{x(a):.1f}" cy="{y(b):.1f}" r="3.5" fill="{colour}"/>' for a, b in of]
        out.append(f'<text x="{x(of[-1][0]) + 9:.1f}" y="{y(of[-1][1]) + 4:.1f}" fill="{colour}">{name}</text>')
    with open(path, "w") as file:
        file.write("\n".join([*out, "</svg>"]) + "\n")
