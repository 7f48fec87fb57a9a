"""``results.json``: there from the first second, replaced whole, never too large."""

import json
import math
from pathlib import Path
from typing import Any, cast

from grader.apps.gradescope.settings import RESULTS_BYTES
from grader.classroom import write_atomically

_OUTPUT_LENGTHS = (2000, 300, 0)


def results_text(results: dict[str, Any]) -> str:
    """Return results as JSON that holds finite numbers only and is not larger than ``RESULTS_BYTES``.

    Outputs are left out, the longest first, until the rest fits: points are never left out.
    """
    text = _dumped(results)
    for longest in _OUTPUT_LENGTHS:
        if len(text.encode("utf-8", "replace")) <= RESULTS_BYTES:
            break
        tests = [
            {**each, "output": each["output"] if len(each.get("output", "")) <= longest else "<p>…</p>"}
            for each in results["tests"]
        ]
        text = _dumped({**results, "tests": tests})
    return text


def write_results(folder: Path, results: dict[str, Any]) -> None:
    """Replace ``results.json`` in a folder."""
    write_atomically(folder / "results.json", results_text(results) + "\n")


def _dumped(results: dict[str, Any]) -> str:
    return json.dumps(_finite(results), ensure_ascii=False, allow_nan=False)


def _finite(value: Any) -> Any:  # noqa: ANN401  # JSON
    if isinstance(value, dict):
        return {key: _finite(each) for key, each in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return [_finite(each) for each in cast("list[Any]", value)]
    return 0 if isinstance(value, float) and not math.isfinite(value) else value
