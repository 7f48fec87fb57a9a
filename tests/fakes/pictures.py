"""Pictures as checkers give them: a curve with a hole and a wild end, two spirals."""

import math

from grader.model.evidence import CurvePicture, TrajectoryPicture

_Z = tuple(-6 + 0.2 * at for at in range(61))
FLOW = CurvePicture(
    x_name="z",
    y_name="g(z)",
    x=_Z,
    actual=tuple(math.nan if abs(z) < 0.05 else 1.6 * math.tanh(z) + (40.0 * (z - 5) if z > 5 else 0.0) for z in _Z),
    expected=tuple(z * 0.35 + math.tanh(z) for z in _Z),
)
PATH = TrajectoryPicture(
    x_name="ψ₀",
    y_name="θ",
    actual=tuple((1.004**at * math.cos(at / 12), 1.004**at * math.sin(at / 12)) for at in range(150)),
    expected=tuple((0.985**at * math.cos(at / 12), 0.985**at * math.sin(at / 12)) for at in range(150)),
)
