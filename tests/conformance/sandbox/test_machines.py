"""The tier follows the machine: an ordinary container as root, a plain user, kernels without one means or another."""

import os
from pathlib import Path

import pytest

from grader.model.probe import Ended
from grader.sandbox import MachineReport, Sandbox, Tier, probe_machine
from tests.conformance.sandbox.hand_ins import call, observe
from tests.conformance.sandbox.machines import become_a_container, become_a_plain_user, in_a_process, without

SYSTEM_PYTHON = "/usr/bin/python3"

pytestmark = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="takes root to give it up")

SOURCE = """
import os, socket
def user(): return os.getuid()
def file(): return open("/etc/passwd").read()
def net(): socket.socket()
def fork():
    if os.fork() == 0: os._exit(0)
def trace(): return open("/proc/%d/environ" % os.getppid()).read()
def late():
    import wave, sqlite3
    return 1
def write():
    open("own", "w").write("x")
    return 2
def loop(x):
    while x: pass
    return x
"""
CALLS = ("user", "file", "net", "fork", "trace", "late", "write")


def look_around(python: str | None, preload: tuple[str, ...]) -> tuple[Tier, dict[str, tuple[str, object]]]:
    with Sandbox(python=python, preload=preload) as sandbox:
        seen = observe(sandbox, SOURCE, *CALLS, call("loop", 1), call("loop", 0, 0))
        return sandbox.tier, {each.probe_id.partition("/")[0]: (each.ended.value, each.value) for each in seen}


def check_confined(seen: dict[str, tuple[str, object]]) -> None:
    assert {name: seen[name][0] for name in ("file", "net", "fork", "trace")} == dict.fromkeys(
        ("file", "net", "fork", "trace"), Ended.RAISED.value
    )
    assert (seen["late"], seen["write"]) == (("returned", 1), ("returned", 2))
    assert seen["loop"][0] == Ended.NOT_RUN.value


def test_root_in_an_ordinary_container_reaches_tier_2(machine: MachineReport) -> None:
    if machine.tier < Tier.T2:
        pytest.skip(machine.refusal(Tier.T2))

    def work() -> object:
        become_a_container()
        return probe_machine().as_text(), look_around(None, ("numpy",))

    text, (tier, seen) = in_a_process(work)
    assert tier is Tier.T2, text
    check_confined(seen)
    assert seen["user"][1] not in {0, None}
    assert "NO   network and IPC namespaces" in text


@pytest.mark.skipif(not Path(SYSTEM_PYTHON).exists(), reason="needs an interpreter that any user can start")
@pytest.mark.parametrize("is_in_container", [False, True])
def test_a_plain_user_reaches_what_the_machine_allows(machine: MachineReport, is_in_container: bool) -> None:
    if machine.tier < Tier.T1:
        pytest.skip(machine.refusal(Tier.T1))

    def work() -> object:
        if is_in_container:
            become_a_container()
        become_a_plain_user()
        os.environ["TMPDIR"] = "/tmp"
        return look_around(SYSTEM_PYTHON, ())

    tier, seen = in_a_process(work)
    assert tier is Tier.T1 if is_in_container else tier in {Tier.T1, Tier.T3}
    check_confined(seen)
    assert seen["user"][1] == 54321


@pytest.mark.parametrize(
    ("missing", "named"), [("landlock_create_ruleset", "Landlock"), ("seccomp", "system call filter")]
)
def test_without_landlock_or_a_filter_the_tier_is_0_and_says_why(missing: str, named: str) -> None:
    def work() -> object:
        without(missing)
        report = probe_machine()
        return report.tier, report.refusal(Tier.T1), look_around(None, ())

    tier, refusal, (used, seen) = in_a_process(work)
    assert tier is used is Tier.T0
    assert named in refusal
    assert seen["write"] == ("returned", 2)
    assert seen["loop"][0] == Ended.NOT_RUN.value
