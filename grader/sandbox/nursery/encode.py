"""Python objects as plain data for the wire. Runs beside the student's code: the reader believes nothing of it.

``None``, booleans, integers of 64 bits, floats and text cross as they are. Everything else is an array that begins with
a one-letter tag::

    ["i", hex]                             a longer integer
    ["c", real, imaginary]                 a complex number
    ["a", dtype, shape, bytes, came_as]    an array, a NumPy scalar (shape ()), or what converts to one
    ["d", kind, bytes]                     a list or tuple of floats, packed
    ["q", kind, items]                     a tuple, list, set or dict (items are key-value tuples)
    ["y", node]                            a SymPy expression, node = [head, text or None, nodes]
    ["o", type, preview, reason]           anything else

Subclasses arrive as what they are based on: only data crosses, none of their methods.
"""

import struct
import sys
from collections.abc import Sized
from typing import Any, TypeAlias

from .lazy import loaded
from .symbolic import UnsupportedNodeError, encode_symbolic
from .trouble import steady
from .vocabulary import DTYPES, MOST_DIGITS, MOST_DIMENSIONS, MOST_NAME, MOST_PREVIEW, MOST_TEXT
from .wire import Plain

Foreign: TypeAlias = Any
"""An object of the student's, or of a library that may be missing: nothing is known of it."""

_DEEPEST = 16
_MOST_ITEMS = 200_000
_MOST_SHOWN = 1000
_SHORTEST_PACKED = 4
_OF_THE_WHOLE = frozenset({"too_large", "too_deep"})
"""Reasons that leave no part of a value to take."""
_WIDE_FLOATS = {"f": "<f8", "c": "<c16"}


class UnsupportedValueError(Exception):
    """The value cannot cross as data; ``args[0]`` is the reason's short key."""


def encode_value(value: object, most_bytes: int) -> Plain:
    """Return an object as plain data: what cannot cross, within a sequence too, is opaque.

    Args:
        value: whatever the student's function returned. Conversions of foreign objects may run the student's code.
        most_bytes: about how much may cross; a larger value becomes opaque.
    """
    encoder = _Encoder(most_bytes)
    try:
        return encoder.encode(value, 0)
    except (UnsupportedValueError, UnsupportedNodeError) as trouble:
        return opaque(value, str(trouble))
    except RecursionError:
        return opaque(value, "too_deep")


def opaque(value: object, reason: str) -> Plain:
    """Return what is said of an object that does not cross: its type's name, a short preview and the reason."""
    kind = type(value)
    name = f"{kind.__module__}.{kind.__qualname__}" if kind.__module__ != "builtins" else kind.__qualname__
    return ("o", str(name)[:MOST_NAME], preview_of(value), reason)


def preview_of(value: object) -> str:
    """Return the beginning of an object's ``repr``, or nothing when that raises or is too long to make."""
    try:
        if isinstance(value, Sized) and len(value) > _MOST_SHOWN:
            return f"{len(value)} items"
        return steady(str(repr(value))[:MOST_PREVIEW], "\0")
    except Exception:  # the student's own __repr__
        return ""


class _Encoder:
    def __init__(self, most_bytes: int) -> None:
        self.bytes_left = most_bytes
        self.items_left = _MOST_ITEMS
        self.numpy: Foreign = sys.modules.get("numpy")
        self.sympy: Foreign = loaded("sympy")  # nothing can be of a module that nobody has used
        numpy, sympy = self.numpy, self.sympy
        self.array_types: Foreign = () if numpy is None else numpy.ndarray
        self.scalar_types: Foreign = () if numpy is None else numpy.generic
        self.symbolic_types: Foreign = () if sympy is None else (sympy.Basic, sympy.MatrixBase)

    def encode(self, value: Foreign, depth: int) -> Plain:
        if depth > _DEEPEST:
            raise UnsupportedValueError("too_deep")
        if value is None or value is True or value is False:
            return value
        try:
            return self.encode_by_type(value, depth)
        except (RecursionError, MemoryError):
            raise
        except (UnsupportedValueError, UnsupportedNodeError) as trouble:
            if str(trouble) in _OF_THE_WHOLE:
                raise
            return opaque(value, str(trouble))
        except Exception as error:  # a lying class: its conversion raised
            return opaque(value, f"conversion_raised {type(error).__name__}"[:MOST_NAME])

    def encode_by_type(self, value: Foreign, depth: int) -> Plain:
        # NumPy's first: np.float64 is a float, np.str_ is a str.
        if isinstance(value, self.array_types):
            return self.array(value, depth)
        if isinstance(value, self.scalar_types):
            return self.scalar(value)
        if isinstance(value, float):
            return float.__float__(value)
        if isinstance(value, int):
            return self.integer(value)
        if isinstance(value, complex):
            return self.complex_number(value)
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, tuple | list | set | frozenset | range | dict):
            return self.sequence(value, depth)
        if isinstance(value, self.symbolic_types):
            return ("y", encode_symbolic(value, self.sympy))
        return self.foreign(value)

    def spend(self, count: int) -> None:
        self.bytes_left -= count
        if self.bytes_left < 0:
            raise UnsupportedValueError("too_large")

    def integer(self, value: int) -> Plain:
        plain = int.__index__(value)
        if -(2**63) <= plain < 2**63:
            return plain
        if plain.bit_length() > 4 * MOST_DIGITS:
            raise UnsupportedValueError("too_large")
        return ("i", hex(plain))

    def complex_number(self, value: complex) -> Plain:
        plain = complex.__add__(value, 0)
        return ("c", plain.real, plain.imag)

    def text(self, value: str) -> Plain:
        plain = str.__str__(value)
        if len(plain) > MOST_TEXT:
            raise UnsupportedValueError("too_large")
        self.spend(len(plain))
        return plain

    def sequence(self, value: Foreign, depth: int) -> Plain:
        kind, items = _items(value)
        if self.items_left < len(items):
            packed = self.packed(kind, items)
            if packed is None:
                raise UnsupportedValueError("too_large")
            return packed
        if len(items) >= _SHORTEST_PACKED:
            packed = self.packed(kind, items)
            if packed is not None:
                return packed
        self.items_left -= len(items)
        self.spend(len(items))
        return ("q", kind, [self.encode(item, depth + 1) for item in items])

    def packed(self, kind: str, items: list[Foreign]) -> Plain:
        if kind not in {"list", "tuple"} or not all(type(item) is float for item in items):
            return None
        self.spend(8 * len(items))
        return ("d", kind, struct.pack(f"<{len(items)}d", *items))

    def scalar(self, value: Foreign) -> Plain:
        if isinstance(value, str):
            return self.text(value)
        name = "bool_" if isinstance(value, self.numpy.bool_) else type(value).__name__
        return self.array_data(self.numpy.asarray(value), name)

    def array(self, value: Foreign, depth: int, came_as: str = "") -> Plain:
        came_as = came_as or type(value).__name__
        masked: Foreign = sys.modules.get("numpy.ma")  # where it was never imported there are no masked arrays
        if masked is not None and isinstance(value, masked.MaskedArray) and masked.is_masked(value):
            raise UnsupportedValueError("masked")
        plain = self.numpy.array(value, subok=False)
        if plain.dtype.kind == "O":
            return self.objects(plain, depth)
        return self.array_data(plain, came_as)

    def array_data(self, plain: Foreign, came_as: str) -> Plain:
        if plain.dtype.fields is not None or plain.dtype.kind not in "biufc":
            raise UnsupportedValueError("unsupported_dtype")
        wide = _WIDE_FLOATS.get(plain.dtype.kind)
        if wide is not None and plain.dtype.itemsize > self.numpy.dtype(wide).itemsize:
            came_as = plain.dtype.name if came_as == "ndarray" else came_as
            with self.numpy.errstate(all="ignore"):
                plain = plain.astype(wide)
        plain = self.numpy.ascontiguousarray(plain, plain.dtype.newbyteorder("<")).reshape(plain.shape)
        if plain.dtype.str not in DTYPES or plain.ndim > MOST_DIMENSIONS:
            raise UnsupportedValueError("unsupported_dtype")
        self.spend(plain.nbytes)
        return ("a", plain.dtype.str, tuple(int(size) for size in plain.shape), plain.tobytes(), came_as[:MOST_NAME])

    def objects(self, plain: Foreign, depth: int) -> Plain:
        if plain.size > self.items_left:
            raise UnsupportedValueError("too_large")
        flat = [self.number(item) for item in plain.ravel().tolist()]
        if any(item is None for item in flat):
            return self.encode(plain.tolist(), depth + 1)
        kind = complex if any(isinstance(item, complex) for item in flat) else float
        return self.array_data(self.numpy.array(flat, dtype=kind).reshape(plain.shape), "object")

    def number(self, item: Foreign) -> "float | complex | None":
        if self.numpy is not None and isinstance(item, self.numpy.generic | self.numpy.ndarray):
            item = item.item() if item.size == 1 else None
        if isinstance(item, bool):
            return None
        if isinstance(item, int | float | complex):
            return complex(item) if isinstance(item, complex) else float(item)
        if self.sympy is not None and isinstance(item, self.sympy.Expr) and item.is_number:
            found = complex(item)
            return found if found.imag else found.real
        return None

    def foreign(self, value: Foreign) -> Plain:
        """Fractions and decimals, tensors of other libraries, series, sparse matrices: by their own conversion."""
        kind = _type_of(value)
        root = kind.__module__.partition(".")[0]
        if self.numpy is None:
            raise UnsupportedValueError("unsupported_type")
        if root in {"fractions", "decimal", "mpmath"}:
            number = complex(value) if hasattr(value, "_mpc_") else float(value)
            return self.array_data(self.numpy.asarray(number), kind.__name__)
        torch: Foreign = sys.modules.get("torch")
        if torch is not None and isinstance(value, torch.Tensor):
            value = value.detach().cpu().resolve_conj().resolve_neg().numpy()
            return self.array(value, 0, "tensor")
        if root == "scipy" and hasattr(value, "toarray"):
            value = value.toarray()
        elif not hasattr(kind, "__array__"):
            raise UnsupportedValueError("unsupported_type")
        plain = self.numpy.asarray(value)
        if plain.dtype.kind == "O":
            return self.objects(plain, 0)
        return self.array_data(plain, kind.__name__)


def _type_of(value: object) -> type[object]:
    return type(value)


def _items(value: Foreign) -> "tuple[str, list[Foreign]]":
    # The base class's own iteration: a subclass cannot lie about what it holds.
    if isinstance(value, dict):
        plain: Foreign = dict
        return "dict", list(plain.items(value))
    if isinstance(value, range):
        if len(value) > _MOST_ITEMS:
            raise UnsupportedValueError("too_large")
        return "list", [*value]
    base: Foreign = next(kind for kind in (tuple, list, set, frozenset) if isinstance(value, kind))
    items: list[Foreign] = list(base.__iter__(value))
    return ("set", _ordered(items)) if base in {set, frozenset} else (base.__name__, items)


def _ordered(items: "list[Foreign]") -> "list[Foreign]":
    try:
        return sorted(items)
    except TypeError:  # of several types, or complex: any fixed order will do
        return sorted(items, key=lambda item: (type(item).__name__, preview_of(item)))
