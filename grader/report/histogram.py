"""How many hand-ins have how many points, as places for the template to draw."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from grader.model.text import Language
from grader.report.class_rows import ClassRow
from grader.report.scales import Range, Tick, ticks_of

WIDTH, HEIGHT = 400.0, 220.0
_MOST_BINS = 20
_WIDTHS = (
    Fraction(1, 10),
    Fraction(1, 4),
    Fraction(1, 2),
    *(Fraction(each) for each in (1, 2, 4, 5, 10, 20, 25, 50, 100)),
)


@dataclass(frozen=True, slots=True)
class HistogramBar:
    """A stack of one bin: hand-ins whose total is final, and on top of them those that wait in part."""

    x: float
    width: float
    settled_y: float
    settled_height: float
    open_y: float
    open_height: float


@dataclass(frozen=True, slots=True)
class Histogram:
    """Totals so far as bars; as an outline, totals if everything that waits were earned."""

    width: float
    height: float
    bars: tuple[HistogramBar, ...]
    most: str
    """Path data; empty when nothing waits."""
    x_ticks: list[Tick]
    y_ticks: list[Tick]


def bin_width(possible: Fraction) -> Fraction:
    """Return a width that gives at most twenty bins."""
    fitting = (width for width in _WIDTHS if possible / width <= _MOST_BINS)
    return next(fitting, possible / _MOST_BINS if possible else Fraction(1))


def histogram_of(rows: Sequence[ClassRow], possible: Fraction, language: Language) -> Histogram:
    """Return the histogram of a class.

    Args:
        rows: hand-ins that were judged.
        possible: the rubric's points; the last bin holds full marks.
        language: of the numbers on the axes.
    """
    width = bin_width(possible)
    count = max(-(-possible // width), 1)
    settled, waiting, most = [0] * count, [0] * count, [0] * count
    for row in rows:
        (waiting if row.pending else settled)[_bin(row.earned, width, count)] += 1
        most[_bin(row.earned + row.pending, width, count)] += 1
    highest = max(*(done + wait for done, wait in zip(settled, waiting, strict=True)), *most, 1)
    step, unit = WIDTH / count, HEIGHT / (highest * 1.08)
    bars: list[HistogramBar] = []
    for at, (done, wait) in enumerate(zip(settled, waiting, strict=True)):
        settled_y = HEIGHT - done * unit
        bars.append(
            HistogramBar(
                x=round(at * step + 1, 2),
                width=round(step - 2, 2),
                settled_y=round(settled_y, 2),
                settled_height=round(done * unit, 2),
                open_y=round(settled_y - wait * unit, 2),
                open_height=round(wait * unit, 2),
            )
        )
    x_range = Range(0.0, float(count * width))
    y_ticks = [
        tick
        for tick in ticks_of(Range(0.0, highest * 1.08), HEIGHT, language, 4, flipped=True)
        if tick.label.isdecimal()
    ]
    outline = "".join(
        f"{'V' if at else 'M0 '}{HEIGHT - number * unit:.2f}H{(at + 1) * step:.2f}" for at, number in enumerate(most)
    )
    return Histogram(
        width=WIDTH,
        height=HEIGHT,
        bars=tuple(bars),
        most=outline if any(row.pending for row in rows) else "",
        x_ticks=ticks_of(x_range, WIDTH, language, 6),
        y_ticks=[tick for tick in y_ticks if tick.label.isdecimal()],
    )


def _bin(points: Fraction, width: Fraction, count: int) -> int:
    return min(int(points // width), count - 1)
