"""The reference as it stands in its files, whatever was compiled before."""

import os
import sys
from pathlib import Path

import pytest

from grader.marking.oracle import ReferenceOracle


def test_a_reference_changed_within_a_second_is_read_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    file = tmp_path / "small.py"
    for factor in (2, 3):
        file.write_text(f"def times(x):\n    return {factor} * x\n", encoding="utf-8")
        os.utime(file, (1_000_000_000, 1_000_000_000))
        assert ReferenceOracle(tmp_path).call("small.times", (1.0,)) == factor
