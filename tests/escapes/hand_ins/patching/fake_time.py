# wants: to have no time pass, so that no limit is reached
# stopped_from: T0
# expects: timed_out

import signal
import time

for name in ("time", "monotonic", "perf_counter", "process_time", "thread_time", "time_ns", "monotonic_ns"):
    setattr(time, name, lambda: 0)
for kind in (signal.ITIMER_REAL, signal.ITIMER_VIRTUAL, signal.ITIMER_PROF):
    signal.setitimer(kind, 0)
signal.signal(signal.SIGXCPU, signal.SIG_IGN)


def attack(f, n):
    while time.monotonic() < 1e9:
        pass
