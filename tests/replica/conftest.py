"""One image for the session: the container's program with a small rubric whose first function is the attackers'."""

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from grader.apps.gradescope.bundle import build_zip
from grader.checkers.installed import installed_checkers
from grader.rubric import load_rubric
from tests.escapes.small_rubric import RUBRIC, write_rubric
from tests.replica.container import Ran, run_hand_in, why_not
from tests.replica.image import Image, make_image

SECRET = "secret-of-the-grader-in-the-container"
_ATTACKED = """\
  - id: Q0
    title: {en: Attack, fr: Attaque}
    points: 5
    criteria:
      - id: Q0.attack
        title: {en: The attack, fr: "L'attaque"}
        points: 5
        checker: values
        with:
          function: attack
          reference: small.attack
          draws: {count: 3, arguments: {f: {function: scaled_sine}, n: {cycle: [0, 1, 2]}}}
          rtol: 1.0e-9
          atol: 1.0e-9
"""
RunHandIn = Callable[..., Ran]


@pytest.fixture(scope="session")
def image(tmp_path_factory: pytest.TempPathFactory) -> Image:
    if reason := why_not():
        pytest.skip(f"no replica here: {reason}")
    folder = tmp_path_factory.mktemp("image")
    for each in (folder, *folder.parents[:2]):
        each.chmod(0o755)
    (folder / "rubric").mkdir()
    write_rubric(folder / "rubric", SECRET)
    file = folder / "rubric" / "small.yaml"
    file.write_text(f"# {SECRET}\n{RUBRIC}{_ATTACKED}", encoding="utf-8")
    with (folder / "rubric" / "reference" / "small.py").open("a", encoding="utf-8") as reference:
        reference.write("\n\ndef attack(f, n):\n    return 4321.5\n")
    rubric = load_rubric(file, installed_checkers())
    content = build_zip([rubric], language="en", require_tier="T2", time_limit_s=600, base="a replica")
    (folder / "autograder.zip").write_bytes(content)
    return make_image(folder / "autograder.zip", folder / "image")


@pytest.fixture(scope="session")
def graded(image: Image) -> RunHandIn:
    """Return a function that grades a hand-in in the replica and holds the results to the contract."""

    def run(hand_in: Path, **options: object) -> Ran:
        ran = run_hand_in(image, hand_in, half_processor=False, **options)  # pyright: ignore[reportArgumentType]  # passed on
        hold_to_contract(ran)
        return ran

    return run


def hold_to_contract(ran: Ran) -> None:
    """Check results against the schema, and that nothing in ``/autograder`` changed beside them."""
    schema = Path(__file__).parents[2] / "grader" / "apps" / "gradescope" / "results.schema.json"
    jsonschema.validate(ran.results, json.loads(schema.read_text(encoding="utf-8")))
    assert ran.strangers == ()
    assert SECRET not in json.dumps(ran.results)


def verdicts(ran: Ran, rubric: str = "small") -> dict[str, str]:
    """Return the verdicts of a rubric by criterion."""
    found = [each["extra_data"] for each in ran.results["tests"] if "extra_data" in each]
    return {each["criterion"]: each["verdict"] for each in found if each["rubric"] == rubric}
