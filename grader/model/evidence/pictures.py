"""Numbers for pictures that a student would rather look at."""

from dataclasses import dataclass
from typing import ClassVar

from grader.model.evidence.base import Evidence


@dataclass(frozen=True, slots=True)
class CurvePicture(Evidence):
    """The student's curve beside the right one, over one variable; at most some hundred points."""

    code: ClassVar[str] = "curve_picture"
    staff_fields: ClassVar[frozenset[str]] = frozenset({"expected"})
    x_name: str
    y_name: str
    x: tuple[float, ...]
    actual: tuple[float, ...]
    expected: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class TrajectoryPicture(Evidence):
    """The student's trajectory beside the right one, in the plane of two of its coordinates."""

    code: ClassVar[str] = "trajectory_picture"
    staff_fields: ClassVar[frozenset[str]] = frozenset({"expected"})
    x_name: str
    y_name: str
    actual: tuple[tuple[float, float], ...]
    expected: tuple[tuple[float, float], ...]
