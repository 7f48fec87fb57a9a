"""From tier 1 on: no foreign file, no network, no foreign process, no new process; from tier 0 on: no left-overs."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from grader.model.errors import SandboxError
from grader.model.probe import Ended
from grader.model.values import SequenceValue
from grader.sandbox import MachineReport, Sandbox, Tier
from tests.conformance.sandbox.hand_ins import QUICK, call, hand_in, look, observe, value_of_call

ATTACKS = {
    "read_a_file": "return open('/etc/passwd').read()",
    "list_a_folder": "return os.listdir('/etc')",
    "write_a_file": "open({outside!r} + '/new', 'w').close()",
    "truncate_a_file": "os.truncate({outside!r} + '/kept', 0)",
    "remove_a_file": "os.unlink({outside!r} + '/kept')",
    "link_a_file": "os.link({outside!r} + '/kept', 'mine'); return open('mine').read()",
    "follow_a_link": "os.symlink({outside!r} + '/kept', 'mine'); return open('mine').read()",
    "rename_a_file": "os.rename({outside!r} + '/kept', 'mine')",
    "change_its_owner": "os.chown({outside!r} + '/kept', 1, 1)",
    "set_an_attribute": "os.setxattr({outside!r} + '/kept', 'user.x', b'1')",
    "make_a_pipe": "os.mkfifo('pipe')",
    "tcp": "socket.create_connection(('127.0.0.1', {port}), 1)",
    "udp": "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', {port}))",
    "unix_socket": "socket.socket(socket.AF_UNIX)",
    "datagram_pair": "socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)",
    "netlink": "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)",
    "fork": "os._exit(0) if os.fork() == 0 else None",
    "posix_spawn": "os.posix_spawn('/bin/true', ['true'], {{}})",
    "run_a_program": "subprocess.run(['/bin/true'])",
    "exec": "os.execv('/bin/true', ['true'])",
    "signal_the_parent": "os.kill(os.getppid(), signal.SIGTERM)",
    "signal_the_grader": "os.kill({grader}, signal.SIGTERM)",
    "stop_a_process": "os.kill({victim}, signal.SIGSTOP)",
    "look_into_a_process": "return open('/proc/{victim}/environ').read()",
    "its_memory": "open('/proc/{victim}/mem', 'r+b')",
    "its_limits": "resource.prlimit({victim}, resource.RLIMIT_CPU, (0, 0))",
    "its_processors": "os.sched_setaffinity({victim}, {{0}})",
    "shared_memory": "multiprocessing.shared_memory.SharedMemory(create=True, size=10)",
    "higher_limit": "resource.setrlimit(resource.RLIMIT_NOFILE, (10**6, 10**6))",
    "become_root": "os.setuid(0) or os.setgid(0) or open('/etc/shadow')",
    "new_root": "os.chroot('.')",
}
BY_NUMBER = {
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "unshare": (272, 97),
    "mount": (165, 40),
    "bpf": (321, 280),
    "io_uring_setup": (425, 425),
    "keyctl": (250, 219),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "memfd_create": (319, 279),
    "shmget": (29, 194),
    "pidfd_getfd": (438, 438),
    "open_by_handle_at": (304, 265),
    "setns": (308, 268),
}
HEAD = "import ctypes, multiprocessing.shared_memory, os, resource, signal, socket, subprocess, sys\n"


@pytest.fixture
def victim() -> Iterator[int]:
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    yield process.pid
    assert process.poll() is None, "it was ended by an attack"
    assert "\nState:\tT" not in Path(f"/proc/{process.pid}/status").read_text()
    process.kill()
    process.wait()


def test_every_attack_is_refused(confined: Sandbox, tmp_path: Path, victim: int) -> None:
    tmp_path.chmod(0o777)
    kept = tmp_path / "kept"
    kept.write_text("as it was")
    kept.chmod(0o666)
    known = {"outside": str(tmp_path), "port": 9, "victim": victim, "grader": os.getpid()}
    source = HEAD + "".join(f"def {name}():\n    {body.format(**known)}\n" for name, body in ATTACKS.items())
    seen = observe(confined, source, *ATTACKS)
    got_through = [each for each in seen if each.ended is not Ended.RAISED]
    assert got_through == []
    refusals = {"PermissionError", "OSError", "ValueError", "ProcessLookupError", "FileNotFoundError"}
    assert [each.exception for each in seen if each.exception and each.exception.type_name not in refusals] == []
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("kept", "as it was")]


def test_every_dangerous_system_call_fails(confined: Sandbox) -> None:
    column = 0 if os.uname().machine == "x86_64" else 1
    source = HEAD + "def f(n): return ctypes.CDLL(None, use_errno=True).syscall(n, 0, 0, 0, 0, 0), ctypes.get_errno()\n"
    seen = observe(confined, source, *(call("f", numbers[column]) for numbers in BY_NUMBER.values()))
    for name, each in zip(BY_NUMBER, seen, strict=True):
        assert isinstance(each.value, SequenceValue), (name, each)
        assert each.value.items in {(-1, 1), (-1, 38)}, name


def test_permissions_outside_stay_while_copying_works_inside(confined: Sandbox, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.write_text("")
    before = kept.stat()
    source = f"""
import os, shutil
def f():
    os.chmod({str(kept)!r}, 0)
    os.utime({str(kept)!r}, (0, 0))
    open("a", "w").write("x")
    shutil.copy("a", "b")
    return open("b").read()
"""
    assert value_of_call(confined, source, "f") == "x"
    assert (kept.stat().st_mode, kept.stat().st_mtime) == (before.st_mode, before.st_mtime)


def test_a_fork_while_loading_is_refused_where_forks_are_asked_for(confined: Sandbox) -> None:
    source = "import os\ndef f(): return 1\nif os.fork() == 0: os._exit(0)\n"
    seen = look(confined, hand_in(source), "f")
    assert seen.observations[0].value == 1
    assert [each.exception.type_name for each in seen.loading.facts if each.exception] == ["PermissionError"]


def test_threads_asyncio_and_late_imports_work(sandbox: Sandbox) -> None:
    source = """
import asyncio
from concurrent.futures import ThreadPoolExecutor
async def wait():
    await asyncio.sleep(0.001)
    return 5
def f():
    import csv, decimal, json, sqlite3, statistics, tempfile, xml.dom.minidom
    import scipy.special
    with ThreadPoolExecutor(4) as pool:
        squares = list(pool.map(lambda n: n * n, range(4)))
    with tempfile.TemporaryFile() as file:
        file.write(b"x")
    return asyncio.run(wait()), squares, float(scipy.special.erf(0.0))
"""
    value = value_of_call(sandbox, source, "f", limits=replace(QUICK, call_cpu_s=5, call_wall_s=10))
    assert value == SequenceValue("tuple", (5, SequenceValue("list", (0, 1, 4, 9)), 0.0))


def test_programs_run_where_the_rubric_allows_them_and_leave_nothing(sandbox: Sandbox, kind: str) -> None:
    source = """
import os, subprocess
def f(): return subprocess.run(["echo", "hello"], capture_output=True, text=True).stdout
def g(): return subprocess.Popen(["sleep", "600"], start_new_session=True).pid
"""
    limits = replace(QUICK, allow_programs=True, call_cpu_s=5, call_wall_s=10)
    first, *others = observe(sandbox, source, *(("f",) if kind == "spawn" else ("f", "g")), limits=limits)
    assert (first.value, first.exception) == ("hello\n", None)
    for seen in others:
        assert isinstance(seen.value, int)
        assert kind == "T3" or not Path(f"/proc/{seen.value}").exists()  # a namespace has numbers of its own


@pytest.mark.parametrize("way", ["double fork", "load"])
def test_no_process_outlives_its_hand_in(sandbox: Sandbox, kind: str, way: str) -> None:
    # On every tier, tier 0 included: an orphan in a session of its own is found and ended.
    if kind == "spawn":
        pytest.skip("promises no more than a kill, and says so")
    marker = f"left{os.getpid()}{way[0]}{kind}"
    daemon = f"""
import os, sys, time
def daemon():
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.closerange(0, 100)
            with open("/proc/self/comm", "w") as file: file.write({marker!r})
            time.sleep(600)
        os._exit(0)
    return 1
{"daemon()" if way == "load" else ""}
def f(): return {"1" if way == "load" else "daemon()"}
"""
    observe(sandbox, daemon, "f")
    assert processes_named(marker) == []


def processes_named(name: str) -> list[int]:
    found: list[int] = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if (entry / "comm").read_text().strip() == name:
                    found.append(int(entry.name))
            except OSError:
                continue
    return found


def test_the_grader_dies_and_nothing_is_left() -> None:
    source = "import time\ndef f(): time.sleep(600)\n"
    program = f"""
import os
from pathlib import Path
from grader.sandbox import Sandbox
from tests.conformance.sandbox.hand_ins import call, hand_in, look
from grader.model.probe import Limits
sandbox = Sandbox(preload=())
print(Path(f"/proc/{{os.getpid()}}/task/{{os.getpid()}}/children").read_text(), sandbox._slot.folder.work, flush=True)
look(sandbox, hand_in({source!r}), "f", limits=Limits())
"""
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, cwd=Path.cwd())
    assert process.stdout is not None
    nursery, folder = process.stdout.readline().split()
    time.sleep(0.3)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    for _ in range(100):
        if not Path(f"/proc/{nursery}").exists():
            assert not Path(folder).exists()
            return
        time.sleep(0.05)
    pytest.fail("the nursery lives on")


def test_a_tier_that_is_not_reached_is_refused_with_what_is_missing() -> None:
    with pytest.raises(SandboxError, match=r"tier T2 is required, but .* offers T1"):
        Sandbox(require_tier=Tier.T2, at_most=Tier.T1, preload=())


def test_what_breaks_under_us_is_started_anew(machine: MachineReport) -> None:
    with Sandbox(preload=()) as sandbox:
        assert value_of_call(sandbox, "def f(): return 1\n", "f") == 1
        os.kill(nursery_of_this_process(), signal.SIGKILL)
        assert value_of_call(sandbox, "def f(): return 2\n", "f") == 2
        shutil.rmtree(folder_of(sandbox))
        assert value_of_call(sandbox, "def f(): return 3\n", "f") == 3
        assert sandbox.tier is machine.tier


def nursery_of_this_process() -> int:
    (nursery,) = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()[-1:]
    assert "boot.py" in Path(f"/proc/{nursery}/cmdline").read_text()
    return int(nursery)


def folder_of(sandbox: Sandbox) -> Path:
    found = value_of_call(sandbox, "import os\ndef f(): return os.environ['HOME']\n", "f")
    assert isinstance(found, str)
    return Path(found).parent
