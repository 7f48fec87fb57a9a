"""What every node of a syntax tree can do: children, paths, equality without positions."""
# ruff: noqa: D102 - what `children`, `with_children` and `key` promise is said once, in Node

from abc import abstractmethod
from collections.abc import Iterator
from typing import NamedTuple, Self, cast

Path = tuple[int, ...]


class Span(NamedTuple):
    """Offsets into the text that was read: ``text[start:end]``."""

    start: int
    end: int


NOWHERE = Span(-1, -1)  # of nodes that were built, not read


class Node:
    """A piece of mathematics; see the subclasses."""

    __slots__ = ("_hash",)

    span: Span
    _hash: int

    @property
    @abstractmethod
    def children(self) -> tuple["Node", ...]:
        """The nodes directly below, in the order in which they are written."""

    @abstractmethod
    def with_children(self, children: tuple["Node", ...]) -> "Node":
        """Return the same node over other children, one for one; a leaf returns itself."""

    @abstractmethod
    def key(self) -> tuple[object, ...]:
        """Return what equality compares: every field but the positions."""

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if type(self) is not type(other):
            return False
        same = cast("Node", other)
        return hash(self) == hash(same) and self.key() == same.key()

    def __hash__(self) -> int:
        try:
            return self._hash
        except AttributeError:
            value = hash((type(self).__name__, self.key()))
            object.__setattr__(self, "_hash", value)  # a cache; it changes nothing that can be seen
            return value

    def walk(self) -> Iterator[tuple[Path, "Node"]]:
        """Yield every node with its path, the node itself first, then from left to right."""
        stack: list[tuple[Path, Node]] = [((), self)]
        while stack:
            path, node = stack.pop()
            yield path, node
            children = node.children
            for index in range(len(children) - 1, -1, -1):
                stack.append(((*path, index), children[index]))

    def at(self, path: Path) -> "Node":
        """Return the node at a path.

        A path that leaves the tree is an ``IndexError``.
        """
        node: Node = self
        for index in path:
            node = node.children[index]
        return node

    def replace(self, path: Path, new: "Node") -> "Node":
        """Return this tree with the node at ``path`` replaced; all that is not on the path is shared.

        A path that leaves the tree is an ``IndexError``.
        """
        above: list[tuple[Node, int]] = []
        node: Node = self
        for index in path:
            above.append((node, index))
            node = node.children[index]
        for parent, index in reversed(above):
            children = parent.children
            new = parent.with_children((*children[:index], new, *children[index + 1 :]))
        return new

    def depth(self) -> int:
        """Return the number of levels, 1 for a leaf; needs no recursion, so it is safe on any tree."""
        deepest, level = 0, [self.children]
        while level:
            deepest += 1
            level = [child.children for children in level for child in children]
        return deepest


class Leaf(Node):
    """A node without children."""

    __slots__ = ()

    @property
    def children(self) -> tuple[Node, ...]:
        return ()

    def with_children(self, children: tuple[Node, ...]) -> Self:
        return self
