"""Whose fault it was that there is nothing to judge, and what is said of it."""
# Lambdas stand for students' functions and references, which have no types here:
# pyright: reportUnknownLambdaType=false, reportUnknownArgumentType=false, reportUnknownMemberType=false

import pytest
from pydantic import TypeAdapter

from grader.checkers.observing import CaseResult, settle
from grader.checkers.values import Values
from grader.model.checker import ProbeContext, Seen
from grader.model.evidence import (
    CasesPassed,
    Died,
    Evidence,
    ForgedFrame,
    LoadTrouble,
    NotAnswered,
    NotRun,
    OurFault,
    OutOfMemory,
    Raised,
    TimedOut,
    Unreadable,
)
from grader.model.probe import Ended, ExceptionFact, LoadEnded, LoadFact, Loading
from grader.model.status import Status
from grader.model.submission import Artifact, ArtifactKind, Cell, Submission
from grader.model.verdict import Verdict, failed, passed
from tests.fakes.oracles import NOTHING, Ends, Plain, TableOracle, verdict_on

CHECKER = TypeAdapter(Values).validate_python({
    "function": "f",
    "reference": "m.same",
    "rtol": 0,
    "atol": 0,
    "draws": {"arguments": {"x": 1.5}},
})
ORACLE = TableOracle({"m.same": lambda x: x})
CALL = "f(x=1.5)"
RAISED = ExceptionFact("ValueError", "no", "a.py", 3, None, "raise ValueError('no')")


def judge(
    functions: dict[str, Plain | Ends], submission: Submission = NOTHING, loading: Loading | None = None
) -> Verdict:
    return verdict_on(CHECKER, functions, ORACLE, submission=submission, loading=loading)


@pytest.mark.parametrize(
    ("ends", "evidence"),
    [
        (
            Ends(Ended.RAISED, exception=RAISED, printed="hm"),
            Raised(CALL, "ValueError", "no", "a.py", 3, None, "raise ValueError('no')", "hm"),
        ),
        (Ends(Ended.RAISED), Raised(CALL, "", "")),
        (Ends(Ended.TIMED_OUT, "cpu", 10.0), TimedOut(CALL, 10.0, "cpu")),
        (Ends(Ended.TIMED_OUT, "wall", 30.0), TimedOut(CALL, 30.0, "wall")),
        (Ends(Ended.DIED, "signal 11"), Died(CALL, "signal 11")),
        (Ends(Ended.OUT_OF_MEMORY, limit=512), OutOfMemory(CALL, 512)),
        (Ends(Ended.BAD_FRAME, "length"), ForgedFrame(CALL, "length")),
        (Ends(Ended.NOT_RUN, "after_time_out"), NotRun("f", "after_time_out")),
        (Ends(Ended.NOT_DEFINED), NotAnswered("f")),
    ],
)
def test_the_students_fault_fails(ends: Ends, evidence: Evidence) -> None:
    assert judge({"f": ends}) == failed(evidence)


@pytest.mark.parametrize(
    ("ends", "evidence"),
    [
        (Ends(Ended.FAULT, "overloaded"), OurFault("sandbox_fault", "overloaded")),
        (Ends(Ended.NOT_RUN, "hand_in_time"), NotRun("f", "hand_in_time")),
    ],
)
def test_our_fault_is_ungraded(ends: Ends, evidence: Evidence) -> None:
    assert judge({"f": ends}) == Verdict(Status.UNGRADED, failed().credit, (evidence,))


def script(text: str, path: str = "a.py", *troubles: Evidence) -> Artifact:
    return Artifact(path, ArtifactKind.SCRIPT, text, "", troubles=troubles)


def loading(*facts: LoadFact) -> Loading:
    return Loading(facts, (), "python", "T0")


SYNTAX = ExceptionFact("SyntaxError", "invalid syntax", "a.py", 2, None, "    return (")


def test_a_function_in_a_file_that_does_not_parse_is_unreadable_with_its_place() -> None:
    hand_in = Submission("a", (script("def f(x):\n    return (\n"),))
    fact = LoadFact("a.py", LoadEnded.SYNTAX_ERROR, exception=SYNTAX)
    assert judge({}, hand_in, loading(fact)).evidence == (
        Unreadable("a.py", "syntax_error", "invalid syntax", line=2, excerpt="    return ("),
    )


@pytest.mark.parametrize("text", ["def ff(x): (", "# f is left out\n(", "x = f(3) + (", "def g(f): ("])
def test_a_broken_file_that_does_not_define_the_function_is_no_excuse(text: str) -> None:
    fact = LoadFact("a.py", LoadEnded.SYNTAX_ERROR, exception=SYNTAX)
    assert judge({}, Submission("a", (script(text),)), loading(fact)).evidence == (NotAnswered("f"),)


@pytest.mark.parametrize("text", ["if x:\n    def f(x): (", "async def f(): (", "f = lambda x: (", "def f (x): ("])
def test_every_way_to_define_a_function_is_seen(text: str) -> None:
    fact = LoadFact("a.py", LoadEnded.SYNTAX_ERROR, exception=SYNTAX)
    assert isinstance(judge({}, Submission("a", (script(text),)), loading(fact)).evidence[0], Unreadable)


def test_a_cell_that_raises_before_the_definition_is_named() -> None:
    cells = (Cell(1, "code", "import torch\ndef f(x): ..."), Cell(2, "code", "def g(x): ..."))
    hand_in = Submission("a", (Artifact("n.ipynb", ArtifactKind.NOTEBOOK, "", "", cells),))
    missing = ExceptionFact("ModuleNotFoundError", "No module named 'torch'", "n.ipynb", 1, 1, "import torch")
    fact = LoadFact("n.ipynb", LoadEnded.RAISED, 1, missing)
    assert judge({}, hand_in, loading(fact)).evidence == (
        LoadTrouble("n.ipynb", "raised", "ModuleNotFoundError", "No module named 'torch'", 1, 1, "import torch"),
    )
    other = LoadFact("n.ipynb", LoadEnded.RAISED, 2, missing)
    assert judge({}, hand_in, loading(other)).evidence == (NotAnswered("f"),)


def test_a_file_that_we_could_not_open_is_for_a_person() -> None:
    ours = Unreadable("b.py", "io", is_ours=True)
    verdict = judge({}, Submission("a", (), troubles=(ours,)))
    assert (verdict.status, verdict.evidence) == (Status.UNGRADED, (ours,))
    theirs = Unreadable("b.py", "not_utf8")
    hand_in = Submission("a", (script("", "b.py", theirs),))
    assert judge({}, hand_in) == failed(theirs)
    assert judge({"f": lambda x: x}, Submission("a", (), troubles=(ours,))) == passed()


def test_a_call_that_nobody_watched_is_our_fault_unless_there_is_no_code() -> None:
    probes = CHECKER.probes(ProbeContext("Q1.a", 7, ORACLE))
    with_code = Seen({}, None, Submission("a", (script("x = 1"),)))
    assert CHECKER.judge(probes, with_code, ORACLE).status is Status.UNGRADED
    prose = Submission("a", (Artifact("a.md", ArtifactKind.MARKDOWN, "words", ""),))
    assert CHECKER.judge(probes, Seen({}, None, prose), ORACLE) == failed(NotAnswered("f"))


def test_a_long_message_is_cut() -> None:
    verdict = judge({"f": Ends(Ended.RAISED, exception=ExceptionFact("E", "m" * 10**6), printed="p" * 10**6)})
    raised = verdict.evidence[0]
    assert isinstance(raised, Raised)
    assert len(raised.message) == len(raised.printed) == 500


RIGHT, WRONG, UNKNOWN = CaseResult("right"), CaseResult("wrong", (NotAnswered("f"),)), CaseResult("unknown")


@pytest.mark.parametrize(
    ("results", "fraction", "status"),
    [
        ((RIGHT, RIGHT), False, Status.PASSED),
        ((RIGHT, WRONG), False, Status.FAILED),
        ((RIGHT, UNKNOWN), False, Status.UNGRADED),
        ((WRONG, UNKNOWN), False, Status.FAILED),
        ((UNKNOWN, WRONG), False, Status.FAILED),
        ((WRONG, UNKNOWN), True, Status.UNGRADED),
        ((RIGHT, WRONG), True, Status.PARTIAL),
        ((WRONG, WRONG), True, Status.FAILED),
    ],
)
def test_cases_add_up_to_a_verdict(results: tuple[CaseResult, ...], fraction: bool, status: Status) -> None:
    verdict = settle(results, fraction=fraction)
    assert verdict.status is status
    assert (CasesPassed(1, 2) in verdict.evidence) == (status is Status.PARTIAL)
