# wants: to leave a folder that cannot be removed: deep, closed, oddly named
# stopped_from: T0
# expects: returned|died

import os


def attack(f, n):
    if n:
        return "tried"
    here = os.getcwd()
    for name in ("new\nline", "-rf", "*", "$(true)", "\udcff", " ", "a" * 250, "..."):
        open(name, "w").close()
    os.symlink(".", "loop")
    os.symlink("/", "root")
    os.symlink("gone", "dangling")
    for _ in range(300):
        os.mkdir("deep" * 20)
        os.chdir("deep" * 20)
    open("last", "w").close()
    os.chdir(here)
    os.mkdir("closed")
    open("closed/file", "w").close()
    for path, mode in (("closed/file", 0), ("closed", 0), (".", 0o500)):
        try:
            opened = os.open(path, os.O_RDONLY)
            os.fchmod(opened, mode)
            os.chmod(path, mode)
        except OSError:
            continue
    return "tried"
