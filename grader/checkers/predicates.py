"""Questions put to the reference about a student's value: is it what it should be?"""

import numpy as np

from grader.model.checker import Oracle
from grader.model.errors import CheckerError
from grader.model.values import ArrayValue, Value

_LONGEST_REASON = 80


def ask(oracle: Oracle, predicate: str, arguments: tuple[Value, ...]) -> str | None:
    """Ask a predicate of the reference.

    Args:
        oracle: calls it.
        predicate: its dotted name; it returns True, False or a short key that says why not.
        arguments: the call's arguments and the student's value last.

    Returns:
        None if it holds, otherwise why not (``refused`` where the predicate gives no reason).

    Raises:
        CheckerError: if it returns anything else.
    """
    said = oracle.call(predicate, arguments)
    if isinstance(said, ArrayValue) and said.data.shape == () and said.data.dtype == np.bool_:
        said = bool(said.data)
    if said is True:
        return None
    if said is False:
        return "refused"
    if isinstance(said, str) and 0 < len(said) <= _LONGEST_REASON:
        return said
    msg = f"{predicate} must return True, False or a short reason"
    raise CheckerError(msg)
