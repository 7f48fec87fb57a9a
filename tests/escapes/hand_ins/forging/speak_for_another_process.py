# wants: to have the grader kill a bystander: the first word of a process names another
# stopped_from: T1
# expects: returned|bad_frame|died|timed_out|not_run|out_of_memory
# costs: double square derivative

import os
import socket
import struct

from hostile import KNOWN, channels, frame, receive_with_descriptor

NAMES = ("attack", "double", "square", "derivative")


def attack(f, n):
    return "tried"


def say_hello(descriptor, pid):
    hello = frame(["hello", pid])
    credentials = struct.pack("iII", pid, os.getuid(), os.getgid())
    with socket.socket(fileno=os.dup(descriptor)) as end:
        try:
            end.sendmsg([hello], [(socket.SOL_SOCKET, socket.SCM_CREDENTIALS, credentials)])
        except OSError:
            end.send(hello)


(control,) = channels()
os.write(control, frame(["loaded", "module", [[name, "forged.py", 1, None, []] for name in NAMES]]))
for _ in range(4):
    request, found = receive_with_descriptor(control, 1000)
    for each in found:
        say_hello(each, KNOWN["bystander"])
        os.close(each)
    os.write(control, frame(["ended", -9, 2**40]))
os._exit(0)
