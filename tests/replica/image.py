"""The image: what setup.sh leaves behind, made without network from the zip and the packages that are here."""

import shutil
import subprocess
import sys
import sysconfig
import zipfile
from dataclasses import dataclass
from pathlib import Path

HOME = "/opt/grader"
"""Where the program lies in the container."""
PACKAGES = f"{HOME}/venv/lib/packages"
"""Where the container sees this environment's packages: below its own environment, where hand-ins may read."""


@dataclass(frozen=True, slots=True)
class Image:
    """Folders on this machine that the container sees."""

    home: Path
    """At ``/opt/grader``: the environment with the program from the zip's wheel."""
    source: Path
    """At ``/autograder/source``: the zip, unpacked."""


def make_image(autograder: Path, folder: Path) -> Image:
    """Unpack an autograder's zip and install its wheel into an environment of its own, below a folder."""
    source, home = unpack(autograder, folder / "source"), folder / "home"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home / "venv")], check=True, timeout=60)
    (home / "venv" / "lib" / "packages").mkdir()
    packages = next((home / "venv" / "lib").glob("python3.*")) / "site-packages"
    with zipfile.ZipFile(next(source.glob("*.whl"))) as wheel:
        wheel.extractall(packages)
    (packages / "packages.pth").write_text(PACKAGES + "\n", encoding="utf-8")
    script = home / "venv" / "bin" / "grader"
    script.write_text(f"#!{HOME}/venv/bin/python\nfrom grader.apps.cli import main\n\nmain()\n", encoding="utf-8")
    script.chmod(0o755)
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(packages / "grader")], check=True, timeout=120)
    return Image(home, source)


def unpack(autograder: Path, folder: Path) -> Path:
    """Unpack a zip as the platform does, closed as setup.sh closes it; return the folder."""
    folder.mkdir(parents=True)
    with zipfile.ZipFile(autograder) as archive:
        archive.extractall(folder)
    for path in folder.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
    folder.chmod(0o700)
    (folder / "run_autograder").chmod(0o700)
    return folder


def packages_here() -> Path:
    """Return the folder of this environment's packages."""
    return Path(sysconfig.get_path("purelib")).resolve()


def lay_out(image: Image, folder: Path, hand_in: Path, metadata: str | None) -> None:
    """Make ``/autograder`` for one hand-in: its files, the metadata, an empty folder for results."""
    folder.mkdir()
    folder.chmod(0o755)
    (folder / "results").mkdir()
    (folder / "source").mkdir()
    if hand_in.is_dir():
        shutil.copytree(hand_in, folder / "submission", symlinks=True)
    else:
        (folder / "submission").mkdir()
        shutil.copy(hand_in, folder / "submission")
    if metadata is not None:
        (folder / "submission_metadata.json").write_text(metadata, encoding="utf-8")
    shutil.copy(image.source / "run_autograder", folder / "run_autograder")
    (folder / "run_autograder").chmod(0o755)
