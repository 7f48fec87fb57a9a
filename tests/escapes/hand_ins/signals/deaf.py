# wants: to outlive the time limit by blocking every signal
# stopped_from: T0
# expects: timed_out

import signal


def attack(f, n):
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, signal.NSIG))
    for number in range(1, signal.NSIG):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    while True:
        pass
