"""An oracle that remembers what it was asked, and one that knows nothing else."""

from collections.abc import Mapping

from grader.model.checker import Oracle
from grader.model.digest import value_digest
from grader.model.errors import CheckerError
from grader.model.values import SequenceValue, Value

Asked = tuple[str, str]
"""A function's dotted name and the digest of its arguments."""


class RecordingOracle:
    """Asks another oracle and keeps every answer."""

    def __init__(self, oracle: Oracle) -> None:
        self._oracle = oracle
        self.answers: dict[Asked, Value] = {}

    def call(self, function: str, arguments: tuple[Value, ...]) -> Value:
        """Return what the other oracle gives; see ``grader.model.checker.Oracle``."""
        value = self._oracle.call(function, arguments)
        self.answers[asked(function, arguments)] = value
        return value


class RecordedOracle:
    """Knows values and no formulas: what a student's checks carry."""

    def __init__(self, answers: Mapping[Asked, Value]) -> None:
        self._answers = dict(answers)

    def call(self, function: str, arguments: tuple[Value, ...]) -> Value:
        """Return what was recorded for a call.

        Raises:
            CheckerError: when nothing was.
        """
        key = asked(function, arguments)
        if key not in self._answers:
            msg = "these checks hold no value for this call; get them anew from your course"
            raise CheckerError(msg)
        return self._answers[key]


def asked(function: str, arguments: tuple[Value, ...]) -> Asked:
    """Return the name under which a call's answer is kept."""
    return function, value_digest(SequenceValue("tuple", arguments))
