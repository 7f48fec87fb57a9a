"""Smaller parts: the library of functions, magics, bindings, the folder, the container's memory, the watch."""

import ast
import math
import os
import socket
import time
from pathlib import Path

import numpy as np
import pytest

from grader.model.probe import Ended, Limits
from grader.sandbox import library_function
from grader.sandbox.container import cap_memory, memory_limit_bytes
from grader.sandbox.deaths import DeathReader
from grader.sandbox.environment import FIXED, PASSED, nursery_environment
from grader.sandbox.folder import SlotFolder, is_inside
from grader.sandbox.launch import Ending
from grader.sandbox.nursery.bindings import bindings_of
from grader.sandbox.nursery.cells import Ready, Skipped, prepare_cell, transform_lines
from grader.sandbox.nursery.functions import LIBRARY
from grader.sandbox.nursery.wire import WireError, frame
from grader.sandbox.peer import Nothing, Peer
from grader.sandbox.watch import Bounds, Stop, Watch


@pytest.mark.parametrize("name", sorted(LIBRARY))
def test_a_library_function_takes_floats_and_arrays_and_keeps_z_plus_f_increasing(name: str) -> None:
    f = library_function(name)
    z = np.linspace(-20.0, 20.0, 40_001)
    values = f(z)
    assert values.shape == z.shape
    assert np.all(np.diff(z + values) > 0)
    assert math.isclose(float(f(0.7)), float(f(np.array([0.7]))[0]), rel_tol=1e-15)
    assert f.__closure__ is None


def test_an_unknown_function_is_told_with_those_that_there_are() -> None:
    with pytest.raises(KeyError, match="arctan_minus_identity"):
        library_function("tan")


@pytest.mark.parametrize(
    ("cell", "python"),
    [
        ("x = 1", "x = 1"),
        ("%matplotlib inline\nx = 1", "get_ipython().run_line_magic('matplotlib', 'inline')\nx = 1"),
        ("!ls -l", "get_ipython().getoutput('ls -l')"),
        ("files = !ls", "files = get_ipython().getoutput('ls')"),
        ("len?", "pass"),
        ("?len", "pass"),
        ("def f():\n    %time g()\n    return 1", "def f():\n    g()\n    return 1"),
        ("%%writefile x.py\ny = 1\n", "get_ipython().run_cell_magic('writefile', 'x.py', 'y = 1\\n')\n\n"),
        ("%%time\nx = 1", "\nx = 1"),
        ("%%timeit -n 3\n%%capture out\nx = 1", "\n\nx = 1"),
        (
            '%pylab\ns = """\n%not a magic\n!nor this\n"""',
            "get_ipython().run_line_magic('pylab', '')\ns = '\\n%not a magic\\n!nor this\\n'\n\n\n",
        ),
        ("%cd x\ny = (1\n% 2)", "get_ipython().run_line_magic('cd', 'x')\ny = (1\n% 2)"),
    ],
)  # fmt: skip
def test_a_cell_becomes_python_with_its_lines_where_they_were(cell: str, python: str) -> None:
    ready = prepare_cell(cell, transform_lines)
    assert isinstance(ready, Ready)
    assert ast.dump(ast.parse(ready.source)) == ast.dump(ast.parse(python))
    assert ready.source.count("\n") == cell.count("\n")


@pytest.mark.parametrize("cell", ["%%bash\nls", "%%html\n<b>", "%%javascript --x\nx", "%%unknown"])
def test_a_cell_in_another_language_is_skipped_with_its_name(cell: str) -> None:
    assert prepare_cell(cell, transform_lines) == Skipped(cell.split()[0])


def test_bindings_are_found_wherever_they_stand_at_the_top_and_imports_are_none() -> None:
    source = """
import a
def f(): inner = 1
if a:
    class C: pass
else:
    x, (y, *z) = 1, (2, 3)
try:
    k: int = 1
except ValueError:
    g = lambda: 0
for i in a:
    with a:
        deep = 1
match a:
    case 1:
        m = 1
def f(): pass
"""
    found = bindings_of(ast.parse(source), 3)
    assert set(found) == {"f", "C", "x", "y", "z", "k", "g", "deep", "m"}
    assert (found["f"].line, found["f"].cell) == (18, 3)


def test_the_folder_is_emptied_however_deep_and_protected_it_is(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "file").write_text("x")
    folder = SlotFolder()
    folder.fill({"a/b.txt": b"1", "../escape": b"2", "/abs": b"3", "c.txt": b"4"})
    assert sorted(str(each.relative_to(folder.work)) for each in folder.work.rglob("*")) == ["a", "a/b.txt", "c.txt"]
    here = os.open(folder.work, os.O_RDONLY)
    at = here
    for _ in range(1500):
        os.mkdir("d" * 10, dir_fd=at)
        at, before = os.open("d" * 10, os.O_RDONLY, dir_fd=at), at
        os.close(before)
    os.symlink(kept, "link", dir_fd=at)
    os.close(at)
    (folder.work / "link").symlink_to(kept)
    locked = folder.work / "locked"
    locked.mkdir()
    (locked / "x").touch()
    locked.chmod(0)
    folder.empty()
    assert list(folder.work.iterdir()) == []
    assert (kept / "file").read_text() == "x"
    folder.close()
    assert not folder.work.parent.exists()


def test_a_link_in_the_folders_place_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    folder = SlotFolder()
    folder.work.rmdir()
    folder.work.symlink_to(tmp_path)
    folder.fill({"own": b"1"})
    assert [each.name for each in folder.work.iterdir()] == ["own"]
    assert [each.name for each in tmp_path.iterdir()] == ["file"]
    folder.close()


@pytest.mark.parametrize("name", ["", "/a", "../a", "a/../../b", "a\\b", "a\0b"])
def test_a_name_that_leaves_the_folder_is_seen(name: str) -> None:
    assert not is_inside(name)


def test_the_containers_limit_is_read_in_both_versions(tmp_path: Path) -> None:
    proc, groups = tmp_path / "proc", tmp_path / "cgroup"
    (proc / "self").mkdir(parents=True)
    (groups / "a" / "b").mkdir(parents=True)
    (groups / "memory" / "box").mkdir(parents=True)
    assert memory_limit_bytes(proc, groups) is None
    (proc / "self" / "cgroup").write_text("0::/a/b\n")
    (groups / "a" / "memory.max").write_text("800\n")
    (groups / "a" / "b" / "memory.max").write_text("max\n")
    assert memory_limit_bytes(proc, groups) == 800
    (proc / "self" / "cgroup").write_text("4:cpu,memory:/box\n0::/\n")
    (groups / "memory" / "memory.limit_in_bytes").write_text(str(2**63 - 4096))
    assert memory_limit_bytes(proc, groups) is None
    (groups / "memory" / "box" / "memory.limit_in_bytes").write_text("500")
    assert memory_limit_bytes(proc, groups) == 500


def test_a_hand_in_gets_no_more_than_it_asks_for() -> None:
    assert 0 < cap_memory(1000) <= 1000


def test_the_environment_is_the_table_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "x")
    found = nursery_environment(Path("/home/of/it"))
    homes = {"HOME", "TMPDIR", "TEMP", "TMP", "MPLCONFIGDIR", "IPYTHONDIR"}
    assert set(found) <= {name for name, _, _ in FIXED} | {name for name, _ in PASSED} | homes
    assert all(reason for *_, reason in (*FIXED, *PASSED))


@pytest.mark.parametrize(
    ("ending", "ended", "detail"),
    [
        (Ending(3), Ended.DIED, "exit 3"),
        (Ending(-11), Ended.DIED, "signal 11"),
        (Ending(-24), Ended.TIMED_OUT, "cpu"),
        (Ending(-6, 10**9), Ended.OUT_OF_MEMORY, "signal 6"),
        (Ending(-9, 10), Ended.DIED, "signal 9"),
        (Ending(None), Ended.DIED, "gone"),
    ],
)
def test_the_end_of_a_process_is_read(ending: Ending, ended: Ended, detail: str) -> None:
    death = DeathReader().read(ending, Limits())
    assert (death.ended, death.detail) == (ended, detail)


class Sleeper:
    """A process that never answers; its clocks run as they are told."""

    has_ended = has_unread = False

    def __init__(self, *, cpu_step: float = 0.0, waits: float = 0.0) -> None:
        self.cpu, self.waited, self._cpu_step, self._waits = 0.0, 0.0, cpu_step, waits

    def send(self, data: object) -> None: ...

    def wait(self, seconds: float) -> None:
        time.sleep(seconds)
        self.cpu += self._cpu_step
        self.waited += self._waits * seconds

    def next_frame(self) -> Nothing:
        return Nothing()

    def cpu_s(self) -> float | None:
        return self.cpu

    def waited_s(self) -> float | None:
        return self.waited

    def resident_bytes(self) -> int:
        return 0

    def kill(self) -> None: ...


def bounds(**changes: float) -> Bounds:
    known = {
        "cpu_s": 5.0,
        "wall_s": 0.05,
        "memory_bytes": 10**9,
        "folder_bytes": 10**6,
        "deadline": time.monotonic() + 60,
    }
    return Bounds(**{**known, **changes})  # type: ignore[arg-type]


def no_files(_most: int) -> int:
    return 0


def test_a_program_that_fills_the_disk_is_stopped() -> None:
    waited = Watch(Sleeper(), bounds(wall_s=5.0), lambda most: most + 1).await_frame()
    assert waited.stop is Stop.FILES


def test_processor_time_ends_the_wait_first() -> None:
    waited = Watch(Sleeper(cpu_step=3.0), bounds(wall_s=5.0), no_files).await_frame()
    assert waited.stop is Stop.CPU


def test_a_program_that_idles_is_stopped_by_the_wall_clock() -> None:
    waited = Watch(Sleeper(), bounds(), no_files).await_frame()
    assert (waited.stop, waited.starved) == (Stop.WALL, False)
    assert waited.wall_s < 0.15


def test_time_that_the_machine_kept_a_program_waiting_does_not_count_but_not_for_ever() -> None:
    waited = Watch(Sleeper(waits=0.99), bounds(), no_files).await_frame()
    assert (waited.stop, waited.starved) == (Stop.WALL, True)
    assert waited.wall_s >= 0.2


def test_the_hand_ins_deadline_ends_every_wait() -> None:
    assert Watch(Sleeper(), bounds(deadline=0.0), no_files).await_frame().stop is Stop.HAND_IN_TIME


def test_a_peer_reads_no_more_than_a_frame_may_hold_and_refuses_a_longer_one() -> None:
    ours, theirs = socket.socketpair()
    peer = Peer(ours, 100)
    theirs.sendall(frame("x")[:3])
    peer.fill()
    assert isinstance(peer.next_frame(), Nothing)
    theirs.sendall(frame("x")[3:] + frame("y" * 90) + frame("z" * 200))
    peer.fill()
    assert (peer.next_frame(), peer.next_frame()) == ("x", "y" * 90)
    with pytest.raises(WireError, match="a frame of"):
        peer.next_frame()
    theirs.close()
    peer.close()


def test_a_peer_notices_the_end() -> None:
    ours, theirs = socket.socketpair()
    peer = Peer(ours, 100)
    theirs.sendall(frame("x"))
    theirs.close()
    peer.fill()
    assert peer.next_frame() == "x"
    peer.fill()
    assert peer.has_ended
    peer.close()
