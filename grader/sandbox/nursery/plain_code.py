"""Whether the body of a function can leave something behind where ``as_loaded`` does not look.

What a function changes in its own module (globals, closures, defaults, containers, arrays) is seen afterwards. What it
could change in a library or in the process is not, so that a body which has the means for it is not *plain*: it stores
attributes, reaches for objects by name, runs text as code, imports what is not in the table, or names one of the few
settings that libraries keep. Honest answers to mathematical homework hardly ever do; those that do get processes of
their own, nothing worse.
"""

import dis
from types import CodeType
from typing import Any, Final

_MODULES: Final[tuple[tuple[str, str], ...]] = (
    ("numpy scipy sympy mpmath", "what they keep is set by names below, or a cache of equal results"),
    ("math cmath fractions numbers statistics operator _operator", "nothing is kept"),
    ("itertools functools _functools collections copy string textwrap", "what they make is the hand-in's, and is seen"),
    ("random", "seeded before each call"),
    ("abc dataclasses enum typing typing_extensions __future__", "for definitions"),
)
_NAMES: Final[tuple[tuple[str, str], ...]] = (
    ("setattr delattr getattr globals locals vars", "objects by their name"),
    ("exec eval compile breakpoint", "text as code"),
    ("open input memoryview", "files, and other views of the same memory"),
    (
        "seterr seterrcall seterrobj setbufsize set_printoptions set_string_function set_numeric_ops",
        "settings of NumPy",
    ),
    ("set_module errprint sf_error set_global_backend register_backend skip_backend", "settings of NumPy and SciPy"),
    ("init_printing init_session global_assumptions set_global_settings pretty_use_unicode", "settings of SymPy"),
    ("pprint_use_unicode pprint_try_use_unicode pretty_try_use_unicode setup mp", "settings of SymPy and mpmath"),
    ("setrecursionlimit filterwarnings simplefilter resetwarnings", "settings of Python"),
    ("set_state getstate setstate", "generators of random numbers, whose state is not seeded then"),
    ("register lru_cache cache cached_property singledispatch", "what is kept in a library's object"),
)

MODULES: Final = frozenset(name for names, _ in _MODULES for name in names.split())
"""Packages that a plain hand-in may hold objects of, and import while its functions run."""

NAMES: Final = frozenset(name for names, _ in _NAMES for name in names.split())
"""Names that a plain body does not use, as a variable or as an attribute."""

_SPECIAL: Final = frozenset((
    *("__name__", "__doc__", "__init__", "__main__"),
    # what the body of a class sets of itself
    *("__module__", "__qualname__", "__annotations__", "__classcell__", "__firstlineno__", "__static_attributes__"),
))
_STORES: Final = frozenset(dis.opmap[name] for name in ("STORE_ATTR", "DELETE_ATTR"))
_IMPORT: Final = dis.opmap["IMPORT_NAME"]


def bodies_are_plain(code: CodeType) -> bool:
    """Whether every function and class that a piece of code defines has a plain body.

    Its own statements may do anything: they run while the hand-in is loaded, before any function does.
    """
    return all(is_plain(each) for each in code.co_consts if isinstance(each, CodeType))


def is_plain(code: CodeType) -> bool:
    """Whether a function's body, and whatever is defined in it, is plain."""
    operations = frozenset(code.co_code[::2])
    if operations & _STORES and not _stores_in_itself(code):
        return False
    if not NAMES.isdisjoint(code.co_names):
        return False
    if any(name.startswith("__") and name not in _SPECIAL for name in code.co_names):
        return False
    if _IMPORT in operations and not _imported(code) <= MODULES:
        return False
    return bodies_are_plain(code)


def _stores_in_itself(code: CodeType) -> bool:
    # A method's own object, one of the hand-in's classes: what it holds is seen afterwards.
    last = ""
    for each in dis.get_instructions(code):
        if each.opcode in _STORES and last != "self":
            return False
        argument: Any = each.argval
        loaded = str(argument).rpartition(" ")[2].strip("')")  # two in one, from Python 3.13 on
        last = loaded if each.opname.startswith("LOAD_FAST") else ""
    return code.co_varnames[:1] == ("self",)


def _imported(code: CodeType) -> "frozenset[str]":
    found = (each.argval for each in dis.get_instructions(code) if each.opcode == _IMPORT)
    return frozenset(str(name).partition(".")[0] for name in found)
