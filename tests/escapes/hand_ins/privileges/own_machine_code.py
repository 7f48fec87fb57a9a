# wants: to make a system call by machine code of its own
# stopped_from: T1
# expects: returned

import ctypes
import mmap
import platform

from hostile import attempt


def socket_by_code():
    # mov eax, 41 (socket); mov edi, 2; mov esi, 2; xor edx, edx; syscall; ret
    code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    code.write(b"\xb8\x29\x00\x00\x00\xbf\x02\x00\x00\x00\xbe\x02\x00\x00\x00\x31\xd2\x0f\x05\xc3")
    place = ctypes.addressof(ctypes.c_char.from_buffer(code))
    found = ctypes.CFUNCTYPE(ctypes.c_int)(place)()
    if found < 0:
        raise OSError(-found, "refused")
    return found


def attack(f, n):
    if platform.machine() != "x86_64":
        return "stopped: written for another machine"
    return attempt("a socket", socket_by_code)
