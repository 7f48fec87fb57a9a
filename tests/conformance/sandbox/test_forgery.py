"""What a hand-in's process writes on its channels is data at best; broken frames cost the call that wrote them."""

import pytest

from grader.model.probe import Ended
from grader.sandbox import Sandbox
from tests.conformance.sandbox.hand_ins import call, observe

WRITER = """
import os, stat, struct
def channels():
    found = []
    for n in range(3, 400):
        try:
            mode = os.fstat(n).st_mode
        except OSError:
            continue
        if stat.S_ISSOCK(mode) or stat.S_ISFIFO(mode):
            found.append(n)
    return found
def flood(data):
    for n in channels():
        try:
            os.write(n, data)
        except OSError:
            pass
def pack(text): return struct.pack(">I", len(text)) + text
def good(): return 1
"""


@pytest.mark.parametrize(
    ("data", "ended"),
    [
        ("b'\\xff' * 100", {Ended.BAD_FRAME}),
        ("struct.pack('>I', 2**32 - 1) + bytes(64)", {Ended.BAD_FRAME}),
        ("pack(b'\\xdd' + struct.pack('>I', 2**31) + bytes(16))", {Ended.BAD_FRAME}),
        ("pack(b'\\xc1')", {Ended.BAD_FRAME}),
        ("pack(b'\\x91' * 100000 + b'\\xc0')", {Ended.BAD_FRAME}),
        ("pack(b'\\xc0')", {Ended.BAD_FRAME}),
        ("pack(b'\\x90') * 50", {Ended.BAD_FRAME}),
        ("bytes(8)", {Ended.BAD_FRAME}),
    ],
)
def test_a_broken_frame_costs_its_call(sandbox: Sandbox, data: str, ended: set[Ended]) -> None:
    source = f"{WRITER}\ndef f(x):\n    if x: flood({data})\n    return 2\n"
    forged, after, other = observe(sandbox, source, call("f", 1), call("f", 0), "good")
    assert forged.ended in ended
    assert forged.value is None
    assert (after.ended, after.value) == (Ended.RETURNED, 2)
    assert (other.ended, other.value) == (Ended.RETURNED, 1)


def test_a_result_sent_ahead_is_refused(sandbox: Sandbox) -> None:
    # ["done", n, "returned", 42, None, "", 0] for the calls to come.
    frame = r"pack(b'\x97\xa4done' + bytes([n]) + b'\xa8returned\x2a\xc0\xa0\x00')"
    source = f"{WRITER}\ndef f(x):\n    for n in range(1, 6): flood({frame})\n    return 2\n"
    seen = observe(sandbox, source, call("f", 0), call("f", 1), call("f", 2), "good")
    # The first is its own answer, true or not; what lies ready before its call is asked for is none.
    assert seen[0].value == 42
    assert [each.ended for each in seen[1:3]] == [Ended.BAD_FRAME, Ended.RETURNED] or all(
        each.ended is Ended.BAD_FRAME or each.value == 42 for each in seen[1:3]
    )
    assert seen[3].value == 1


def test_one_function_cannot_speak_for_another(sandbox: Sandbox) -> None:
    definitions = r"pack(b'\x93\xa6loaded\xa6module\x90')"
    source = f"{WRITER}\nimport gc, socket\ndef f():\n    flood({definitions})\n    for n in range(3, 400):\n"
    source += "        try: os.close(n)\n        except OSError: pass\n    return 1\n"
    first, other = observe(sandbox, source, "f", "good")
    assert first.ended in {Ended.BAD_FRAME, Ended.DIED}
    assert (other.ended, other.value) == (Ended.RETURNED, 1)


def test_a_hand_in_that_takes_over_its_own_process_harms_itself_alone(sandbox: Sandbox) -> None:
    source = """
import os, sys
for module in list(sys.modules.values()):
    if getattr(module, "__name__", "").startswith("_grader_nursery"):
        for name in dir(module):
            if not name.startswith("__"):
                setattr(module, name, None)
def f(): return 1
"""
    (taken,) = observe(sandbox, source, "f")
    assert taken.ended is not Ended.FAULT
    (after,) = observe(sandbox, "def f(): return 3\n", "f")
    assert after.value == 3


def test_a_hand_in_that_says_whatever_it_likes_while_loading_is_refused(sandbox: Sandbox) -> None:
    source = f"{WRITER}\nflood(b'\\xff' * 64)\n"
    (seen,) = observe(sandbox, source, "good")
    assert seen.ended is not Ended.FAULT
    (after,) = observe(sandbox, "def f(): return 3\n", "f")
    assert after.value == 3
