"""What docs/gradescope.md shows is what happens."""

from pathlib import Path

from tests.docs.pages import ROOT, commands_of, run_page

PAGE = ROOT / "docs" / "gradescope.md"


def test_the_commands_of_the_page_do_what_it_says(tmp_path: Path) -> None:
    assert len(commands_of(PAGE)) >= 3
    assert run_page(PAGE, tmp_path) == ()


def test_a_page_that_says_something_else_is_told(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```console\n$ echo one\ntwo\n$ false\n$ exit 3\n(exit status 3)\n```\n", encoding="utf-8")
    problems = run_page(page, tmp_path / "folder")
    assert [each.partition("`, but")[0].partition(" ended")[0] for each in problems] == [
        "`echo one` does not print `two",
        "`false`",
    ]
