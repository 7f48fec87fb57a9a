"""math-verify: parse both as answers, verify."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from math_verify import LatexExtractionConfig, parse, verify
from protocol import run


def compare(a: str, b: str) -> bool | None:
    """Compare two LaTeX texts as the library's users do."""
    gold, answer = (parse(f"${text}$", extraction_config=[LatexExtractionConfig()]) for text in (a, b))
    return bool(verify(gold, answer)) if gold and answer else None


run(compare, 5.0)
