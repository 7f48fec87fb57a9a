import math
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.model.evidence import CurvePicture, TrajectoryPicture
from grader.report.facts import Fact
from grader.report.pictures import WIDTH, Chart, chart_of
from grader.report.scales import Range, range_of, ticks_of
from tests.fakes.pictures import FLOW, PATH

ANY = st.floats(allow_nan=True, allow_infinity=True)


def drawn(fact: Fact) -> Chart:
    chart = chart_of(fact, "en")
    assert chart is not None
    return chart


def points(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", path)]


def test_a_curve_is_drawn_where_its_numbers_say() -> None:
    picture = CurvePicture("x", "y", (0.0, 1.0, 2.0), (0.0, 1.0, 2.0), (0.0, 1.0, 2.0))
    chart = drawn(Fact(picture))
    across = [x for x, _ in points(chart.lines[0].path)]
    assert across == [0.0, WIDTH / 2, WIDTH]
    down = [y for _, y in points(chart.lines[0].path)]
    assert down[0] > down[1] > down[2]
    assert down[0] - down[1] == pytest.approx(down[1] - down[2], abs=0.11)


def test_a_hole_breaks_the_line() -> None:
    chart = drawn(Fact(FLOW))
    assert chart.lines[0].path.count("M") == 2
    assert chart.lines[1].path.count("M") == 1
    assert chart.remarks[0].endswith("lie outside the frame.")


def test_the_right_line_is_drawn_only_when_it_may_be_seen() -> None:
    assert [line.role for line in drawn(Fact(FLOW)).lines] == ["actual", "expected"]
    hidden = drawn(Fact(FLOW, frozenset({"expected"})))
    assert [line.role for line in hidden.lines] == ["actual"]
    assert not any("Furthest" in remark for remark in hidden.remarks)


def test_lines_that_coincide_to_the_eye_are_said_to_coincide() -> None:
    near = replace(FLOW, actual=tuple(y + 1e-6 for y in FLOW.expected))
    assert drawn(Fact(near)).remarks == ("The two lines coincide.",)
    assert drawn(Fact(FLOW)).remarks[1] == "Furthest apart at z = 6."


def test_wild_values_do_not_squeeze_the_right_curve() -> None:
    wild = replace(FLOW, actual=tuple(1e250 for _ in FLOW.x))
    right = [y for _, y in points(drawn(Fact(wild)).lines[1].path)]
    assert max(right) - min(right) > 100


def test_circles_look_like_circles() -> None:
    circle = tuple((3 * math.cos(at / 8), 3 * math.sin(at / 8)) for at in range(51))
    chart = drawn(Fact(TrajectoryPicture("x", "y", circle, circle)))
    places = points(chart.lines[1].path)
    width = max(x for x, _ in places) - min(x for x, _ in places)
    height = max(y for _, y in places) - min(y for _, y in places)
    assert width == pytest.approx(height, rel=0.01)


def test_a_path_marks_its_start_and_its_end() -> None:
    chart = drawn(Fact(PATH))
    path = points(chart.lines[0].path)
    assert chart.lines[0].start == pytest.approx(path[0])
    assert chart.lines[0].end == pytest.approx(path[-1])


@settings(derandomize=True, deadline=None, max_examples=150)
@given(st.lists(st.tuples(ANY, ANY, ANY), max_size=12))
def test_any_numbers_make_a_picture(rows: list[tuple[float, float, float]]) -> None:
    x, actual, expected = (tuple(column) for column in zip(*rows, strict=True)) if rows else ((), (), ())
    for hidden in (frozenset[str](), frozenset({"expected"})):
        curve = drawn(Fact(CurvePicture("x", "y", x, actual, expected), hidden))
        ways = tuple(zip(x, actual, strict=True)), tuple(zip(x, expected, strict=True))
        path = drawn(Fact(TrajectoryPicture("x", "y", *ways), hidden))
        for chart in (curve, path):
            assert len(chart.x_ticks) < 30
            assert len(chart.y_ticks) < 30
            for line in chart.lines:
                assert "nan" not in line.path
                assert "inf" not in line.path
                assert all(-401 <= x <= 801 and -601 <= y <= 901 for x, y in points(line.path))


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.lists(ANY, max_size=20), st.lists(ANY, max_size=20))
def test_ranges_have_a_length_and_ticks_lie_inside(values: list[float], guide: list[float]) -> None:
    shown = range_of(values, guide)
    assert math.isfinite(shown.span)
    assert shown.span > 0
    for tick in ticks_of(shown, 100.0, "en"):
        assert -0.001 <= tick.at <= 100.001


def test_ticks_are_round_numbers_in_the_readers_notation() -> None:
    assert [tick.label for tick in ticks_of(Range(-0.6, 1.1), 100.0, "en")] == ["−0.5", "0", "0.5", "1"]
    assert [tick.label for tick in ticks_of(Range(-0.6, 1.1), 100.0, "fr")] == ["−0,5", "0", "0,5", "1"]
    assert [tick.label for tick in ticks_of(Range(1000, 1004), 100.0, "en")] == ["1000", "1001", "1002", "1003", "1004"]
    assert [tick.label for tick in ticks_of(Range(0, 4e-7), 100.0, "en")][:2] == ["0", "1e−7"]
