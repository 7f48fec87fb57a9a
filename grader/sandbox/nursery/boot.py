"""Where the nursery's interpreter begins: makes these files a package of a private name and hands over.

Started as ``python -s boot.py fork DESCRIPTOR FOLDER UID TIER LATER MODULES`` or ``… spawn LATER MODULES``; LATER
are modules that are named and not imported, with commas. Nothing is put on ``sys.path``, so that neither these
files nor anything beside them can be imported by an ordinary name.
"""

import importlib
import importlib.util
import os
import sys

PACKAGE = "_grader_nursery"


def _make_package() -> None:
    folder = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120  # pathlib is not imported for this alone
    spec = importlib.util.spec_from_file_location(
        PACKAGE,
        f"{folder}/__init__.py",
        submodule_search_locations=[folder],
    )
    if spec is None or spec.loader is None:
        raise SystemExit("the nursery's files are not where they should be")
    package = importlib.util.module_from_spec(spec)
    sys.modules[PACKAGE] = package
    spec.loader.exec_module(package)


def main() -> None:
    """Serve as the mode says: ``fork``, over a socket, or ``spawn``, over the standard streams."""
    here = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120  # pathlib is not imported for this alone
    sys.path[:] = [path for path in sys.path if os.path.abspath(path or ".") != here]  # noqa: PTH100
    _make_package()
    mode, *rest = sys.argv[1:]
    sys.argv[:] = [""]
    if mode == "fork":
        import socket

        nursery = importlib.import_module(f"{PACKAGE}.main")
        descriptor, work, uid, at_most, later, *preload = rest
        setting = nursery.Setting(
            work, int(uid) if uid else None, int(at_most), tuple(preload), tuple(filter(None, later.split(",")))
        )
        nursery.serve(socket.socket(fileno=int(descriptor)), setting)
    else:
        later, *preload = rest
        importlib.import_module(f"{PACKAGE}.spawned").serve(tuple(filter(None, later.split(","))), tuple(preload))


if __name__ == "__main__":
    main()
