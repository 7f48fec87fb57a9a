"""One call of a function where it lives, observed as a sandbox would."""

import contextlib
import io
import time
import traceback
from collections.abc import Callable

from grader.model.probe import Ended, ExceptionFact, Observation, Probe
from grader.sandbox.arguments import encode_argument
from grader.sandbox.nursery.arguments import decode_argument, seed_everything
from grader.sandbox.nursery.wire import pack, unpack
from grader.sandbox.values import value_of

_LONGEST_PRINT = 2000


class CallTakesTooLong(BaseException):
    """The time of a call is up. No ``Exception``: a student's ``except Exception`` must not take it for theirs."""


def call_live(function: Callable[..., object], probe: Probe) -> Observation:
    """Call a function and say what came of it.

    Raises:
        CallTakesTooLong: when it is raised within the call.
    """
    printed = io.StringIO()
    # Through the wire and back: the arguments are the student's own, writable, and of the very types that a class gets.
    arguments = [decode_argument(unpack(pack(encode_argument(each)))) for each in probe.arguments]
    start = time.monotonic()
    try:
        seed_everything(probe.seed)
        with contextlib.redirect_stdout(printed):
            value = value_of(function(*arguments))
    except (Exception, SystemExit) as error:  # noqa: BLE001, RUF100  # whatever a student's function raises
        said = printed.getvalue()[:_LONGEST_PRINT]
        return Observation(probe.id, probe.key, Ended.RAISED, exception=_fact(error), printed=said)
    said = printed.getvalue()[:_LONGEST_PRINT]
    return Observation(probe.id, probe.key, Ended.RETURNED, value, printed=said, wall_s=time.monotonic() - start)


def _fact(error: BaseException) -> ExceptionFact:
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename != __file__]
    last = frames[0] if frames else None
    for frame in frames:  # the deepest line that the student wrote: cells are no files of a library
        if "site-packages" not in frame.filename and "/lib/python" not in frame.filename:
            last = frame
    return ExceptionFact(
        type(error).__name__,
        str(error),
        line=last.lineno if last else None,
        source_line=last.line if last else None,
    )
