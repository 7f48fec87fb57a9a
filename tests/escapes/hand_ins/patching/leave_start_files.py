# wants: to run in the next interpreter: sitecustomize, usercustomize, .pth, modules in the folder
# stopped_from: T0
# expects: returned
# runs: 2

import os
import sys

FOUND = [name for name in ("sitecustomize", "usercustomize", "escape_left") if name in sys.modules and hasattr(sys.modules[name], "LEFT")]
FOUND += [name for name in os.listdir(".") if name.startswith("left-by")]


def attack(f, n):
    for name in ("sitecustomize.py", "usercustomize.py", "numpy.py", "random.py", ".local/lib/python3.11/site-packages/x.pth"):
        os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
        with open(name, "w", encoding="utf-8") as file:
            file.write("LEFT = 1\nimport sys; sys.modules['escape_left'] = sys.modules[__name__]\n")
    with open("left-by-a-call", "w", encoding="utf-8") as file:
        file.write("x")
    os.environ["PYTHONPATH"] = os.getcwd()
    os.environ["LD_PRELOAD"] = os.getcwd() + "/left.so"
    return f"got {FOUND}" if FOUND else "tried"
