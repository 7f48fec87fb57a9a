# wants: to have honest statements left out, or to break who reads where the program was
# stopped_from: T0
# expects: returned

import os
import struct

from hostile import frame, open_descriptors

WORDS = (["../../etc/passwd" * 50, -5, 2**62], ["attack.py", None, None], ["<script>", 10**9, None], [])


def note(words):
    for each in open_descriptors():
        try:
            os.pwrite(each, frame(words), 0)
        except OSError:
            continue


note(WORDS[0])
os._exit(0)
note(WORDS[2])
os._exit(0)


def attack(f, n):
    note(WORDS[3])
    return "tried"
