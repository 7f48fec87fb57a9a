"""Fuzz one target for as long as wished, guided by what the code does. For runs by hand; needs ``atheris``:

    pip install atheris
    python -m tests.fuzz.fuzz_long value -max_total_time=3600 corpus/value

What follows the target's name is libFuzzer's. Without a corpus it starts from the samples of the suite.
"""

import importlib
import sys
import tempfile
from pathlib import Path
from typing import Any


def main() -> None:
    """Fuzz the target that the command line names."""
    atheris: Any = importlib.import_module("atheris")  # no dependency of ours: whoever fuzzes installs it
    name, *options = sys.argv[1:]
    with atheris.instrument_imports(include=["grader"]):
        targets = importlib.import_module("tests.fuzz.targets")
    samples = importlib.import_module("tests.fuzz.samples").SAMPLES[name]
    with tempfile.TemporaryDirectory(prefix="fuzz-samples-") as folder:
        for number, sample in enumerate(samples):
            (Path(folder) / str(number)).write_bytes(sample)
        folders = [each for each in options if not each.startswith("-")]
        atheris.Setup([sys.argv[0], *options, *([] if folders else [folder])], targets.TARGETS[name])
        atheris.Fuzz()


if __name__ == "__main__":
    main()
