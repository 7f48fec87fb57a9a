"""Tests against hand-ins, all in this process: the steps are made by the very code that the nursery runs."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import numpy as np

from grader.checkers.testing.steps import met_of
from grader.checkers.testing.taking_apart import Outcome, Way, judge_test, plan_test
from grader.sandbox.nursery.tests import make_test
from grader.sandbox.nursery.trouble import Sources
from grader.sandbox.values import value_of


def outcome_of(code: str, hand_in: str, way: Way = "cell", takes: tuple[str, ...] = ()) -> Outcome:
    """Take a test apart, make its steps against a hand-in, and judge."""
    plan = plan_test(code, way, takes)
    space: dict[str, Any] = {}
    with numpy_as_it_was():
        exec(hand_in, space)
    run = make_test([space], Sources("/nowhere"))
    steps = [
        (step.kind, step.target, step.pieces, tuple((name, thing_of(value)) for name, value in step.values))
        for step in plan.steps
    ]
    with numpy_as_it_was():
        made = run("steps", plan.wanted, *steps)
    met = met_of(value_of(made), len(steps))
    assert met is not None
    return judge_test(plan, met)


def thing_of(value: Any) -> Any:
    """Return a fresh object for a value, as the nursery makes its arguments."""
    from grader.sandbox.arguments import encode_argument
    from grader.sandbox.nursery.arguments import decode_argument
    from grader.sandbox.nursery.wire import pack, unpack

    return decode_argument(unpack(pack(encode_argument(value))))


def as_it_was_meant(code: str, hand_in: str) -> bool:
    """Whether a test passes where it runs as it was written, beside an honest hand-in."""
    space: dict[str, Any] = {}
    exec("import numpy as np\nimport math\n", space)
    with numpy_as_it_was():
        try:
            exec(hand_in, space)
            exec(code, space)
        except Exception:
            return False
        return True


@contextmanager
def numpy_as_it_was() -> Generator[None]:
    """Undo what a hand-in patches, which has this process to itself nowhere but here."""
    names = {module: dict(vars(module)) for module in (np, np.testing)}
    try:
        yield
    finally:
        for module, before in names.items():
            vars(module).update(before)
