"""What a test may use on the trusted side: functions of Python and NumPy by name, none that opens or runs things.

Everything here is applied to plain data alone: numbers, text, arrays, and lists of these.
"""

import builtins
import cmath
import collections
import copy
import fractions
import hashlib
import itertools
import math
import operator
import random
import statistics
import unittest
import warnings
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import numpy as np

_BUILTINS = """abs all any bool complex dict divmod enumerate float frozenset int isinstance len list max min pow range
reversed round set slice sorted str sum tuple type zip map filter bytes object repr"""
_ERRORS = """ArithmeticError AssertionError AttributeError Exception IndexError KeyError LookupError NameError
NotImplementedError OverflowError RecursionError RuntimeError StopIteration TypeError ValueError ZeroDivisionError
BaseException FloatingPointError"""
_NUMPY = """all allclose amax amin any append arange argmax argmin argsort argwhere around array array_equal array_equiv
asarray atleast_1d atleast_2d average bincount broadcast_to clip column_stack concatenate convolve copy corrcoef
count_nonzero cov cross cumprod cumsum delete diag diagonal diff digitize dot e einsum empty errstate euler_gamma
expand_dims eye fill_diagonal finfo flip fliplr flipud full full_like gradient histogram hstack identity iinfo imag
inf inner insert interp isclose iscomplexobj isin isrealobj isscalar issubdtype kron linspace logspace matmul max mean
median meshgrid min moveaxis nan nan_to_num nanmax nanmean nanmin nanstd nansum ndarray ndim newaxis nonzero ones
ones_like outer percentile pi poly1d polyfit polyval prod ptp quantile ravel real repeat reshape roll roots rot90 round
searchsorted shape size sort split squeeze stack std sum swapaxes take tensordot tile trace transpose trapezoid tril
triu unique var vdot vstack where zeros zeros_like
bool_ int8 int16 int32 int64 uint8 uint16 uint32 uint64 intp float16 float32 float64 complex64 complex128 str_ number
integer floating inexact complexfloating generic signedinteger unsignedinteger"""
_LINALG = """cholesky cond det eig eigh eigvals eigvalsh inv lstsq matrix_power matrix_rank norm pinv qr slogdet solve
svd LinAlgError"""
_TESTING = """assert_ assert_allclose assert_almost_equal assert_approx_equal assert_array_almost_equal
assert_array_equal assert_array_less assert_equal"""
_RANDOM = """beta binomial choice exponential gamma normal permutation poisson rand randint randn random random_sample
seed shuffle standard_normal uniform"""
GENERATORS: Final = (np.random.RandomState, np.random.Generator, random.Random)  # noqa: S311  # no secrets
_PLAIN_RANDOM = "choice gauss randint random randrange sample seed shuffle uniform"


def _named(source: object, names: str) -> dict[str, Any]:
    return {name: getattr(source, name) for name in names.split() if hasattr(source, name)}


def _public(source: object) -> dict[str, Any]:
    return {name: getattr(source, name) for name in dir(source) if not name.startswith("_")}


class Module:
    """A module as a test sees it: the names that it may use."""

    def __init__(self, name: str, names: Mapping[str, Any]) -> None:
        self.name, self.names = name, names


class Raises:
    """Stands for ``pytest.raises`` and the like: called with exceptions, and perhaps with a function to call."""


RAISES: Final = Raises()


def make_modules() -> dict[str, Module]:
    """Return the modules that tests may import, by name; each test gets random generators of its own.

    They begin at seed 0, so that a test which seeds nothing still draws the same on every run.
    """
    legacy, plain = np.random.RandomState(0), random.Random(0)  # noqa: S311  # no secrets
    numpy_random = {**_named(legacy, _RANDOM), "RandomState": np.random.RandomState, "default_rng": _seeded}
    case = _named(unittest.TestCase(), " ".join(name for name in dir(unittest.TestCase) if name.startswith("assert")))
    testing = {**_named(np.testing, _TESTING), "assert_raises": RAISES}
    ufuncs = {name: each for name, each in vars(np).items() if isinstance(each, np.ufunc)}
    modules = {
        "numpy": {
            **ufuncs,
            **_named(np, _NUMPY),
            "linalg": Module("numpy.linalg", _named(np.linalg, _LINALG)),
            "testing": Module("numpy.testing", testing),
            "random": Module("numpy.random", numpy_random),
        },
        "numpy.linalg": _named(np.linalg, _LINALG),
        "numpy.testing": testing,
        "numpy.random": numpy_random,
        "math": _public(math),
        "cmath": _public(cmath),
        "operator": _named(operator, "add mul sub neg eq lt le gt ge xor and_ or_ mod floordiv truediv abs"),
        "itertools": _named(
            itertools, "product permutations combinations chain zip_longest combinations_with_replacement"
        ),
        "collections": _named(collections, "Counter OrderedDict"),
        "copy": _named(copy, "copy deepcopy"),
        "fractions": {"Fraction": fractions.Fraction},
        "statistics": _named(statistics, "mean median stdev variance pstdev pvariance mode"),
        "random": _named(plain, _PLAIN_RANDOM),
        "hashlib": _named(hashlib, "md5 sha1 sha224 sha256 sha384 sha512"),
        "warnings": _named(warnings, "catch_warnings simplefilter filterwarnings"),
        "pytest": {"raises": RAISES},
        "nose.tools": _nose(case),
        "unittest": {"TestCase": lambda: Module("TestCase", {**case, "assertRaises": RAISES})},
    }
    return {name: Module(name, names) for name, names in modules.items()}


def _nose(case: Mapping[str, Any]) -> dict[str, Any]:
    spelled = {
        "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name): each
        for name, each in case.items()
    }
    return {**spelled, "ok_": case["assertTrue"], "eq_": case["assertEqual"], "assert_raises": RAISES}


def _seeded(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


MODULES_BY_CONVENTION: Final[Mapping[str, str]] = MappingProxyType({"np": "numpy", "numpy": "numpy", "math": "math"})
"""Names that tests use without importing them: the homework's notebook does."""

BUILTINS: Final[Mapping[str, Any]] = MappingProxyType({**_named(builtins, _BUILTINS), **_named(builtins, _ERRORS)})
EXCEPTIONS: Final[Mapping[str, type[BaseException]]] = MappingProxyType(_named(builtins, _ERRORS))

_ARRAY = """T all any argmax argmin argsort astype clip conj conjugate copy cumprod cumsum diagonal dot dtype flatten
imag item max mean min ndim nonzero prod ravel real repeat reshape round shape size sort squeeze std sum swapaxes take
tolist trace transpose var"""
_ATTRIBUTES: Final[tuple[tuple[type, frozenset[str]], ...]] = tuple(
    (kind, frozenset(names.split()))
    for kind, names in (
        (np.ndarray, _ARRAY),
        (np.generic, _ARRAY),
        (np.dtype, "kind name itemsize type"),
        (
            str,
            """capitalize casefold count encode endswith find index isalnum isalpha isdigit islower isnumeric isspace
            isupper join lower lstrip removeprefix removesuffix rfind rstrip split splitlines startswith strip title
            upper""",
        ),
        (collections.Counter, "most_common elements"),
        (dict, "copy get items keys values update pop"),
        (list, "append copy count extend index insert pop remove reverse sort clear"),
        (tuple, "count index"),
        (set, "add copy difference intersection isdisjoint issubset issuperset symmetric_difference union"),
        (frozenset, "copy difference intersection isdisjoint issubset issuperset symmetric_difference union"),
        (bool, "real imag"),
        (int, "real imag bit_length numerator denominator"),
        (float, "real imag is_integer"),
        (complex, "real imag conjugate"),
        (fractions.Fraction, "numerator denominator limit_denominator"),
        (np.random.RandomState, _RANDOM),
        (np.random.Generator, _RANDOM + " integers"),
        (np.poly1d, "coeffs roots order deriv integ"),
        (np.finfo, "eps max min tiny"),
        (np.iinfo, "max min"),
        (type(hashlib.sha256()), "digest hexdigest"),  # all of them are of one type
        (type, "__name__"),
    )
)


def attribute(value: object, name: str) -> Any:  # noqa: ANN401  # whatever it is
    """Return an attribute of plain data.

    Raises:
        LookupError: when it is none that a test may use.
    """
    if isinstance(value, Module):
        return value.names[name]
    for kind, names in _ATTRIBUTES:
        if isinstance(value, kind) and name in names:
            return getattr(value, name)
    raise LookupError(name)
