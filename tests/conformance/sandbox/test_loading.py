"""Loading finds what a student defined, whatever goes wrong around it."""

from grader.model.probe import Ended, LoadEnded, Sighting
from grader.sandbox import Sandbox
from tests.conformance.sandbox.hand_ins import call, hand_in, look, notebook, observe, script, value_of_call


def trouble(seen: Sighting) -> list[tuple[str, str, int | None]]:
    return [(each.path, each.ended.value, each.cell) for each in seen.loading.facts if each.ended != LoadEnded.LOADED]


def test_a_statement_that_raises_costs_itself_alone(sandbox: Sandbox) -> None:
    seen = look(
        sandbox, hand_in("def f(): return 1\nprint(1 / 0)\nimport sys\nsys.exit(1)\ndef g(): return 2\n"), "f", "g"
    )
    assert [each.value for each in seen.observations] == [1, 2]
    facts = [(each.ended, each.exception.line if each.exception else None) for each in seen.loading.facts]
    assert facts == [(LoadEnded.RAISED, 2), (LoadEnded.RAISED, 4)]


def test_a_syntax_error_has_its_place_and_costs_its_own_file(sandbox: Sandbox) -> None:
    files = hand_in(script("bad.py", "def g(): return 1\n\ndef f(:\n"), script("good.py", "def f(): return 2\n"))
    seen = look(sandbox, files, "f", "g")
    assert [each.ended for each in seen.observations] == [Ended.RETURNED, Ended.NOT_DEFINED]
    (fact,) = [each for each in seen.loading.facts if each.ended is LoadEnded.SYNTAX_ERROR]
    assert fact.exception is not None
    assert (fact.path, fact.exception.line, fact.exception.source_line) == ("bad.py", 3, "def f(:")


def test_a_statement_that_hangs_is_left_out_and_the_rest_is_loaded(sandbox: Sandbox) -> None:
    seen = look(sandbox, hand_in("def f(): return 1\nwhile True: pass\ndef g(): return 2\n"), "f", "g")
    assert [each.value for each in seen.observations] == [1, 2]
    (fact,) = [each for each in seen.loading.facts if each.ended is LoadEnded.TIMED_OUT]
    assert fact.detail == "cpu"
    assert fact.exception is not None
    assert fact.exception.line == 2


def test_a_statement_that_ends_the_process_is_left_out_and_the_rest_is_loaded(sandbox: Sandbox) -> None:
    files = hand_in(
        script("a.py", "import os, helper\ndef f(): return helper.h()\nos._exit(1)\ndef g(): return 2\n"),
        script("helper.py", "import os\ndef h(): return 1\nos.abort()\n"),
    )
    seen = look(sandbox, files, "f", "g")
    assert [each.value for each in seen.observations] == [1, 2]
    assert sorted(trouble(seen)) == [("a.py", "died", None), ("helper.py", "died", None)]


def test_the_shallowest_file_counts_then_the_alphabet_and_the_others_are_named(sandbox: Sandbox) -> None:
    files = hand_in(
        script("b.py", "def f(): return 'b'\n"),
        script("c.py", "x = 1\ndef f(): return 'c'\n"),
        script("deep/a.py", "def f(): return 'deep'\ng = lambda: 'g'\n"),
    )
    seen = look(sandbox, files, "f", "g")
    assert [each.value for each in seen.observations] == ["b", "g"]
    first, second = seen.loading.definitions
    assert (first.path, first.line, first.also_in) == ("b.py", 1, ("c.py", "deep/a.py"))
    assert (second.path, second.line) == ("deep/a.py", 2)


def test_an_import_of_that_name_is_no_definition_where_there_is_one(sandbox: Sandbox) -> None:
    files = hand_in(script("a.py", "from math import gamma\n"), script("b.py", "def gamma(): return 'own'\n"))
    assert value_of_call(sandbox, files, "gamma") == "own"


def test_files_import_one_another_and_are_run_once(sandbox: Sandbox) -> None:
    files = hand_in(
        script("answer.py", "import helper\nfrom pkg.inner import k\ndef f(): return helper.count[0] + k()\n"),
        script("helper.py", "count = [0]\ncount[0] += 1\n"),
        script("pkg/inner.py", "from helper import count\nfrom .beside import two\ndef k(): return two * count[0]\n"),
        script("pkg/beside.py", "two = 2\n"),
    )
    assert value_of_call(sandbox, files, "f") == 3


def test_data_files_lie_in_the_working_folder(sandbox: Sandbox) -> None:
    files = hand_in("def f(): return open('data/t.csv').read()\n", data={"data/t.csv": b"1,2", "../escape": b"x"})
    assert value_of_call(sandbox, files, "f") == "1,2"


def test_main_blocks_do_not_run_and_classes_find_their_module(sandbox: Sandbox) -> None:
    source = """
        from __future__ import annotations
        from dataclasses import dataclass
        seen = []
        if __name__ == "__main__":
            seen.append(1)
        @dataclass
        class Point:
            x: float
        def f(): return len(seen) + Point(2.0).x
    """
    assert value_of_call(sandbox, hand_in(script("my answer-1.py", source)), "f") == 2.0


def test_a_module_named_like_one_of_pythons_does_not_replace_it(sandbox: Sandbox) -> None:
    files = hand_in(script("random.py", "def f():\n    import random\n    return hasattr(random, 'gauss')\n"))
    assert value_of_call(sandbox, files, "f") is True


def test_a_notebooks_cells_run_in_order_and_a_bad_one_costs_itself(sandbox: Sandbox) -> None:
    cells = notebook(
        "n.ipynb",
        "%matplotlib inline\nx = 1",
        "def bad(:",
        "1 / 0",
        "%%bash\nrm -rf .",
        "%%time\ny = x + 1",
        "files = !ls\nz = %time y + 1\nlen?",
        "def f():\n    return x, y, z, len(files)",
        "display(f())\nawait __import__('asyncio').sleep(0)",
        "def f():\n    return 'the last one counts'",
    )
    seen = look(sandbox, hand_in(cells), "f")
    assert seen.observations[0].value == "the last one counts"
    assert trouble(seen) == [("n.ipynb", "syntax_error", 2), ("n.ipynb", "raised", 3), ("n.ipynb", "skipped", 4)]
    (definition,) = seen.loading.definitions
    assert (definition.cell, definition.line) == (9, 1)
    assert "notebook" in seen.loading.runner
    printed = {each.cell: each.printed for each in seen.loading.facts}
    assert printed[8] == "(1, 2, 3, 0)\n"


def test_an_error_in_a_cells_function_is_placed_in_the_cell(sandbox: Sandbox) -> None:
    (seen,) = observe(sandbox, hand_in(notebook("n.ipynb", "x = 1", "\ndef f():\n    return undefined")), "f")
    assert seen.exception is not None
    assert (seen.exception.path, seen.exception.cell, seen.exception.line) == ("n.ipynb", 2, 3)
    assert "n.ipynb, cell 2, line 3, in f" in seen.exception.traceback


def test_a_name_that_is_no_function_is_not_defined(sandbox: Sandbox) -> None:
    assert observe(sandbox, "f = 3\n", "f", call("g"))[0].ended is Ended.NOT_DEFINED


def test_an_empty_hand_in_loads(sandbox: Sandbox) -> None:
    seen = look(sandbox, hand_in(""), "f")
    assert seen.loading.definitions == ()
    assert seen.observations[0].ended is Ended.NOT_DEFINED
