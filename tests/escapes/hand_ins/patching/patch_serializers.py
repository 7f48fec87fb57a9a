# wants: to forge what crosses by patching what writes it
# stopped_from: T0
# expects: returned

import json
import marshal
import pickle
import struct


class Layout:
    size = 4

    def pack(self, *given):
        return b"\0\0\0\0"

    def unpack(self, *given):
        return (42.0,)


def attack(f, n):
    json.dumps = json.loads = lambda *given, **more: '{"earned": 100}'
    pickle.dumps = marshal.dumps = lambda *given, **more: b"cos\nsystem\n(S'true'\ntR."
    struct.pack = lambda *given: b"\xcb@E\0\0\0\0\0\0"
    struct.Struct = lambda *given: Layout()
    return 42.0
