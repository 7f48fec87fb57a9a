# wants: to put file systems where others look
# stopped_from: T1
# expects: returned

from hostile import syscall


def attack(f, n):
    try:
        # There is no such place: who may not mount is told so, who may is told that.
        syscall("mount", b"none", b"/no/such/place", b"tmpfs", 0, 0)
    except OSError as error:
        return f"stopped: {error}" if error.errno in {1, 38} else f"got as far as {error}"
    return "got a mount"
