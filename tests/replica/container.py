"""Run hand-ins in the replica and say what came of it."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.replica.cgroups import container_groups
from tests.replica.image import Image, lay_out, packages_here

_REPOSITORY = Path(__file__).resolve().parents[2]


class NoReplicaError(Exception):
    """The replica cannot be made on this machine; ``args[0]`` says why."""


@dataclass(frozen=True, slots=True)
class Ran:
    """One hand-in in the container."""

    results: dict[str, Any]
    printed: str
    seconds: float
    peak_bytes: int | None
    imposed: tuple[str, ...]
    """The limits that could be imposed."""
    strangers: tuple[str, ...]
    """Files below ``/autograder`` that were not there before and are not the results, or that changed."""


def why_not() -> str:
    """Return why no replica can be made here; empty where one can."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "it needs root on Linux"
    if shutil.which("unshare") is None:
        return "there is no unshare"
    tried = subprocess.run(
        ["unshare", "--mount", "--pid", "--fork", "true"], capture_output=True, timeout=20, check=False
    )
    return "" if tried.returncode == 0 else tried.stderr.decode("utf-8", "replace").strip()


def run_hand_in(
    image: Image,
    hand_in: Path,
    *,
    metadata: str | None = None,
    environment: Mapping[str, str] | None = None,
    stop_at_first_results: bool = False,
    half_processor: bool = True,
    longest_s: float = 620,
) -> Ran:
    """Grade one hand-in as the platform would.

    Args:
        image: with the program in it.
        hand_in: a file or a folder.
        metadata: the text of ``submission_metadata.json``; None: there is none.
        environment: more of it, for the container.
        half_processor: whether the processor is shared as there; without, the same comes out sooner.
        stop_at_first_results: kill everything as soon as there are results, as the platform does at its limits.
        longest_s: a backstop.

    Raises:
        NoReplicaError: when the container did not come to be.
    """
    if reason := why_not():
        raise NoReplicaError(reason)
    with (
        tempfile.TemporaryDirectory(prefix="replica-") as name,
        container_groups(Path(name).name, half_processor=half_processor) as groups,
    ):
        folder = Path(name)
        folder.chmod(0o755)
        place = folder / "autograder"
        lay_out(image, place, hand_in, metadata)
        (folder / "root").mkdir()
        before = _look(place)
        spec = {
            "root": str(folder / "root"),
            "home": str(image.home),
            "source": str(image.source),
            "packages": str(packages_here()),
            "autograder": str(place),
            "python": [sys.base_prefix] if not sys.base_prefix.startswith("/usr") else [],
            "environment": dict(environment or {}),
        }
        (folder / "spec.json").write_text(json.dumps(spec), encoding="utf-8")

        def join() -> None:
            for group in groups:
                group.enter()

        started = time.monotonic()
        process = subprocess.Popen(
            ["unshare", "--mount", "--pid", "--fork", "--kill-child", sys.executable, "-m", "tests.replica.inside",
             str(folder / "spec.json")],
            cwd=_REPOSITORY,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            preexec_fn=join,
        )  # fmt: skip
        if stop_at_first_results:
            while process.poll() is None and not (place / "results" / "results.json").is_file():
                time.sleep(0.01)
            process.kill()
        try:
            printed, _ = process.communicate(timeout=longest_s)
        except subprocess.TimeoutExpired:
            process.kill()
            printed, _ = process.communicate()
        seconds = time.monotonic() - started
        text = printed.decode("utf-8", "replace")
        file = place / "results" / "results.json"
        if not file.is_file():
            raise NoReplicaError(text[-2000:])
        after = _look(place)
        strangers = [name for name in {*before, *after} if before.get(name) != after.get(name)]
        peaks = [peak for peak in (group.peak_bytes() for group in groups) if peak is not None]
        return Ran(
            results=json.loads(file.read_bytes()),
            printed=text,
            seconds=seconds,
            peak_bytes=peaks[0] if peaks else None,
            imposed=tuple(group.says for group in groups),
            strangers=tuple(sorted(set(strangers) - {"results/results.json"})),
        )


def _look(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    return {
        str(path.relative_to(folder)): (
            path.lstat().st_mode,
            path.lstat().st_uid,
            path.read_bytes() if path.is_file() and not path.is_symlink() else b"",
        )
        for path in folder.rglob("*")
    }
