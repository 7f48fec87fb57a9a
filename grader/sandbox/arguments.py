"""Values as plain data for the nursery."""

import numpy as np

from grader.model.errors import SandboxError
from grader.model.values import ArrayValue, FunctionValue, SequenceValue, Value
from grader.sandbox.nursery.vocabulary import DTYPES
from grader.sandbox.nursery.wire import Plain

_INT64 = 2**63


def encode_argument(value: Value) -> Plain:
    """Return an argument as the nursery reads it.

    Raises:
        SandboxError: for a value that is no argument (symbolic, opaque, an array of objects).
    """
    match value:
        case bool() | float() | str() | None:
            return value
        case int():
            return value if -_INT64 <= value < _INT64 else ("i", hex(value))
        case complex():
            return ("c", value.real, value.imag)
        case ArrayValue():
            data = np.ascontiguousarray(value.data, value.data.dtype.newbyteorder("<"))
            if data.dtype.str not in DTYPES:
                msg = f"an argument of dtype {data.dtype} cannot cross"
                raise SandboxError(msg)
            return ("a", data.dtype.str, value.data.shape, data.tobytes(), value.came_as)
        case SequenceValue():
            return ("q", value.kind, tuple(encode_argument(item) for item in value.items))
        case FunctionValue():
            return ("f", value.name)
        case _:
            msg = f"a {type(value).__name__} cannot be an argument"
            raise SandboxError(msg)
