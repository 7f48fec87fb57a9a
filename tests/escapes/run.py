"""Run every attack in one kind of surroundings: ``python -m tests.escapes.run CASE OUT [NAME …]``.

A process of its own, so that an attack that gets through on a low tier meets this one and not the tests.
"""

import random
import sys
import time
from pathlib import Path

from grader.model.errors import SandboxError
from tests.escapes.attacks import all_attacks
from tests.escapes.bench import Bench
from tests.escapes.cases import CASES, CannotBeMadeError, Case
from tests.escapes.outcome import Outcome, Session
from tests.escapes.processes import descendants
from tests.escapes.surroundings import Surroundings

_DAEMONS_TAKE_S = 1.6


def run(case: Case, names: tuple[str, ...] = ()) -> Session:
    """Make the surroundings of a case, for good, and run the attacks."""
    try:
        case.enter()
    except CannotBeMadeError as error:
        return Session(case.name, case.tier.name, "", (), skipped=str(error))
    attacks = [each for each in all_attacks() if not names or each.name in names]
    random.Random(case.name).shuffle(attacks)  # no verdict may hang on the order
    around = Surroundings()
    outcomes: list[Outcome] = []
    try:
        with Bench(around, case.tier) as bench:
            environment = bench.sandbox.environment
            for attack in attacks:
                outcomes.append(bench.try_attack(attack))
            time.sleep(_DAEMONS_TAKE_S)
            troubles = around.damage()
        left = descendants() - {around.bystander.pid}
        troubles += [f"{len(left)} processes are left"] * bool(left)
    except SandboxError as error:
        return Session(case.name, case.tier.name, "", tuple(outcomes), skipped=f"not offered here: {error}")
    finally:
        around.close()
    return Session(case.name, case.tier.name, environment, tuple(outcomes), troubles=tuple(troubles))


def main() -> None:
    """Run the case that the command line names and write what came of it."""
    name, out, *names = sys.argv[1:]
    with Path(out).open("w", encoding="utf-8") as file:  # opened by who we are now
        run(CASES[name], tuple(names)).write(file)


if __name__ == "__main__":
    main()
