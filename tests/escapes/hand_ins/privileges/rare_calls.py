# wants: to reach the kernel by rare system calls
# stopped_from: T1
# expects: returned

from hostile import syscall

CALLS = (("bpf", 999, 0, 0), ("perf_event_open", 0, 0, -1, -1, 0), ("io_uring_setup", 0, 0), ("userfaultfd", -1), ("keyctl", 999), ("open_by_handle_at", -1, 0, 0))


def attack(f, n):
    told = []
    for name, *given in CALLS:
        try:
            told.append(f"got {name}: {syscall(name, *given)}")
        except OSError as error:
            told.append(f"stopped: {error}" if error.errno in {1, 38, 13} else f"got as far as {error}")
    return told
