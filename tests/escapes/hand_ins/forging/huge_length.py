# wants: to make who reads allocate four gigabytes
# stopped_from: T0
# expects: bad_frame|died|timed_out

from hostile import send_everywhere


def attack(f, n):
    send_everywhere((b"\xff\xff\xff\xff", b"\x02\x00\x00\x00")[n] + b"\xc6\xff\xff\xff\xff" * 100)
    return "tried"
