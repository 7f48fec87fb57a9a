"""The attacks are run once for each case, two cases at a time, as soon as a test asks for the first of them."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from tests.escapes.attacks import all_attacks
from tests.escapes.cases import CASES
from tests.escapes.outcome import Session
from tests.escapes.sessions import run_case

RunCase = Callable[[str], Session]


@pytest.fixture(scope="session")
def session_of(request: pytest.FixtureRequest) -> Iterator[RunCase]:
    """Return what came of the attacks in a case.

    Yields:
        A function from a case's name to its session.
    """
    asked = sorted({name for item in request.session.items for name in CASES if f"[{name}" in item.name})
    started: dict[str, Future[Session]] = {}
    with ThreadPoolExecutor(2) as pool:
        for name in asked:
            claimed = tuple(each.name for each in all_attacks() if each.stopped_from <= CASES[name].tier)
            started[name] = pool.submit(run_case, name, claimed)
        yield lambda name: started[name].result()
