"""What is written reads back as itself."""

from xml.etree import ElementTree

from hypothesis import given, settings

from grader.maths.syntax import Parsed, parse_latex
from grader.maths.tree import Node
from grader.maths.writing import to_latex, to_mathml
from tests.properties.maths.reading.trees import everything

LAW = settings(max_examples=400, derandomize=True, deadline=None, database=None)


@LAW
@given(everything)
def test_latex_reads_back_as_the_same_tree(tree: Node) -> None:
    written = to_latex(tree)
    assert parse_latex(written) == Parsed(tree, getattr(parse_latex(written), "notes", ())), written


@LAW
@given(everything)
def test_mathml_is_well_formed_and_of_mathml_elements_only(tree: Node) -> None:
    root = ElementTree.fromstring(to_mathml(tree))
    assert all(element.tag.startswith("{http://www.w3.org/1998/Math/MathML}m") for element in root.iter())


@LAW
@given(everything)
def test_spans_lie_inside_those_of_the_parents(tree: Node) -> None:
    written = to_latex(tree)
    parsed = parse_latex(written)
    assert isinstance(parsed, Parsed)
    for _, node in parsed.node.walk():
        inside = [child for child in node.children if child.span.start >= 0]
        assert all(0 <= child.span.start <= child.span.end <= len(written) for child in inside)


@LAW
@given(everything)
def test_replacing_a_node_by_itself_changes_nothing(tree: Node) -> None:
    for path, node in tree.walk():
        assert tree.at(path) is node
        assert tree.replace(path, node) == tree
