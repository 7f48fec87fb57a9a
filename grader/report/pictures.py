"""Pictures of what was handed in beside what is right, as paths and places for the templates to draw."""

from collections.abc import Sequence
from dataclasses import dataclass

from grader.model.evidence import CurvePicture, TrajectoryPicture
from grader.model.text import Language
from grader.report.catalogue import catalogue
from grader.report.clean import clean_line
from grader.report.facts import Fact
from grader.report.numbers import number_text
from grader.report.scales import Range, Tick, is_drawable, range_of, ticks_of, tight_range_of

WIDTH, LEFT, TOP = 400.0, 52.0, 26.0
_CURVE_HEIGHT = 220.0
_MOST_POINTS = 2000
_SIMILAR = 4.0
"""Axes of a plane have one scale unless one range is so many times the other."""
_VISIBLE = 0.004
"""A gap of less than this share of the picture's height cannot be seen."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a picture: ``role`` is ``actual`` or ``expected``; its ends are marked where the order matters."""

    role: str
    path: str
    start: Point | None = None
    end: Point | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture: a frame of ``width`` by ``height`` with axes and lines, and what is said beside it."""

    width: float
    height: float
    x_name: str
    y_name: str
    x_ticks: list[Tick]
    y_ticks: list[Tick]
    lines: tuple[Line, ...]
    alt: str
    remarks: tuple[str, ...]
    has_ends: bool
    has_expected: bool


def chart_of(fact: Fact, language: Language) -> Chart | None:
    """Return the picture that a fact holds, without the right line where it is hidden; None for other facts."""
    match fact.evidence:
        case CurvePicture() as picture:
            return _curve(picture, language, shows_expected="expected" not in fact.hidden)
        case TrajectoryPicture() as picture:
            return _trajectory(picture, language, shows_expected="expected" not in fact.hidden)
        case _:
            return None


def _curve(picture: CurvePicture, language: Language, *, shows_expected: bool) -> Chart:
    words = catalogue(language)
    right = picture.expected[:_MOST_POINTS] if shows_expected else ()
    actual = picture.actual[:_MOST_POINTS]
    x_range, y_range = tight_range_of(picture.x), range_of(actual, right)
    names = clean_line(picture.x_name, longest=40), clean_line(picture.y_name, longest=40)
    lines = [Line("actual", _path(tuple(zip(picture.x, actual, strict=False)), x_range, y_range, _CURVE_HEIGHT))]
    if right:
        path = _path(tuple(zip(picture.x, right, strict=False)), x_range, y_range, _CURVE_HEIGHT)
        lines.append(Line("expected", path))  # dashes above the line: both are seen where they coincide
    outside = sum(not y_range.holds(value) for value in actual)
    remarks = [words.count("ui.outside", outside)] if outside else []
    gaps = [
        (abs(ours - theirs), x)
        for x, ours, theirs in zip(picture.x, right, actual, strict=False)
        if is_drawable(ours) and is_drawable(theirs)
    ]
    if gaps:
        widest, place = max(gaps)
        is_seen = widest > _VISIBLE * y_range.span
        furthest = words.say("ui.furthest", x=f"{names[0]} = {number_text(place, language)}")
        remarks.append(furthest if is_seen else words.say("ui.coincide"))
    drawn = [value for value in picture.x if is_drawable(value)] or [0.0]
    alt = words.say(
        "ui.curve_alt",
        x=names[0],
        y=names[1],
        low=number_text(min(drawn), language),
        high=number_text(max(drawn), language),
    )
    return _chart(names, (x_range, y_range), _CURVE_HEIGHT, lines, alt, remarks, language)


def _trajectory(picture: TrajectoryPicture, language: Language, *, shows_expected: bool) -> Chart:
    words = catalogue(language)
    right = picture.expected[:_MOST_POINTS] if shows_expected else ()
    actual = picture.actual[:_MOST_POINTS]
    x_range = range_of([x for x, _ in actual], [x for x, _ in right], reach=1.0)
    y_range = range_of([y for _, y in actual], [y for _, y in right], reach=1.0)
    height = _CURVE_HEIGHT
    if 1 / _SIMILAR < y_range.span / x_range.span < _SIMILAR:  # one scale for both: circles look like circles
        height = min(max(WIDTH * y_range.span / x_range.span, 160.0), 300.0)
        x_range = _widened(x_range, y_range.span * WIDTH / height)
        y_range = _widened(y_range, x_range.span * height / WIDTH)
    names = clean_line(picture.x_name, longest=40), clean_line(picture.y_name, longest=40)
    lines = [
        Line(role, _path(points, x_range, y_range, height), *_ends(points, x_range, y_range, height))
        for role, points in (("actual", actual), ("expected", right))
        if points
    ]
    outside = sum(not (x_range.holds(x) and y_range.holds(y)) for x, y in actual)
    remarks = [words.count("ui.outside", outside)] if outside else []
    alt = words.say("ui.path_alt", x=names[0], y=names[1])
    return _chart(names, (x_range, y_range), height, lines, alt, remarks, language)


def _chart(
    names: tuple[str, str],
    ranges: tuple[Range, Range],
    height: float,
    lines: Sequence[Line],
    alt: str,
    remarks: Sequence[str],
    language: Language,
) -> Chart:
    words = catalogue(language)
    has_expected = any(line.role == "expected" for line in lines)
    return Chart(
        width=WIDTH,
        height=height,
        x_name=names[0],
        y_name=names[1],
        x_ticks=ticks_of(ranges[0], WIDTH, language),
        y_ticks=ticks_of(ranges[1], height, language, 4, flipped=True),
        lines=tuple(lines),
        alt=f"{alt} {words.say('ui.both' if has_expected else 'ui.only_yours')}",
        remarks=tuple(remarks),
        has_ends=any(line.start is not None for line in lines),
        has_expected=has_expected,
    )


def _widened(shown: Range, span: float) -> Range:
    more = max(span - shown.span, 0.0) / 2
    return Range(shown.low - more, shown.high + more)


def _place(point: Point, x_range: Range, y_range: Range, height: float) -> Point:
    x, y = x_range.clamped(point[0]), y_range.clamped(point[1])
    return (x - x_range.low) / x_range.span * WIDTH, height - (y - y_range.low) / y_range.span * height


def _path(points: Sequence[Point], x_range: Range, y_range: Range, height: float) -> str:
    """Return SVG path data; the line is broken where a value is not finite, and a lone point becomes a dot."""
    pieces: list[str] = []
    x_scale, y_scale = WIDTH / x_range.span, height / y_range.span
    left, right = x_range.low - x_range.span, x_range.high + x_range.span
    low, high = y_range.low - y_range.span, y_range.high + y_range.span
    is_broken = True
    for x, y in points:
        if x != x or y != y:  # NaN, told fast: pictures have many points
            is_broken = True
            continue
        across = (min(max(x, left), right) - x_range.low) * x_scale
        down = height - (min(max(y, low), high) - y_range.low) * y_scale
        # With round ends, a piece of no length is a visible dot.
        pieces.append(f"M{across:.1f} {down:.1f}h0" if is_broken else f"L{across:.1f} {down:.1f}")
        is_broken = False
    return "".join(pieces)


def _ends(points: Sequence[Point], x_range: Range, y_range: Range, height: float) -> tuple[Point | None, Point | None]:
    drawable = [point for point in points if is_drawable(point[0]) and is_drawable(point[1])]
    if not drawable:
        return None, None
    first, last = (_place(point, x_range, y_range, height) for point in (drawable[0], drawable[-1]))
    return (round(first[0], 1), round(first[1], 1)), (round(last[0], 1), round(last[1], 1))
