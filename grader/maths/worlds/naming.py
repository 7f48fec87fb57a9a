"""What a name means before it has a value: its definition, its domain, the known function that it stands for."""

from grader.maths.notation import Domain, Shape
from grader.maths.tree import Call, Node, Symbol, Text
from grader.maths.worlds.context import Context, named
from grader.maths.worlds.question import Definition, by_arity
from grader.maths.worlds.values import NoValue


class Naming(Context):
    """A context that looks names up."""

    def labelled_definition(self, node: Symbol) -> Definition | None:
        """Return what the stem of ``J_v`` stands for where the index is a label, no number."""
        if not node.subs or node.name in self.question.reader.symbols:
            return None
        for sub in node.subs:
            is_label = isinstance(sub, Text) or (isinstance(sub, Symbol) and sub.name not in self.question.indices)
            if not is_label:
                return None
        return self.definitions.get(node.stem)

    def pattern(self, stem: str) -> tuple[str, Definition] | None:
        """Return index letter and definition of names given all at once: ``z_k = −(c + k)/b``."""
        for name, definition in self.definitions.items():
            before, _, letter = name.partition("_")
            if before == stem and len(letter) == 1 and letter.isalpha() and letter in self.names(definition.body):
                return letter, definition
        return None

    def domain_of(self, node: Symbol) -> tuple[Domain, Shape] | None:
        """Return domain and shape of a declared number; a new index makes a sibling of what its stem declares."""
        symbols = self.question.reader.symbols
        for name in (node.name, node.stem):
            found = symbols.get(name)
            if found is not None and found.role not in {"function", "density", "operator"}:
                return found.domain, found.shape
        plain = tuple(mark for mark in node.marks if mark not in {"prime", "star", "tilde", "hat", "bar"})
        if "prime" in node.marks and plain != node.marks:
            return self.domain_of(Symbol(node.base, plain, node.subs, node.sups))
        return None

    def is_value(self, head: Symbol) -> bool:
        """Whether a name before brackets is a number, so that the brackets hold a factor."""
        declared = self.question.reader.declared(head)
        definition = self.definitions.get(head.name)
        if definition is not None:  # h(1 − h) where h = Σ w_i s_i
            return not definition.parameters and (declared is None or not declared.is_applied)
        return declared is not None and not declared.is_applied

    def meaning_of(self, head: Node) -> str | None:
        """Return the known function that a declared name stands for."""
        if isinstance(head, Symbol):
            declared = self.question.reader.declared(head)
            return None if declared is None else declared.means
        return None

    def functional(self, node: Call) -> Definition | None:
        """Return the definition of H(q, p) whose arguments are laws.

        Raises:
            NoValue: ``unsupported`` if it is applied to other laws than those of its definition.
        """
        if not isinstance(node.head, Symbol):
            return None
        keys = (by_arity(node.head.name, len(node.args)), node.head.name)
        found = next((self.definitions[key] for key in keys if key in self.definitions), None)
        if found is None or not any(self.law_name(named(each)) is not None for each in found.parameters):
            return None
        if tuple(each.name if isinstance(each, Symbol) else "" for each in node.args) != found.parameters:
            raise NoValue("unsupported", node.head.name)
        return found
