"""Real input for every target, from which mutations start."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import sympy

from grader.sandbox.nursery.encode import encode_value
from grader.sandbox.nursery.wire import LENGTH, Plain, pack

_X = sympy.Symbol("x")
_EXCEPTION: Final = ("ValueError", "no", "answers.py", 3, None, "f()", "  answers.py, line 3, in f")

_OBJECTS: Final[tuple[object, ...]] = (
    None, True, 3, -(2**70), 0.5, float("nan"), 1 + 2j, "text \ud800", np.arange(6.0).reshape(2, 3), np.float32(1.5),
    np.array([True, False]), [1.0, 2.0, 3.0, 4.0, 5.0], (1, [2, {"a": {3}}]), 2 * _X * sympy.cos(_X**2),
    sympy.Matrix([[1, _X], [sympy.Rational(1, 3), sympy.Integer(7)]]), sympy.Function("f")(_X), object,
)  # fmt: skip

VALUES: Final[tuple[Plain, ...]] = tuple(encode_value(each, 1 << 16) for each in _OBJECTS)
RESULTS: Final[tuple[Plain, ...]] = (
    *(("done", 1, "returned", value, None, "printed", 1 << 20) for value in VALUES),
    ("done", 1, "raised", None, _EXCEPTION, "", 0),
    ("done", 1, "out_of_memory", None, _EXCEPTION, "", 0),
)
LOADING: Final[tuple[Plain, ...]] = (
    ("fact", "answers.py", "loaded", None, None, "", ""),
    ("fact", "answers.ipynb", "raised", 3, _EXCEPTION, "", "printed"),
    ("loaded", "module", [("f", "answers.py", 1, None, ["other.py"]), ("g", "answers.ipynb", None, 2, [])]),
    ("answers.py", None, 7),
)
NOTEBOOK: Final[dict[str, Any]] = {
    "nbformat": 4,
    "nbformat_minor": 5,
    "metadata": {"language_info": {"name": "python"}},
    "cells": [
        {
            "cell_type": "code",
            "id": "a",
            "metadata": {},
            "execution_count": 1,
            "outputs": [],
            "source": ["x = 1\n", "x"],
        },
        {"cell_type": "markdown", "id": "b", "metadata": {}, "source": "# Title"},
    ],
}


def _framed(data: Plain) -> bytes:
    body = pack(data)
    return LENGTH.pack(len(body)) + body


SAMPLES: Final[Mapping[str, tuple[bytes, ...]]] = MappingProxyType({
    "wire": tuple(pack(each) for each in (*VALUES, *RESULTS, *LOADING)),
    "value": tuple(pack(each) for each in VALUES),
    "result": tuple(pack(each) for each in RESULTS),
    "loading": tuple(pack(each) for each in LOADING),
    "stream": tuple(_framed(each) + _framed(("done", 2)) for each in RESULTS),
    "first_word": (_framed(("hello", 4711)), _framed(("hello", 1)), _framed(("hello", -1)), _framed(("hello", 2**62))),
    "cells": (json.dumps(NOTEBOOK).encode(), json.dumps(NOTEBOOK, indent=1).encode("utf-16")),
})
