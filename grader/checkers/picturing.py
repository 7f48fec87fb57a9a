"""Numbers for pictures: the student's curve or trajectory beside the right one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from grader.model.checker import Parameters
from grader.model.evidence import CurvePicture, Evidence, TrajectoryPicture
from grader.model.values import Array
from grader.numerics.draws.specs import Given

MOST_POINTS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture(Parameters):
    """One more call, for a picture: it costs no points."""

    kind: Literal["curve", "trajectory"]
    """``curve``: the value over one argument. ``trajectory``: two columns of the (n, k) value against each other."""
    case: Mapping[str, Given] = field(default_factory=dict[str, Given])
    """What the call takes in place of the draws, as in ``cases``."""
    x: str = ""
    """The argument on the x axis of a curve: an array with one entry for each point."""
    columns: tuple[int, int] = (0, 1)
    """The two columns of a trajectory."""
    x_name: str = ""
    """What the x axis is called; by default the argument's name."""
    y_name: str = ""
    """What the y axis is called; by default the function's name."""

    def __post_init__(self) -> None:
        if self.kind == "curve" and not self.x:
            msg = "a curve needs `x`: the argument on its x axis"
            raise ValueError(msg)
        if min(self.columns) < 0:
            msg = "columns count from 0"
            raise ValueError(msg)


def draw_picture(picture: Picture, function: str, x: Array | None, actual: Array, expected: Array) -> Evidence | None:
    """Return the picture's numbers, or None where the student's value cannot be drawn.

    Args:
        picture: the rubric's parameters.
        function: names the y axis of a curve where the rubric does not.
        x: the argument on the x axis of a curve.
        actual: the student's value.
        expected: the right one.
    """
    if picture.kind == "curve":
        return None if x is None else _curve(picture, function, x, actual, expected)
    return _trajectory(picture, actual, expected)


def _curve(picture: Picture, function: str, x: Array, actual: Array, expected: Array) -> Evidence | None:
    if not x.size == actual.size == expected.size or not x.size:
        return None
    rows = [_real(each) for each in (x, actual, expected)]
    good = np.isfinite(rows[0]) & np.isfinite(rows[1]) & np.isfinite(rows[2])
    kept = _few(np.flatnonzero(good))
    if len(kept) < 2:
        return None
    across, mine, theirs = (tuple(float(each) for each in row[kept]) for row in rows)
    return CurvePicture(picture.x_name or picture.x, picture.y_name or function, across, mine, theirs)


def _trajectory(picture: Picture, actual: Array, expected: Array) -> Evidence | None:
    if actual.ndim != 2 or expected.ndim != 2 or max(picture.columns) >= min(actual.shape[1], expected.shape[1]):
        return None
    paths = [_path(each[:, list(picture.columns)]) for each in (actual, expected)]
    if min(map(len, paths)) < 2:
        return None
    return TrajectoryPicture(picture.x_name or "x", picture.y_name or "y", *paths)


def _path(points: Array) -> tuple[tuple[float, float], ...]:
    kept = points[_few(np.arange(len(points)))]
    pairs = np.stack([_real(kept[:, 0]), _real(kept[:, 1])], axis=-1)
    pairs = pairs[np.all(np.isfinite(pairs), axis=-1)]
    return tuple((float(x), float(y)) for x, y in pairs)


def _few(places: Array) -> Array:
    if len(places) <= MOST_POINTS:
        return places
    return places[np.linspace(0, len(places) - 1, MOST_POINTS).round().astype(np.int64)]


def _real(row: Array) -> Array:
    flat = row.ravel()
    if flat.dtype.kind == "c":
        flat = np.where(np.imag(flat) == 0, np.real(flat), np.nan)
    return flat.astype(np.float64)
