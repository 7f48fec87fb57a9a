"""The tables of system calls as programs for the kernel's filter."""

import errno
import struct
from functools import lru_cache
from typing import Final

from . import kernel
from .syscalls import ALLOWED, NUMBERS, REFUSED, RULES, Rule

_ARCHITECTURES: Final = (0xC000003E, 0xC00000B7)
_X32: Final = 0x4000_0000

_LOAD, _AND, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x54, 0x15, 0x35, 0x45, 0x06
_KILL, _ERRNO, _NOTIFY, _ALLOW = 0x8000_0000, 0x0005_0000, 0x7FC0_0000, 0x7FFF_0000
_ACTIONS: Final = {"allow": _ALLOW, "refuse": _ERRNO | errno.EPERM, "pretend": _ERRNO}
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16
_NEW_LISTENER: Final = 8

Instruction = "tuple[int, int, int, int]"


@lru_cache
def filter_program(column: int, facts: "frozenset[str]") -> bytes:
    """Return the filter for a hand-in's processes.

    Args:
        column: the machine's, in the tables.
        facts: which of ``scope``, ``gate`` and ``programs`` hold; rules for the others are left out.
    """
    lines = _preamble(column)
    for _, names in ALLOWED:
        for name in names.split():
            number = NUMBERS[name][column]
            if number is not None:
                lines += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ALLOW)]
    rules: dict[str, list[Rule]] = {name: [] for _, names in REFUSED for name in names.split()}
    for rule in RULES:
        for name in rule.names.split():
            rules.setdefault(name, [])
            if not rule.only or rule.only in facts:
                rules[name].append(rule)
    for name, of_name in rules.items():
        number = NUMBERS[name][column]
        if number is not None:
            block = [line for rule in of_name for line in _rule(rule)]
            block.append((_RETURN, 0, 0, _ERRNO | errno.EPERM))
            lines += [(_EQUAL, 0, len(block), number), *block]
    lines.append((_RETURN, 0, 0, _ERRNO | errno.ENOSYS))
    return _assemble(lines)


def gate_program(column: int) -> bytes:
    """Return the filter that asks the trusted side about every fork; threads and all else go ahead."""
    lines = _preamble(column)
    for name in ("fork", "vfork", "clone3"):
        number = NUMBERS[name][column]
        if number is not None:
            lines += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ERRNO | errno.ENOSYS)]
    clone = NUMBERS["clone"][column]
    assert clone is not None
    thread = 0x0001_0000
    lines += [
        (_EQUAL, 0, 3, clone),
        (_LOAD, 0, 0, _ARGUMENTS),
        (_ANY_BIT, 1, 0, thread),
        (_RETURN, 0, 0, _NOTIFY),
        (_RETURN, 0, 0, _ALLOW),
    ]
    return _assemble(lines)


def install_gate(program: bytes) -> int:
    """Install the gate and return the descriptor on which its questions come.

    Raises:
        OSError: when the kernel does not do it.
    """
    return kernel.install_filter(program, _NEW_LISTENER)


def install(program: bytes) -> None:
    """Install a filter.

    Raises:
        OSError: when the kernel does not do it.
    """
    kernel.install_filter(program, 0)


def _preamble(column: int) -> "list[tuple[int, int, int, int]]":
    # Another architecture's calls have other numbers: such a process is not ours.
    return [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, _ARCHITECTURES[column]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 0, 1, _X32),
        (_RETURN, 0, 0, _ERRNO | errno.ENOSYS),
    ]


def _rule(rule: Rule) -> "list[tuple[int, int, int, int]]":
    tests: list[tuple[int, int, int]] = []
    for when in rule.when:
        for half in range(2):  # little-endian: the low half first
            mask, value = (when.mask >> 32 * half) & 0xFFFF_FFFF, (when.value >> 32 * half) & 0xFFFF_FFFF
            if mask:
                tests.append((_ARGUMENTS + 8 * when.argument + 4 * half, mask, value))
    lines: list[tuple[int, int, int, int]] = []
    for at, (place, mask, value) in enumerate(tests):
        past_the_end = 3 * (len(tests) - at - 1) + 1
        lines += [(_LOAD, 0, 0, place), (_AND, 0, 0, mask), (_EQUAL, 0, past_the_end, value)]
    lines.append((_RETURN, 0, 0, _ACTIONS[rule.action]))
    return lines


def _assemble(lines: "list[tuple[int, int, int, int]]") -> bytes:
    return b"".join(struct.pack("HBBI", *line) for line in lines)
