"""A small line chart as SVG: cost and memory over what is remembered."""

from collections.abc import Mapping, Sequence
from html import escape
from math import log10

WIDTH, HEIGHT, MARGIN = 720, 360, 64
COLOURS = ("#1f6fb2", "#c4541d", "#3a8a3a", "#777777")


def line_chart(title: str, sizes: Sequence[int], lines: Mapping[str, Sequence[float]]) -> str:
    """Draw lines over sizes, these on a logarithmic scale, values from zero."""
    top = max(max(values) for values in lines.values()) * 1.1 or 1.0
    low, high = log10(sizes[0]), max(log10(sizes[-1]), log10(sizes[0]) + 0.01)

    def x_of(size: int) -> float:
        return MARGIN + (log10(size) - low) / (high - low) * (WIDTH - 2 * MARGIN)

    def y_of(value: float) -> float:
        return HEIGHT - MARGIN - value / top * (HEIGHT - 2 * MARGIN)

    parts = [_text(WIDTH / 2, 24, title, anchor="middle"), _axes()]
    parts += [_text(x_of(size), HEIGHT - MARGIN + 18, f"{size:,}", anchor="middle") for size in sizes]
    parts += [_text(MARGIN - 6, y_of(top * step / 4) + 4, f"{top * step / 4:.3g}", anchor="end") for step in range(5)]
    for place, (name, values) in enumerate(lines.items()):
        colour = COLOURS[place % len(COLOURS)]
        points = " ".join(f"{x_of(size):.1f},{y_of(value):.1f}" for size, value in zip(sizes, values, strict=True))
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(_text(MARGIN + 12, 44 + 16 * place, name, colour=colour))
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif"'
        f' font-size="12"><rect width="100%" height="100%" fill="white"/>\n{body}\n</svg>\n'
    )


def _axes() -> str:
    left, bottom = MARGIN, HEIGHT - MARGIN
    return f'<path d="M{left} {MARGIN}V{bottom}H{WIDTH - MARGIN}" fill="none" stroke="black"/>'


def _text(x: float, y: float, said: str, *, anchor: str = "start", colour: str = "black") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{escape(said)}</text>'
