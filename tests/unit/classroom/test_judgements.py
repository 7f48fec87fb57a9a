"""What was judged on the same grounds is not judged again, and whatever changes the grounds is."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from grader.checkers.installed import installed_checkers
from grader.classroom.rows import Row
from grader.classroom.session import Session, Settings
from grader.intake import find_hand_ins
from grader.marking.judge import Judge
from grader.model.report import Override
from grader.model.verdict import partial
from grader.rubric import load_rubric
from tests.unit.classroom.small_class import RIGHT, RUBRIC, make_rubric


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Row]:
    """Return a rubric, the folder of a class of one, and its row."""
    folder = tmp_path_factory.mktemp("judgements")
    rubric = make_rubric(folder / "rubric")
    hand_ins = folder / "class"
    hand_ins.mkdir()
    (hand_ins / "anna.py").write_text(RIGHT, encoding="utf-8")
    with open_session(rubric, folder / "out") as session:
        (row,) = session.grade(find_hand_ins(hand_ins)[0])
    return rubric, folder / "out", row


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list of the criteria that are judged from now on."""
    seen: list[str] = []
    real: Callable[..., object] = vars(Judge)["_judge"]

    def spy(self: Judge, of: object, criteria: Sequence[int], budget: object) -> object:
        seen.extend(self.plan.criteria[at].criterion.id for at in criteria)
        return real(self, of, criteria, budget)

    monkeypatch.setattr(Judge, "_judge", spy)
    return seen


def open_session(rubric: Path, out: Path) -> Session:
    return Session([load_rubric(rubric, installed_checkers())], Settings(out=out))


def remark(rubric: Path, out: Path) -> Row:
    with open_session(rubric, out) as session:
        (row,) = session.remark("anna")
    return row


def times(out: Path) -> list[int]:
    return [path.stat().st_mtime_ns for path in sorted((out / "reports").iterdir())]


def test_nothing_changed_means_nothing_is_judged_or_written(graded: tuple[Path, Path, Row], judged: list[str]) -> None:
    rubric, out, row = graded
    remark(rubric, out)
    judged.clear()
    before = times(out)
    again = remark(rubric, out)
    assert judged == []
    assert times(out) == before
    assert (again.earned, again.pending, again.parts) == (row.earned, row.pending, row.parts)


@pytest.mark.parametrize("ending", [".html", ".student.html", ".json"])
def test_a_report_that_is_gone_or_touched_is_written_again_without_judging(
    graded: tuple[Path, Path, Row], judged: list[str], ending: str
) -> None:
    rubric, out, _ = graded
    remark(rubric, out)
    judged.clear()
    report = out / "reports" / f"anna{ending}"
    text = report.read_text(encoding="utf-8")
    report.unlink()
    remark(rubric, out)
    assert report.read_text(encoding="utf-8") == text
    report.write_text("forged", encoding="utf-8")
    remark(rubric, out)
    assert report.read_text(encoding="utf-8") == text
    assert judged == []


def test_one_changed_tolerance_costs_one_criterion(graded: tuple[Path, Path, Row], judged: list[str]) -> None:
    rubric, out, _ = graded
    remark(rubric, out)
    judged.clear()
    rubric.write_text(RUBRIC.replace("rtol: 1.0e-9", "rtol: 1.0e-8"), encoding="utf-8")
    try:
        remark(rubric, out)
    finally:
        make_rubric(rubric.parent)
    assert judged == ["Q1.double"]


def test_what_is_judged_again_and_comes_out_the_same_is_not_written(
    graded: tuple[Path, Path, Row], judged: list[str]
) -> None:
    rubric, out, row = graded
    remark(rubric, out)
    before = times(out)
    rubric.write_text(RUBRIC.replace("rtol: 1.0e-9", "rtol: 1.0e-7"), encoding="utf-8")
    try:
        again = remark(rubric, out)
        judged.clear()
        remark(rubric, out)
    finally:
        make_rubric(rubric.parent)
    assert times(out) == before
    assert (again.earned, again.parts, again.changes) == (row.earned, row.parts, ())
    assert judged == []  # the new verdict is remembered, though nothing was written


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("        checker: values", "        reveal: true\n        checker: values"),
        ("        checker: values", "        visibility: staff\n        checker: values"),
        ("seed: 7", "seed: 7\ndecimals: 1"),
        ("seed: 7", "seed: 7\nlate: {due: 2001-02-03T04:05:06Z, per_day: 5}"),
        ("{en: Small, fr: Petit}", "{en: Small, fr: Petit}\nlanguage: fr"),
    ],
)
def test_a_change_of_what_reports_show_is_written(
    graded: tuple[Path, Path, Row], judged: list[str], old: str, new: str
) -> None:
    rubric, out, _ = graded
    remark(rubric, out)
    judged.clear()
    before = times(out)
    rubric.write_text(RUBRIC.replace(old, new, 1), encoding="utf-8")
    try:
        remark(rubric, out)
    finally:
        make_rubric(rubric.parent)
    assert all(now != then for now, then in zip(times(out), before, strict=True))
    assert judged == []


def test_calls_that_were_never_made_are_said_though_nothing_is_written(graded: tuple[Path, Path, Row]) -> None:
    rubric, out, _ = graded
    remark(rubric, out)
    rubric.write_text(RUBRIC.replace("count: 3", "count: 4"), encoding="utf-8")
    try:
        rows = remark(rubric, out), remark(rubric, out)
    finally:
        make_rubric(rubric.parent)
    assert [row.unseen for row in rows] == [("Q1.double",)] * 2


def test_a_changed_title_is_written_and_not_judged(graded: tuple[Path, Path, Row], judged: list[str]) -> None:
    rubric, out, _ = graded
    remark(rubric, out)
    judged.clear()
    rubric.write_text(RUBRIC.replace("A text", "A new title"), encoding="utf-8")
    try:
        remark(rubric, out)
    finally:
        make_rubric(rubric.parent)
    assert judged == []
    assert "A new title" in (out / "reports" / "anna.html").read_text(encoding="utf-8")


def test_another_reference_is_judged_anew(graded: tuple[Path, Path, Row], judged: list[str]) -> None:
    rubric, out, _ = graded
    remark(rubric, out)
    judged.clear()
    (rubric.parent / "reference" / "small.py").write_text("def double(x):\n    return 3 * x\n", encoding="utf-8")
    try:
        row = remark(rubric, out)
    finally:
        make_rubric(rubric.parent)
    assert "Q1.double" in judged
    assert row.earned == "0"
    assert [change.criterion for change in row.changes] == ["Q1.double"]


def test_a_persons_mark_is_written_though_nothing_is_judged(graded: tuple[Path, Path, Row], judged: list[str]) -> None:
    rubric, out, _ = graded
    remark(rubric, out)
    judged.clear()
    with open_session(rubric, out) as session:
        override = Override("ta", datetime(2026, 1, 2, tzinfo=UTC), "seen", partial(Fraction(1, 2)))
        session.store.put_mark("anna", "small", "Q1.double", override)
        (given,) = session.remark("anna")
        session.store.forget_mark("anna", "small", "Q1.double")
        (taken_back,) = session.remark("anna")
    assert judged == []
    assert Fraction(taken_back.earned) - Fraction(given.earned) == 1
    report = json.loads((out / "reports" / "anna.json").read_text(encoding="utf-8"))
    assert report["parts"][0]["criteria"][0]["earned"] == 2


def test_other_observations_are_judged_anew(graded: tuple[Path, Path, Row], judged: list[str]) -> None:
    rubric, out, _ = graded
    remark(rubric, out)
    judged.clear()
    with open_session(rubric, out) as session:
        anna = session.store.hand_in("anna")
        assert anna is not None
        key = anna.submission_hash
        (environment,) = session.store.environments(key)
        seen = next(iter(session.store.observations(key, environment).values()))
        another = type(seen)("another", "another", seen.ended, seen.value)
        session.store.put_observations(key, environment, [another])
        session.remark("anna")
    assert set(judged) == {"Q1.double", "Q2.text"}
