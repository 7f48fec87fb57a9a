"""What the attacks share: what they are told, a way to try, system calls by number, frames of their own making."""

import ctypes
import json
import os
import platform
import socket
import stat
import struct

with open("known.json", encoding="utf-8") as file:
    KNOWN = json.load(file)
"""A student who knows everything about the machine but the secret: paths, ports, process ids, an address."""

PLACE = KNOWN["place"]
libc = ctypes.CDLL(None, use_errno=True)
_COLUMN = {"x86_64": 0, "aarch64": 1}[platform.machine()]
_NUMBERS = {
    "bpf": (321, 280), "clone": (56, 220), "clone3": (435, 435), "io_uring_setup": (425, 425), "kcmp": (312, 272),
    "keyctl": (250, 219), "memfd_create": (319, 279), "mount": (165, 40), "mq_open": (240, 180), "msgget": (68, 186),
    "open_by_handle_at": (304, 265), "perf_event_open": (298, 241), "pidfd_getfd": (438, 438), "pidfd_open": (434, 434),
    "pidfd_send_signal": (424, 424), "process_vm_readv": (310, 270), "ptrace": (101, 117),
    "rt_sigqueueinfo": (129, 138), "semget": (64, 190), "setns": (308, 268), "shmctl": (31, 195), "shmget": (29, 194),
    "socket": (41, 198), "tgkill": (234, 131), "unshare": (272, 97), "userfaultfd": (323, 282),
}


def attempt(what, act, *given):
    """Say whether an attempt got something."""
    try:
        found = act(*given)
    except BaseException as error:
        return f"stopped {what}: {type(error).__name__} {str(error)[:80]}"
    return f"got {what}: {str(found)[:200]}"


def syscall(name, *given):
    """Make a system call by its number; raises OSError."""
    ctypes.set_errno(0)
    numbers = [ctypes.c_long(each) if isinstance(each, int) else each for each in given]
    result = libc.syscall(ctypes.c_long(_NUMBERS[name][_COLUMN]), *numbers)
    if result < 0:
        raise OSError(ctypes.get_errno(), f"{name}: {os.strerror(ctypes.get_errno())}")
    return result


def read(path):
    """Say how much of a file could be read, and show it where it holds the secret that was planted."""
    with open(path, "rb") as opened:
        data = opened.read(2000)
    return data if b"secret-of-the-grader" in data else f"{len(data)} bytes"


def write(path, text="forged by a hand-in"):
    """Write a file."""
    with open(path, "w", encoding="utf-8") as opened:
        opened.write(text)
    return path


def open_descriptors():
    """Return the descriptors that are open."""
    found = []
    for number in range(2048):
        try:
            os.fstat(number)
        except OSError:
            continue
        found.append(number)
    return found


def channels():
    """Return the descriptors that are sockets."""
    return [each for each in open_descriptors() if stat.S_ISSOCK(os.fstat(each).st_mode)]


def send_everywhere(data):
    """Write bytes to every descriptor that takes them, without waiting."""
    for each in open_descriptors():
        try:
            os.set_blocking(each, False)
            os.write(each, data)
        except OSError:
            pass
        finally:
            try:
                os.set_blocking(each, True)
            except OSError:
                pass


def receive_with_descriptor(channel, size):
    """Read from a channel's descriptor, with a descriptor that may come along."""
    with socket.socket(fileno=os.dup(channel)) as end:
        data, found, _, _ = socket.recv_fds(end, size, 1)
    return data, found


def packed(data):
    """Return data as the wire packs it."""
    if data is None or isinstance(data, bool):
        return bytes([0xC0 if data is None else 0xC3 if data else 0xC2])
    if isinstance(data, int):
        return b"\xd3" + struct.pack(">q", data)
    if isinstance(data, float):
        return b"\xcb" + struct.pack(">d", data)
    if isinstance(data, str):
        text = data.encode("utf-8", "surrogatepass")
        return b"\xdb" + struct.pack(">I", len(text)) + text
    if isinstance(data, bytes):
        return b"\xc6" + struct.pack(">I", len(data)) + data
    return b"\xdd" + struct.pack(">I", len(data)) + b"".join(packed(each) for each in data)


def frame(data):
    """Return data as a frame."""
    body = packed(data)
    return struct.pack(">I", len(body)) + body


def done(number, value=42.0):
    """Return the frame of a call's result."""
    return frame(["done", number, "returned", value, None, "", 0])
