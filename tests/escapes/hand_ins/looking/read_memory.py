# wants: to read the secret in the grader's memory, at the very address
# stopped_from: T1
# expects: returned

import ctypes

from hostile import KNOWN, attempt, syscall


class Stretch(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]


def by_call():
    room = ctypes.create_string_buffer(KNOWN["length"])
    here = Stretch(ctypes.addressof(room), KNOWN["length"])
    there = Stretch(KNOWN["address"], KNOWN["length"])
    syscall("process_vm_readv", KNOWN["grader"], ctypes.byref(here), 1, ctypes.byref(there), 1, 0)
    return room.raw


def by_file():
    with open(f"/proc/{KNOWN['grader']}/mem", "rb", buffering=0) as memory:
        memory.seek(KNOWN["address"])
        return memory.read(KNOWN["length"])


def attack(f, n):
    return [attempt("memory by call", by_call), attempt("memory by file", by_file)]
