"""What is written reads back as itself."""

from xml.etree import ElementTree

from hypothesis import given, settings

from grader.maths.syntax import Parsed, parse_latex
from grader.maths.tree import Node
from grader.maths.writing import to_latex, to_mathml
from tests.properties.maths.reading.trees import everything

LAW = settings(max_examples=500, derandomize=True, deadline=None, database=None)
MATHML = "{http://www.w3.org/1998/Math/MathML}m"


@LAW
@given(everything)
def test_latex_reads_back_as_the_same_tree_with_places_inside_the_text(tree: Node) -> None:
    written = to_latex(tree)
    parsed = parse_latex(written)
    assert isinstance(parsed, Parsed), written
    assert parsed.node == tree, written
    read = [node.span for _, node in parsed.node.walk() if node.span.start >= 0]
    assert all(span.start <= span.end <= len(written) for span in read)


@settings(LAW, max_examples=150)
@given(everything)
def test_mathml_is_well_formed_and_paths_lead_where_walk_says(tree: Node) -> None:
    root = ElementTree.fromstring(to_mathml(tree))
    assert all(element.tag.startswith(MATHML) for element in root.iter())
    for path, node in tree.walk():
        assert tree.at(path) is node
        assert tree.replace(path, node) == tree
