"""Run a test of staff's against what a hand-in defined, in the process of one function like any call.

Two ways. *Taken apart*: single steps that only call the student's code and look at what is there; what should come out
is not known here, and is compared elsewhere. *Inside*: the whole test, as the tools that it was written for run it;
the student's code can make it say anything.
"""

import builtins
import contextlib
import io
import sys
import textwrap
import types
from collections.abc import Callable, Iterator
from typing import Any, Final

from .trouble import Sources, describe
from .wire import WireError

PREFIX: Final = "test "
"""What the name of a test begins with: no function can be called so."""
_FILE = "<test>"
_DEEPEST = 8

Namespace = dict[str, Any]


def make_test(spaces: "list[Namespace]", sources: Sources) -> "Callable[..., Any]":
    """Return what runs a test's steps, or a whole test.

    Args:
        spaces: what the hand-in's files define, file by file.
        sources: the student's files by compiled name.
    """

    def run(way: str, names: "tuple[str, ...]", *what: Any) -> Any:  # noqa: ANN401  # as the trusted side asks
        space = _namespace(spaces, names)
        if way == "steps":
            return list(_run_steps(what, space, sources))
        if way in {"cell", "doctest", "function"}:
            return _run_inside(way, names, str(what[0]), space, sources)
        raise WireError("no way to run a test")

    return run


def _namespace(spaces: "list[Namespace]", names: "tuple[str, ...]") -> Namespace:
    """Return what the file defines that has most of the names wanted, and beside it what only other files have."""
    chosen, *others = sorted(spaces, key=lambda space: -sum(name in space for name in names))
    for other in others:
        for name in names:
            if name in other:
                chosen.setdefault(name, other[name])
    return chosen


def _run_steps(steps: "tuple[Any, ...]", shared: Namespace, sources: Sources) -> "Iterator[Any]":
    # A copy: the test's own names are no globals of the student's functions.
    space = dict(shared)
    for kind, target, pieces, values in steps:
        space.update(dict(values))
        try:
            if kind == "put":
                space[target] = values[0][1]
                yield ("done",)
            elif kind == "default":
                yield ("value", 0, target not in space)
                space.setdefault(target, None)
            elif kind == "run":
                exec(compile(pieces[0], _FILE, "exec"), space)  # noqa: S102  # running it is what we are here for
                yield ("done",)
            else:
                depth, value = _look(pieces, space)
                yield ("value", depth, _copied(value, 0))
        except BaseException as error:  # SystemExit too
            yield ("raised", _builtin_name(error), *_described(error, sources))


def _look(pieces: "tuple[str, ...]", space: Namespace) -> "tuple[int, Any]":
    """Return a value, followed no further than until it is plain data, and how far it was followed."""
    value = eval(pieces[0], space)  # noqa: S307  # a step of staff's
    depth = 0
    for piece in pieces[1:]:
        if _is_plain(value):
            break
        space["_it"] = value
        value = eval(piece, space)  # noqa: S307  # a step of staff's
        depth += 1
    return depth, value


def _is_plain(value: object) -> bool:
    numpy: Any = sys.modules.get("numpy")
    if numpy is not None and isinstance(value, numpy.ndarray | numpy.generic):
        return True  # a subclass of the student's as well: its own attributes say nothing of the data
    # An object of a class that is derived from these has methods of its own.
    return type(value) in {type(None), bool, int, float, complex, str, list, tuple, set, frozenset, dict}


def _type_of(value: object) -> type[object]:
    return type(value)


def _copied(value: Any, depth: int) -> Any:  # noqa: ANN401  # whatever a student's name stands for
    """Return plain data as it is now: a later step may change it."""
    if depth > _DEEPEST:
        return value
    kind = _type_of(value)
    if kind in {list, tuple, set}:
        items: list[Any] = [_copied(each, depth + 1) for each in value]
        make: Any = kind
        return make(items)
    if kind is dict:
        return {key: _copied(each, depth + 1) for key, each in value.items()}
    numpy: Any = sys.modules.get("numpy")
    if numpy is not None and isinstance(value, numpy.ndarray):
        return value.copy()
    return value


def _described(error: BaseException, sources: Sources) -> "tuple[Any, ...]":
    told: Any = describe(error, sources)
    return tuple(told)


def _builtin_name(error: BaseException) -> str:
    for kind in type(error).__mro__:
        if getattr(builtins, kind.__name__, None) is kind:
            return kind.__name__
    return "Exception"


def _run_inside(way: str, names: "tuple[str, ...]", code: str, shared: Namespace, sources: Sources) -> Any:  # noqa: ANN401
    if way == "doctest":
        return _run_doctest(code, dict(shared))
    space = shared if way == "cell" else {**dict.fromkeys(names), **shared, "env": dict(shared)}
    try:
        exec(compile(code, _FILE, "exec"), space)  # noqa: S102  # running it is what we are here for
    except BaseException as error:  # SystemExit too
        line = _line_of(error.__traceback__)
        return ("failed", line, *_described(error, sources))
    return ("passed",)


def _run_doctest(code: str, space: Namespace) -> Any:  # noqa: ANN401  # plain data
    import doctest  # for these tests alone

    examples = doctest.DocTestParser().get_examples(textwrap.dedent(code), _FILE)
    test = doctest.DocTest(examples, space, _FILE, None, None, code)
    said = io.StringIO()
    with contextlib.redirect_stdout(io.StringIO()):
        failed = doctest.DocTestRunner(verbose=False).run(test, out=said.write, clear_globs=False).failed
    if not failed:
        return ("passed",)
    return ("failed", None, "AssertionError", said.getvalue()[:2000], None, None, None, None, "")


def _line_of(trace: "types.TracebackType | None") -> "int | None":
    line = None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == _FILE:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
