"""Which bodies of functions can leave nothing behind, where nobody would look."""

import pytest

from grader.sandbox.nursery.plain_code import bodies_are_plain


def of(text: str) -> bool:
    return bodies_are_plain(compile(text, "answer.py", "exec"))


@pytest.mark.parametrize(
    "text",
    [
        "def f(x):\n    y = [x]\n    y[0] = 1\n    return y\n",
        "def f(x):\n    global n\n    n = x\n",  # seen afterwards
        "class C:\n    'Text.'\n    n: int = 0\n    def __init__(self, a, b):\n        self.a, self.b = a, b\n",
        "class C:\n    def step(self, x):\n        self.x = x\n        return self\n",
        "def f(x):\n    import numpy as np\n    from math import exp\n    return np.exp(exp(x))\n",
        "f = lambda x: [y for y in x]\n",
        "import os\nos.environ['A'] = 'b'\nx = getattr(os, 'name')\n",  # while loading, before any function
        "def f(x):\n    print(f'{x:.3f}')\n    with x as y:\n        return y\n",
    ],
)
def test_plain(text: str) -> None:
    assert of(text)


@pytest.mark.parametrize(
    "text",
    [
        "def f(x):\n    x.y = 1\n",
        "def f(x):\n    del x.y\n",
        "def f(self, other):\n    other.y = self\n",
        "class C:\n    def step(self, self2):\n        self2.x = self\n",
        "def f(x, self):\n    self.x = x\n",
        "def f(x):\n    def g(self):\n        x.y = self\n    return g\n",
        "def f(x):\n    x.y += 1\n",
        "def f(x):\n    for x.y in range(3): pass\n",
        "def f(x):\n    [0 for x.y in range(3)]\n",
        "f = lambda x: setattr(x, 'y', 1)\n",
        "def f(x): return x.__dict__\n",
        "def f(x): return __builtins__\n",
        "def f(x): eval('x')\n",
        "def f(x):\n    import os\n",
        "def f(x):\n    import numpy, os.path as p\n",
        "def f(x):\n    from sys import setprofile as s\n",
        "import numpy as np\ndef f(x): np.seterr(all='ignore')\n",
        "import numpy as np\nclass C:\n    f = lambda x: np.seterr(all='ignore')\n",
        "class C:\n    import os\n",
        "def f(x):\n    class D:\n        def g(y): y.z = 1\n    return D\n",
    ],
)
def test_not_plain(text: str) -> None:
    assert not of(text)
