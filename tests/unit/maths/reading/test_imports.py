"""Reading and writing need neither SymPy nor NumPy, so that they start at once."""

import subprocess
import sys


def test_readers_import_no_heavy_library() -> None:
    program = (
        "import sys, grader.maths.syntax, grader.maths.writing, grader.maths.notation;"
        "print(sorted({'sympy', 'numpy', 'scipy', 'flint', 'jinja2', 'yaml', 'pydantic'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "[]\n"
