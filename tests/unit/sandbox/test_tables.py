"""The tables of system calls are right, and the programs made of them decide as the tables say."""

import re
import struct
from itertools import chain
from pathlib import Path

import pytest

from grader.sandbox.nursery.confine.paths import PROGRAMS, READABLE, WRITABLE
from grader.sandbox.nursery.confine.seccomp import filter_program, gate_program
from grader.sandbox.nursery.confine.syscalls import ALLOWED, NUMBERS, REFUSED, RULES

ALLOW, EPERM, ENOSYS, PRETEND, KILL, ASK = "allow", "EPERM", "ENOSYS", "pretend", "kill", "ask"
ARCHITECTURES = (0xC000003E, 0xC00000B7)
ANSWERS = {
    0x7FFF0000: ALLOW, 0x00050001: EPERM, 0x00050026: ENOSYS, 0x00050000: PRETEND, 0x80000000: KILL, 0x7FC00000: ASK
}  # fmt: skip
THREAD = 0x10000
HEADERS = (Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"), Path("/usr/include/asm-generic/unistd.h"))


def decide(program: bytes, number: int, *arguments: int, architecture: int) -> str:
    """Run a filter as the kernel does."""
    padded = [*arguments, *[0] * (6 - len(arguments))]
    data = struct.pack("=IIQ6Q", number, architecture, 0, *padded)
    at, register = 0, 0
    while True:
        code, if_true, if_false, constant = struct.unpack_from("HBBI", program, 8 * at)
        at += 1
        if code == 0x20:
            (register,) = struct.unpack_from("=I", data, constant)
        elif code == 0x54:
            register &= constant
        elif code == 0x06:
            return ANSWERS[constant]
        else:
            holds = {0x15: register == constant, 0x35: register >= constant, 0x45: bool(register & constant)}[code]
            at += if_true if holds else if_false


@pytest.mark.parametrize(("column", "header"), list(enumerate(HEADERS)))
def test_the_numbers_are_the_kernels(column: int, header: Path) -> None:
    if not header.exists():
        pytest.skip("the kernel's headers are not installed")
    found = dict(re.findall(r"#define (?:__NR|__NR3264)_(\w+) (\d+)", header.read_text()))
    aliases = {"newfstatat": "fstatat"} if column else {}
    tabled = {name: numbers[column] for name, numbers in NUMBERS.items() if numbers[column] is not None}
    assert tabled == {name: int(found[aliases.get(name, name)]) for name in tabled}


def test_every_name_in_a_table_has_numbers_and_every_row_a_reason() -> None:
    rows = [*ALLOWED, *REFUSED, *((rule.reason, rule.names) for rule in RULES)]
    assert {name for _, names in rows for name in names.split()} <= set(NUMBERS)
    assert all(reason for reason, _ in rows)
    assert all(path and reason for path, reason in (*READABLE, *WRITABLE, *PROGRAMS))


def test_no_call_is_both_allowed_and_refused() -> None:
    allowed = set(chain.from_iterable(names.split() for _, names in ALLOWED))
    refused = set(chain.from_iterable(names.split() for _, names in REFUSED))
    conditional = set(chain.from_iterable(rule.names.split() for rule in RULES))
    assert not allowed & (refused | conditional)
    assert not refused & conditional


CASES = [
    ("read", (), "", ALLOW),
    ("mmap", (), "", ALLOW),
    ("mmap", (0, 4096, 3, 0x22), "", ALLOW),
    ("mmap", (0, 4096, 3, 0x01), "", ALLOW),
    ("mmap", (0, 4096, 3, 0x21), "", EPERM),
    ("mmap", (0, 4096, 3, 0x23), "", EPERM),
    ("fcntl", (3, 4), "", ALLOW),
    ("fcntl", (3, 1030), "", ALLOW),
    ("fcntl", (3, 8), "", EPERM),
    ("fcntl", (3, 10), "", EPERM),
    ("fcntl", (3, 1024), "", EPERM),
    ("fchmod", (), "", PRETEND),
    ("fchown", (), "", EPERM),
    ("openat", (), "", ALLOW),
    ("socket", (2, 1), "", EPERM),
    ("connect", (), "", EPERM),
    ("socketpair", (1, 1), "", ALLOW),
    ("socketpair", (1, 0o2004001), "", ALLOW),
    ("socketpair", (1, 2), "", EPERM),
    ("socketpair", (2, 1), "", EPERM),
    ("sendto", (3, 1, 1, 0, 0, 0), "", ALLOW),
    ("sendto", (3, 1, 1, 0, 0x1_0000_0000, 16), "", EPERM),
    ("sendmsg", (), "", EPERM),
    ("ptrace", (), "", EPERM),
    ("clone", (THREAD | 0x3D0F00,), "", ALLOW),
    ("clone", (17,), "", EPERM),
    ("clone", (17,), "gate", ALLOW),
    ("clone", (0x1000_0011,), "gate", EPERM),
    ("clone", (0x4000_0011,), "gate", EPERM),
    ("clone", (17,), "programs", ALLOW),
    ("clone3", (), "gate programs", ENOSYS),
    ("execve", (), "gate", EPERM),
    ("execve", (), "programs", ALLOW),
    ("kill", (5, 9), "", EPERM),
    ("kill", (5, 9), "scope", ALLOW),
    ("prlimit64", (0, 7), "", ALLOW),
    ("prlimit64", (77, 7), "", EPERM),
    ("sched_setaffinity", (77,), "", EPERM),
    ("ioctl", (0, 0x5401), "", ALLOW),
    ("ioctl", (0, 0x5412), "", EPERM),
    ("prctl", (15,), "", ALLOW),
    ("prctl", (4, 1), "", EPERM),
    ("prctl", (22, 2), "", EPERM),
    ("utimensat", (3, 0), "", PRETEND),
    ("utimensat", (3, 0xFFFF_0000_0000), "", PRETEND),
    ("fchmodat", (), "", PRETEND),
    ("truncate", (), "", EPERM),
    ("memfd_create", (), "", EPERM),
    ("io_uring_setup", (), "", EPERM),
    ("bpf", (), "", EPERM),
    ("unshare", (), "", EPERM),
]


@pytest.mark.parametrize("column", [0, 1])
@pytest.mark.parametrize(("name", "arguments", "facts", "answer"), CASES)
def test_the_filter_decides(column: int, name: str, arguments: tuple[int, ...], facts: str, answer: str) -> None:
    number = NUMBERS[name][column]
    assert number is not None
    program = filter_program(column, frozenset(facts.split()))
    assert decide(program, number, *arguments, architecture=ARCHITECTURES[column]) == answer


@pytest.mark.parametrize("column", [0, 1])
def test_what_is_not_tabled_does_not_exist_and_other_architectures_end_the_process(column: int) -> None:
    program = filter_program(column, frozenset[str]())
    own, other = ARCHITECTURES[column], ARCHITECTURES[1 - column]
    assert decide(program, 9999, architecture=own) == ENOSYS
    assert decide(program, 0x4000_0000 | 1, architecture=own) == ENOSYS
    assert decide(program, 1, architecture=other) == KILL
    assert decide(program, 1, architecture=0x40000003) == KILL


@pytest.mark.parametrize("column", [0, 1])
def test_the_gate_asks_about_forks_alone(column: int) -> None:
    program, own = gate_program(column), ARCHITECTURES[column]
    clone, read = NUMBERS["clone"][column], NUMBERS["read"][column]
    assert clone is not None
    assert read is not None
    assert decide(program, clone, 17, architecture=own) == ASK
    assert decide(program, clone, THREAD | 17, architecture=own) == ALLOW
    assert decide(program, read, architecture=own) == ALLOW
    vfork = NUMBERS["vfork"][column]
    assert vfork is None or decide(program, vfork, architecture=own) == ENOSYS
