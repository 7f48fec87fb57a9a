# wants: to send what no honest encoder makes: shapes, dtypes, digits, nodes that lie
# stopped_from: T0
# expects: returned|bad_frame|died
# calls: 15

import os

from hostile import channels, frame

VALUES = (
    ["a", "<f8", [2**40 - 1] * 30, b"", "ndarray"],
    ["a", "|O", [1], b"\0" * 8, "ndarray"],
    ["a", "<f8", [-1], b"", "ndarray"],
    ["a", "|b1", [3], b"\xff\x02\x80", "ndarray"],
    ["i", "0x" + "f" * 4090],
    ["i", "__import__('os')"],
    ["y", ["Integer", "9" * 4096, []]],
    ["y", ["Pow", None, [["Integer", "9", []], ["Pow", None, [["Integer", "9", []], ["Integer", "9" * 9, []]]]]]],
    ["y", ["Float", "1e999999999", []]],
    ["y", ["Rational", "1/0", []]],
    ["y", ["Symbol", "__import__('os').system('true')", []]],
    ["y", ["os.system", None, [["Symbol", "true", []]]]],
    ["q", "dict", [["q", "list", [1]]]],
    ["q", "set", [["q", "list", []]]],
    ["o", "x" * 256, "y" * 200, "z"],
)


def forge(number, value):
    for each in channels():
        os.write(each, frame(["done", number, "returned", value, None, "", 2**62]))


def double(x):
    forge(1, ["a", "<f8", [2], b"\0" * 16, "<script>"])
    return 3 * x


def attack(f, n):
    while n < len(VALUES):
        forge(n + 1, VALUES[n])
        for each in channels():
            os.read(each, 100_000)  # the next call
        n += 1
    return "tried"
