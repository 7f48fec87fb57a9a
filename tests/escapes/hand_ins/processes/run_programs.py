# wants: to run other programs, by every way that there is
# stopped_from: T1
# expects: returned

import os
import subprocess

from hostile import attempt


def shell():
    status = os.system("exit 7")
    if os.waitstatus_to_exitcode(status) != 7:
        raise OSError("nothing ran")
    return status


def spawn():
    child = os.posix_spawn("/bin/true", ["true"], {})
    return os.waitpid(child, 0)


def attack(f, n):
    told = [attempt("a program", subprocess.run, ["/bin/true"]), attempt("a shell", shell), attempt("spawn", spawn)]
    told.append(attempt("a pipe", lambda: os.popen("echo hello").read() or 1 / 0))
    told.append(attempt("its own file", subprocess.run, [f"{os.getcwd()}/zz_answers.py"]))
    return told
