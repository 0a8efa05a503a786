"""How the figures of the engines grow with the articles: as tables, and drawn as SVG.

The drawings are logarithmic both ways, so that what grows as the archive does is a slope of one.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias
from xml.sax.saxutils import escape

from speed_engines import ENGINES, OURS
from speed_questions import AskKind

Line: TypeAlias = Sequence[tuple[float, float]]
"""Points of a line: articles, and a figure."""

_WIDTH: Final = 520
_HEIGHT: Final = 330
_COLUMNS: Final = 2
_LEFT: Final = 62
_RIGHT: Final = 170
"""Room for the names at the ends of the lines."""
_TOP: Final = 40
_BOTTOM: Final = 30
_LETTER: Final = 13
"""Least distance between two names."""
_COLOURS: Final = (
    "#b3261e", "#1f5fa8", "#2e7d32", "#6a3fa0", "#b26a00", "#00796b",
    "#ad1457", "#37474f", "#5d4037", "#0277bd", "#558b2f", "#4527a0",
)  # fmt: skip
_COLOUR_OF: Final = {
    name: colour
    for names in ([engine.name for engine in ENGINES.values()], AskKind)
    for name, colour in zip(names, _COLOURS, strict=False)
}
"""The same in all pictures: of engines, and of kinds of questions."""
_STEPS: Final = (1, 2, 5)
_MANY: Final = 3.0
"""Powers of ten from which on only whole ones get a number."""


@dataclass(frozen=True, slots=True)
class _Panel:
    """One of the pictures."""

    title: str
    """What it shows, with the unit."""
    lines: Mapping[str, Line]
    """Its lines by name."""


def plot(figures: Sequence[Mapping[str, Any]]) -> str:
    """Return a picture of what `speed_report.figures` gave for several sizes."""
    panels = [panel for panel in _panels(figures) if panel.lines]
    width = _WIDTH * _COLUMNS
    height = _HEIGHT * math.ceil(len(panels) / _COLUMNS)
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="11">',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    for number, panel in enumerate(panels):
        row, column = divmod(number, _COLUMNS)
        parts.append(f'<g transform="translate({column * _WIDTH} {row * _HEIGHT})">')
        parts += _drawn(panel)
        parts.append("</g>")
    return "\n".join([*parts, "</svg>\n"])


def growth(figures: Sequence[Mapping[str, Any]]) -> str:
    """Return the same as tables in Markdown, a column for each size."""
    sizes = [size["articles"] for size in figures]
    rows = []
    for panel in _panels(figures):
        rows += [f"\n### {panel.title}\n", _row("", *(f"{size:,}" for size in sizes))]
        rows.append(f"| --- |{' ---: |' * len(sizes)}")
        for name, line in panel.lines.items():
            values = dict(line)
            rows.append(_row(name, *(_figure(values.get(size)) for size in sizes)))
    return "\n".join(rows)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _figure(value: float | None) -> str:
    """Return a figure with two digits at least, none where there is none."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}"  # noqa: PLR2004 - two digits


def _panels(figures: Sequence[Mapping[str, Any]]) -> Iterator[_Panel]:
    def by_engine(value: Callable[[Mapping[str, Any]], float | None]) -> dict[str, Line]:
        return _lines(
            (ENGINES[key].name, size["articles"], value(engine))
            for size in figures
            for key, engine in size["engines"].items()
        )

    def inside(*names: str, unit: float) -> Callable[[Mapping[str, Any]], float | None]:
        def value(engine: Mapping[str, Any]) -> float | None:
            found: Any = engine
            for name in names:
                found = found.get(name) if found else None
            return found / unit if found else None

        return value

    yield _Panel("Built, articles a second", by_engine(inside("articles/s", unit=1)))
    yield _Panel("Index, MB", by_engine(inside("index", unit=1e6)))
    yield _Panel(
        "Own memory while building, MB",
        by_engine(inside("building memory", "together", unit=1e6)),
    )
    yield _Panel("Own memory when all was asked, MB", by_engine(inside("own memory", unit=1e6)))
    yield _Panel(
        "95 of 100 questions that all engines know, ms",
        by_engine(inside("first, known to all", "p95", unit=1e-3)),
    )
    yield _Panel(
        f"{ENGINES[OURS].name}: 95 of 100 of a kind, ms",
        _lines(
            (kind, size["articles"], size["engines"][OURS]["first"][kind]["p95"] * 1e3)
            for size in figures
            for kind in AskKind
        ),
    )


def _lines(points: Iterable[tuple[str, float, float | None]]) -> dict[str, Line]:
    """Return the points that are there, by name."""
    lines: dict[str, list[tuple[float, float]]] = {}
    for name, articles, value in points:
        if value:
            lines.setdefault(name, []).append((articles, value))
    return dict(lines)


@dataclass(frozen=True, slots=True)
class _Axis:
    """Where values stand along one side."""

    low: float
    """Least value."""
    high: float
    """Greatest value."""
    begin: float
    """Where the least stands."""
    end: float
    """Where the greatest stands."""

    def place(self, value: float) -> float:
        """Return where a value stands."""
        share = math.log(value / self.low) / math.log(self.high / self.low)
        return self.begin + share * (self.end - self.begin)

    def ticks(self) -> list[float]:
        """Return the round values of the side."""
        first, last = math.floor(math.log10(self.low)), math.ceil(math.log10(self.high))
        steps = (1,) if math.log10(self.high / self.low) > _MANY else _STEPS
        every = [step * 10.0**power for power in range(first, last + 1) for step in steps]
        return [each for each in every if self.low <= each * 1.0001 and each <= self.high * 1.0001]


def _axis(values: Sequence[float], begin: float, end: float) -> _Axis:
    """Return a side with some room around the values."""
    low, high = min(values), max(values)
    return _Axis(low / 1.15, high * 1.15, begin, end)


def _drawn(panel: _Panel) -> Iterator[str]:
    points = [point for line in panel.lines.values() for point in line]
    across = _axis([articles for articles, _value in points], _LEFT, _WIDTH - _RIGHT)
    upright = _axis([value for _articles, value in points], _HEIGHT - _BOTTOM, _TOP)
    yield f'<text x="{_LEFT}" y="{_TOP - 18}" font-size="13" font-weight="bold">'
    yield f"{escape(panel.title)}</text>"
    yield from _grid(across, upright, sorted({articles for articles, _value in points}))
    last = max(articles for articles, _value in points)
    ends = {n: upright.place(line[-1][1]) for n, line in panel.lines.items() if _end(line) == last}
    places = _apart(ends, _HEIGHT - _BOTTOM)
    for name, line in panel.lines.items():
        spots = [(across.place(articles), upright.place(value)) for articles, value in line]
        yield from _curve(spots, _COLOUR_OF[name])
        yield from _named(name, spots[-1], places.get(name))


def _end(line: Line) -> float:
    return line[-1][0]


def _curve(spots: Sequence[tuple[float, float]], colour: str) -> Iterator[str]:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
    yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.8"/>'
    for x, y in spots:
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="{colour}"/>'


def _named(name: str, spot: tuple[float, float], place: float | None) -> Iterator[str]:
    """Write a name beside the last spot of its line; with a place of its own at the right edge."""
    x, y = spot
    colour, right = _COLOUR_OF[name], _WIDTH - _RIGHT + 14
    if place is None:
        right, place = round(x) + 8, y
    else:
        way = f"M{x + 4:.1f} {y:.1f}L{right - 3} {place:.1f}"
        yield f'<path d="{way}" stroke="{colour}" stroke-width="0.5"/>'
    for look in ('stroke="#ffffff" stroke-width="3"', f'fill="{colour}"'):  # a halo, and the name
        yield f'<text x="{right}" y="{place + 4:.1f}" {look}>{escape(name)}</text>'


def _grid(across: _Axis, upright: _Axis, sizes: Sequence[float]) -> Iterator[str]:
    """Draw a line with its number for each size, and for each round value."""
    for size in sizes:
        x = across.place(size)
        yield f'<path d="M{x:.1f} {upright.end}V{upright.begin}" stroke="#dddddd"/>'
        yield f'<text x="{x:.1f}" y="{_HEIGHT - 14}" text-anchor="middle">{size:,.0f}</text>'
    for value in upright.ticks():
        y = upright.place(value)
        yield f'<path d="M{across.begin} {y:.1f}H{across.end}" stroke="#dddddd"/>'
        yield f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value:,.5g}</text>'


def _apart(wanted: Mapping[str, float], lowest: float) -> dict[str, float]:
    """Return places for names, near to where they are wanted, none upon another."""
    order = sorted(wanted, key=wanted.__getitem__)
    places = [wanted[name] for name in order]
    for number in range(1, len(places)):
        places[number] = max(places[number], places[number - 1] + _LETTER)
    places[-1] = min(places[-1], lowest)
    for number in reversed(range(len(places) - 1)):
        places[number] = min(places[number], places[number + 1] - _LETTER)
    return dict(zip(order, places, strict=True))
