"""Evidence whose every text is an attack on the page that shows it."""

import re
from dataclasses import fields

from grader.model.evidence import Evidence, StepRepair, StepWitness, all_evidence_classes
from grader.model.text import LocalizedText

SCRIPT = "</code></pre><script>alert(1)</script>"
PICTURE = "<svg onload=alert(1)><img src=x onerror='alert(1)'>"
ATTRIBUTE = '" onmouseover="alert(1)" style=\'position:fixed'
TERMINAL = "\x1b[2J\x1b]0;owned\x07\x1b]8;;http://evil.example\x1b\\click\x1b]8;;\x1b\\\x9b31m\x00\x08\x7f"
BIDI = "abc\u202e\u2066cba\u200b\u200f\ufeff\U000e0041"
SURROGATE = "\ud800x\udfff"
MARKS = "\ufdd0\ufdd1\ufdd2 a\u0300" + "\u0301" * 50
TEMPLATE = "{{ 7 * 7 }}{% raw %}{# x #}"
MATHS = "$\\href{javascript:alert(1)}{x}$ `code` $\\text{<script>alert(1)</script>}$"
RICH = "[bold red]x[/bold red][link=http://evil.example]y[/link]"
LONG = "x" * 100_000
PAYLOADS = (SCRIPT, PICTURE, ATTRIBUTE, TERMINAL, BIDI, SURROGATE, MARKS, TEMPLATE, MATHS, RICH, LONG)


def evidence_of(cls: type[Evidence], text: str) -> Evidence:
    """Return a fact of a class, all of whose texts are ``text``."""
    samples: dict[str, object] = {
        "str": text,
        "str | None": text,
        "int": 3,
        "int | None": 3,
        "float": 1.5,
        "bool": True,
        "tuple[int, ...]": (3, 4),
        "tuple[float, ...]": (1.0, 2.0),
        "tuple[tuple[float, float], ...]": ((1.0, 2.0), (2.0, 3.0)),
        "tuple[str, ...]": (text, text),
        "tuple[tuple[str, str], ...]": ((text, text),),
        "tuple[tuple[str, LocalizedText], ...]": ((text, LocalizedText(text, text)),),
        "LocalizedText": LocalizedText(text, text),
        "LocalizedText | None": LocalizedText(text, text),
        "StepWitness | None": StepWitness((("T", 3),), ((text, text),), ((text, 1),), text, 0.5),
        "StepRepair | None": StepRepair(text, LocalizedText(text, text), text, text, text),
    }
    values: dict[str, object] = {}
    for each in fields(cls):
        name = each.type if isinstance(each.type, str) else getattr(each.type, "__name__", str(each.type))
        described = str(each.type) if name in {"tuple", "Optional"} else name
        described = re.sub(r"grader\.model\.(?:\w+\.)+", "", described)
        values[each.name] = samples[described.replace("typing.", "")]
    return cls(**values)


def hostile_evidence(text: str) -> tuple[Evidence, ...]:
    """Return a fact of every class."""
    return tuple(evidence_of(cls, text) for cls in all_evidence_classes())
