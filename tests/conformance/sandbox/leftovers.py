"""Small hand-ins whose functions leave nothing behind, and some that leave something, wherever it may hide."""

from typing import Final

PLAIN: Final = {
    "arithmetic": """
def f(x): return x + 1
def g(x): return 2 * x
""",
    "arrays": """
import numpy as np
A = np.eye(2)
def f(x): return A * x
def g(x):
    y = A.copy()
    y[0] = x
    return y
""",
    "containers": """
T = {'a': [1, 2]}
def f(x): return T['a'] + [x]
def g(x): return sorted(T)
""",
    "closures": """
def make(n):
    def inner(x): return n * x
    return inner
f, g = make(2), make(3)
""",
    "generators": """
import random
from random import gauss
def f(x): return gauss(0, 1)
def g(x): return random.random()
""",
    "numpy's": """
import numpy as np
def f(x): return np.random.rand()
def g(x): return np.random.default_rng(1).normal()
""",
    "classes": """
class Flow:
    def __init__(self, a): self.a = a
    def forward(self, x): return self.a * x
FLOW = Flow(2)
def f(x): return FLOW.forward(x)
def g(x): return Flow(x).forward(x)
""",
    "names": """
from math import exp as f
import numpy as np
import scipy.stats
g = np.exp
stats = scipy.stats.norm
""",
    "vectorize": """
import numpy as np
@np.vectorize
def f(x): return x if x > 0 else 0
def g(x): return f([x, -x])
""",
    "lambdas": """
from functools import partial, reduce
f = partial(pow, 2)
g = lambda x: reduce(lambda a, b: a + b, [x, x])
""",
    "a function of numbers from SymPy": """
import sympy as sp
from scipy.special import expit
t = sp.Symbol('t')
square = sp.lambdify(t, t**2, 'numpy')
def f(x): return square(x)
def g(x): return expit(x)
""",
    "all names of a library": """
from sympy import *
from math import *
def f(x): return sqrt(x)
def g(x): return exp(x)
""",
    "functions of numbers, numbered": """
import sympy as sp
from sympy import lambdify
t = sp.Symbol('t')
def f(x): return lambdify(t, sp.log(t - 2))(x)
def g(x): return print(lambdify(t, t + x)) or lambdify(t, sp.log(t - 2), 'numpy')(x)
""",
    "SymPy's generator": """
import sympy as sp
def f(x): return sp.randprime(1, 10**12)
def g(x): return sp.randprime(1, 10**9)
""",
    "warnings": """
import numpy as np
def f(x): return np.log(x - x)
def g(x): return np.log(x - x)
""",
}
"""Functions ``f`` and ``g`` that compute and return."""

LEFT_BEHIND: Final = {
    "a global": """
n = 0
def bump():
    global n
    n += 1
    return n
""",
    "a list": """
N = []
def bump():
    N.append(1)
    return len(N)
""",
    "a default": """
def bump(seen=[]):
    seen.append(1)
    return len(seen)
""",
    "a keyword's default": """
def bump(*, seen=[]):
    seen.append(1)
    return len(seen)
""",
    "a dict in a tuple": """
N = ({},)
def bump():
    N[0][len(N[0])] = 1
    return len(N[0])
""",
    "a set": """
N = set()
def bump():
    N.add(len(N))
    return len(N)
""",
    "an array": """
import numpy as np
N = np.zeros(1)
def bump():
    N[:] += 1
    return float(N[0])
""",
    "an array of objects": """
import numpy as np
N = np.array([[], 1], object)
def bump():
    N[0].append(1)
    return len(N[0])
""",
    "a function's attribute": """
def bump():
    bump.n = getattr(bump, 'n', 0) + 1
    return bump.n
""",
    "a closure": """
def make():
    n = 0
    def inner():
        nonlocal n
        n += 1
        return n
    return inner
bump = make()
""",
    "an object": """
class C: pass
c = C()
c.n = 0
def bump():
    c.n += 1
    return c.n
""",
    "an object's own method": """
class C:
    def __init__(self): self.n = 0
    def step(self):
        self.n += 1
        return self.n
c = C()
def bump(): return c.step()
""",
    "a class": """
class C:
    n = 0
def bump():
    C.n += 1
    return C.n
""",
    "a class's method": """
class C:
    N = []
    @classmethod
    def step(cls):
        cls.N.append(1)
        return len(cls.N)
bump = C.step
""",
    "a slot": """
class C:
    __slots__ = ('n',)
c = C()
c.n = 0
def bump():
    object.__setattr__(c, 'n', c.n + 1)
    return c.n
""",
    "a cached function": """
from functools import lru_cache
N = iter(range(1, 99))
@lru_cache
def bump(): return next(N)
""",
    "an iterator": """
N = iter(range(1, 99))
def bump(): return next(N)
""",
    "a counter": """
import itertools
N = itertools.count(1)
def bump(): return next(N)
""",
    "a generator": """
def g():
    n = 0
    while True:
        n += 1
        yield n
N = g()
def bump(): return next(N)
""",
    "a generator of numbers": """
import numpy as np
rng = np.random.default_rng(1)
first = np.random.default_rng(1).random()
def bump(): return 1 if rng.random() == first else 2
""",
    "an old generator of numbers": """
import numpy as np
rng = np.random.RandomState(1)
first = np.random.RandomState(1).rand()
def bump(): return 1 if rng.rand() == first else 2
""",
    "a patched library": """
import numpy as np
def bump():
    n = getattr(np, 'n', 0) + 1
    np.n = n
    return n
""",
    "a library's list": """
import numpy as np
def bump():
    np.__all__.append('x')
    return np.__all__.count('x')
""",
    "a setting": """
import numpy as np
def bump():
    n = {'warn': 1, 'ignore': 2}[np.geterr()['over']]
    np.seterr(over='ignore')
    return n
""",
    "a setting from its name": """
from numpy import seterr, geterr
def bump():
    n = {'warn': 1, 'ignore': 2}[geterr()['over']]
    seterr(over='ignore')
    return n
""",
    "a built-in name": """
import builtins
def bump():
    builtins.n = getattr(builtins, 'n', 0) + 1
    return builtins.n
""",
    "a name in the module's dict": """
def bump():
    globals()['n'] = globals().get('n', 0) + 1
    return n
""",
    "text as code": """
n = 0
def bump():
    exec('global n; n += 1')
    return n
""",
    "the environment": """
import os
def bump():
    os.environ['N'] = os.environ.get('N', '') + 'x'
    return len(os.environ['N'])
""",
    "a file": """
def bump():
    with open('n', 'a') as file:
        file.write('x')
    return len(open('n').read())
""",
    "a file by NumPy": """
import numpy as np
def bump():
    try:
        n = np.loadtxt('n.txt') + 1
    except OSError:
        n = np.array(1)
    np.savetxt('n.txt', [float(n)])
    return int(n)
""",
    "a thread": """
import threading, time
def bump():
    threading.Thread(target=time.sleep, args=(9,), daemon=True).start()
    return threading.active_count() - 1
""",
    "an import": """
import sys
def bump():
    was_there = 'colorsys' in sys.modules
    import colorsys
    return 1 + was_there
""",
    "a precision": """
import mpmath
def bump():
    mpmath.mp.dps += 1
    return mpmath.mp.dps - 15
""",
    "a matrix": """
import sympy as sp
M = sp.zeros(1)
def bump():
    M[0] += 1
    return int(M[0])
""",
    "names swapped": """
a, b = (1,), (2,)
def bump():
    global a, b
    a, b = b, a
    return 3 - a[0]
""",
    "a named tuple's list": """
from collections import namedtuple
P = namedtuple('P', 'n')
p = P([])
def bump():
    p.n.append(1)
    return len(p.n)
""",
    "a function with names of its own": """
space = {}
exec('n = 0\\ndef bump():\\n    global n\\n    n += 1\\n    return n', space)
bump = space['bump']
del space
""",
    "a function wrapped by a library": """
import sympy as sp
def make():
    N = []
    @sp.cacheit
    def inner(x=[]):
        N.append(1)
        return len(N)
    return inner
inner = make()
def bump(): return inner([])
""",
    "a function that remembers": """
from functools import lru_cache
@lru_cache
def table(n): return [0] * n
def bump():
    table(3).append(0)
    return len(table(3)) - 3
""",
    "a counter's method": """
import itertools
count = itertools.count(1).__next__
def bump(): return count()
""",
    "a setting under another name": """
from numpy import geterr, seterr as told
def bump():
    n = {'warn': 1, 'ignore': 2}[geterr()['over']]
    told(over='ignore')
    return n
""",
    "a setting in a dict": """
import numpy as np
do = {'quiet': np.seterr}
def bump():
    n = {'warn': 1, 'ignore': 2}[np.geterr()['over']]
    do['quiet'](over='ignore')
    return n
""",
    "a setting with its arguments": """
import numpy as np
from functools import partial
quiet = partial(np.seterr, over='ignore')
def bump():
    n = {'warn': 1, 'ignore': 2}[np.geterr()['over']]
    quiet()
    return n
""",
    "a file written at once": """
import numpy as np
np.save('n', np.array([1]))
def bump():
    n = np.load('n.npy')
    np.save('n', n + 1)
    return int(n[0])
""",
    "a function for one type": """
from functools import singledispatch
def make():
    N = []
    @singledispatch
    def inner(x):
        N.append(1)
        return len(N)
    return inner
inner = make()
def bump(): return inner(0)
""",
    "a function of arrays": """
import numpy as np
def make():
    N = []
    def inner(x):
        N.append(1)
        return len(N)
    return np.frompyfunc(inner, 1, 1)
inner = make()
def bump(): return inner(0)
""",
    "a method of a generator of numbers": """
import numpy as np
draw, first = np.random.RandomState(1).rand, np.random.RandomState(1).rand()
def bump(): return 1 if draw() == first else 2
""",
    "a method of another generator of numbers": """
import random
draw, first = random.Random(1).random, random.Random(1).random()
def bump(): return 1 if draw() == first else 2
""",
    "children of a generator of numbers": """
import numpy as np
rng = np.random.default_rng(1)
first = np.random.default_rng(1).spawn(1)[0].random()
def bump(): return 1 if rng.spawn(1)[0].random() == first else 2
""",
    "a method that sets": """
put, length = (lambda N: (N.__setitem__, N.__len__))({})
def bump():
    put(length(), 1)
    return length()
""",
    "SymPy's printing": """
import sympy as sp
from sympy.printing.pretty.pretty_symbology import pretty_use_unicode
pretty_use_unicode(False)
def bump():
    n = 2 if '─' in sp.pretty(1 / sp.Symbol('x')) else 1
    pretty_use_unicode(True)
    return n
""",
}
"""A function ``bump`` that returns 1 where it is called first, and something else where another call went before."""
