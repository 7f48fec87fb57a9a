# wants: to make system calls by another architecture's numbers, past the filter
# stopped_from: T1
# expects: died|returned

import ctypes
import mmap
import platform

from hostile import attempt, libc


def by_x32():
    if libc.syscall(ctypes.c_long(0x40000000 | 39)) < 0:
        raise OSError("refused")


def by_interrupt():
    # mov eax, 20 (getpid of 32 bits); int 0x80; ret
    code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    code.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")
    place = ctypes.addressof(ctypes.c_char.from_buffer(code))
    found = ctypes.CFUNCTYPE(ctypes.c_int)(place)()
    if found < 0:
        raise OSError("refused")
    return found


def attack(f, n):
    if platform.machine() != "x86_64":
        return "stopped: no other architecture here"
    return attempt("x32", by_x32) if n == 0 else attempt("32 bits", by_interrupt)
