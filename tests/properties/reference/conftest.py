"""Puts the repository's root on the path: the reference is part of the project, not of the wheel."""

import sys
from pathlib import Path

ROOT = str(Path(__file__).resolve().parents[3])
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)
