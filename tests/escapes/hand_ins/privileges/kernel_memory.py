# wants: to keep memory, queues and semaphores that outlive it
# stopped_from: T1
# expects: returned

from hostile import attempt, syscall


def segment():
    found = syscall("shmget", 0, 4096, 0o600 | 0o1000)
    syscall("shmctl", found, 0, 0)
    return found


def attack(f, n):
    told = [attempt("shared memory", segment), attempt("a file in memory", syscall, "memfd_create", b"x", 0)]
    # Flags that ask for what is there already: nothing is made.
    for name, given in (("msgget", (0x7E57, 0)), ("semget", (0x7E57, 0, 0)), ("mq_open", (b"no-such-queue", 0, 0, 0))):
        try:
            told.append(f"got {name}: {syscall(name, *given)}")
        except OSError as error:
            told.append(f"stopped: {error}" if error.errno in {1, 38} else f"got as far as {error}")
    return told
