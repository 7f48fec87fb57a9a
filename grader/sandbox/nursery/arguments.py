"""The arguments of a call, from the wire: fresh, writable, the student's own."""

import importlib
import sys
from collections.abc import Callable
from typing import Any, Final

from .functions import LIBRARY
from .wire import Plain, WireError

_MAKERS: Final[dict[str, Callable[[Any], Any]]] = {"tuple": tuple, "list": list, "set": set, "dict": dict}


def decode_argument(data: Plain) -> Any:  # noqa: ANN401  # whatever a function takes
    """Return the object that plain data stands for.

    Raises:
        WireError: for anything that the trusted side does not send.
    """
    if not isinstance(data, tuple):
        return data
    match data:
        case ("a", str(dtype), tuple(shape), bytes(content), _):
            numpy: Any = importlib.import_module("numpy")  # only where a course has it
            array: Any = numpy.frombuffer(bytearray(content), dtype).reshape(shape)
            return array if shape else array[()]
        case ("i", str(digits)):
            return int(digits, 16)
        case ("c", float(real), float(imaginary)):
            return complex(real, imaginary)
        case ("q", str(kind), tuple(items)):
            return _MAKERS[kind]([decode_argument(item) for item in items])
        case ("f", str(name)):
            return LIBRARY[name]
        case _:
            raise WireError("an argument of an unknown kind")


def seed_everything(seed: int) -> None:
    """Seed every generator that is loaded, so that a call gives the same on every run."""
    import random  # not before it is needed

    random.seed(seed)
    numpy: Any = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed(seed % 2**32)
    sympys: Any = sys.modules.get("sympy.core.random")
    if sympys is not None:
        sympys.seed(seed)
    torch: Any = sys.modules.get("torch")
    if torch is not None:
        torch.manual_seed(seed % 2**63)
