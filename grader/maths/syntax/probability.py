r"""Expectations, variances, Kullback–Leibler divergences, densities, the normal law."""

from grader.maths.node import Node
from grader.maths.notation import DENSITY_LETTERS
from grader.maths.syntax.calculus import Calculus
from grader.maths.syntax.core import shown
from grader.maths.syntax.names import Contents
from grader.maths.syntax.scripts import Exponent
from grader.maths.syntax.tables import FUNCTIONS
from grader.maths.syntax.tokens import Token
from grader.maths.tree import Call, Density, Expectation, Number, Op, Relation, Symbol, Text

_AVERAGES = {"E": "expectation", "V": "variance", "Var": "variance", "Cov": "covariance", "H": "entropy"}
_DIVERGENCES = frozenset({"KL", "DKL", "kl"})
_BRACKETS = frozenset({"(", "[", "\\{"})


class Probability(Calculus):
    """What a name means where laws are spoken of."""

    def opens_bracket(self, token: Token) -> bool:
        """Tell whether a bracket that may hold an expectation's body opens here."""
        return token.kind in _BRACKETS or (token.kind == "left" and token.text in _BRACKETS)

    def completed(self, name: Symbol, primes: int, above: Exponent | None, start: int) -> Node:
        """Recognise the operators of probability before a name is taken for a value or a function."""
        if self.is_divergence(name):
            return self.divergence(start)
        average = self.average(name)
        if average is None:
            return super().completed(name, primes, above, start)
        node = self.expectation(average, name.subs, start)
        return node if above is None else self.raised(node, above, start)

    def is_divergence(self, name: Symbol) -> bool:
        r"""Tell whether a name is ``KL`` or ``D_{KL}``, before a bracket."""
        declared = self.notation.declared(name)
        if declared is not None:
            return declared.means == "kl"
        if name.base in _DIVERGENCES:
            return self.opens_bracket(self.token) or self.token.kind == "{"
        labels = {"KL", "kl"}
        is_label = len(name.subs) == 1 and isinstance(name.subs[0], Text) and name.subs[0].text in labels
        return name.base in {"D", "d"} and is_label and (self.opens_bracket(self.token) or self.token.kind == "{")

    def average(self, name: Symbol) -> str | None:
        """Return the operator of ``Expectation`` that a name is, None for other names."""
        declared = self.notation.declared(name) or (
            self.notation.symbols.get(name.stem) if name.children and self.notation.symbols else None
        )
        if declared is not None:
            return declared.means if declared.means in _AVERAGES.values() else None
        op = _AVERAGES.get(name.base)
        if op is None or name.base in self.bound or any(mark not in {"bb", "cal", "upright"} for mark in name.marks):
            return None
        token = self.token
        opens = self.opens_bracket(token)
        if "bb" in name.marks or name.base in {"Var", "Cov"}:
            return op if opens or op == "expectation" or token.kind == "{" else None
        square = token.kind in {"[", "\\{"} or (token.kind == "left" and token.text in {"[", "\\{"})
        law = bool(name.subs) and any(isinstance(sub, (Density, Relation)) or is_law(sub) for sub in name.subs)
        if opens and (square or (law and op != "entropy")):
            self.note("expectation_assumed", self.at)
            return op
        return None

    def expectation(self, op: str, laws: tuple[Node, ...], start: int) -> Node:
        """Read what is averaged: a bracket with an optional condition, else the product to the right."""
        if self.opens_bracket(self.token):
            args, given = self.arguments(allow_given=True)
        elif self.token.kind == "{":
            close = self.closing(self.at)
            if self.peek().kind == "left" and self.closing(self.at + 1) == close - 1:
                args, given = self.arguments(allow_given=True)
            else:
                args, given = (self.braced(),), ()
        else:
            if not self.starts_operand(self.token):
                return Symbol("E", ("bb",), laws, (), self.span(start))
            self.note("expectation_scope", start)
            with self.deeper():
                args, given = (self.product(argument="operator"),), ()
        if len(args) > (2 if op == "covariance" else 1):
            raise self.trouble("arguments", self.tokens[start], shown(self.tokens[start]))
        return Expectation(op, laws, args, given, self.span(start))

    def divergence(self, start: int) -> Node:
        r"""Read ``[q \| p]``, ``(q || p)``, ``(q, p)`` or ``{q}{p}`` behind the name of the divergence."""
        opening = self.token
        if opening.kind == "{" and self.peek().kind not in {"left", "(", "["}:
            return Op("kl", (self.braced(), self.braced()), self.span(start))
        braces = self.accept("{")
        opening = self.advance()
        self.bars.append("kl")
        with self.deeper():
            first = self.clause()
            token = self.token
            bars = 0
            while self.token.kind in {"|", "\\|", ",", ";", "middle"} or self.token.text == "mid":
                self.at += 1
                bars += 1
            if bars == 0:
                raise self.trouble("expected", token, "‖")
            if bars > 2:
                raise self.trouble("unexpected", token, "|")
            second = self.clause()
        self.bars.pop()
        self.close(opening)
        if braces:
            self.expect("}")
        return Op("kl", (first, second), self.span(start))

    # --- densities and other applications
    def arguments_of(self, name: Symbol, function: bool | None, start: int) -> Contents | None:
        """Know the signs of the normal law, of the gamma function and of an order of growth for functions."""
        known = name.stem in {"cal_N", "cal_O"} or (name.stem == "Gamma" and not name.children)
        if function is None and known:
            function = True
        return super().arguments_of(name, function, start)

    def application(self, name: Symbol, head: Node, start: int) -> Node:
        """Read the arguments of a name and say what the application is."""
        declared = self.notation.declared(name)
        args, given = self.arguments(allow_given=True)
        span = self.span(start)
        means = None if declared is None else declared.means
        if means == "normal" or (declared is None and self.is_normal(name, args, given, start)):
            if len(args) + len(given) not in {2, 3}:
                raise self.trouble("arguments", self.tokens[start], name.base)
            return Op("normal", (*args, *given), span)
        if declared is None and name.base == "zeta" and head is name and len(args) == 1 and isinstance(args[0], Number):
            return Op("zeta", args, span)
        if given or (declared is not None and declared.role == "density"):
            return Density(head, args, given, span)
        if declared is None and name.base in DENSITY_LETTERS and head is name:
            return Density(head, args, (), span)
        if means is not None and means in FUNCTIONS.values() and len(args) == 1:
            if head == Op("inverse_function", (name,)) and means == "logistic":
                return Op("logit", args, span)
            if head is name:
                return Op(means, args, span)
        if declared is None and name.stem == "Gamma" and head is name and len(args) == 1:
            return Op("gamma", args, span)
        return Call(head, args, span)

    def is_normal(self, name: Symbol, args: tuple[Node, ...], given: tuple[Node, ...], start: int) -> bool:
        r"""Tell whether an undeclared N is the normal law: ``\mathcal{N}`` always, N with two or three arguments."""
        if name.base != "N" or name.children:
            return False
        if name.marks == ("cal",):
            return True
        if not name.marks and len(args) + len(given) in {2, 3}:
            self.note("normal_assumed", start)
            return True
        return False


def is_law(node: Node) -> bool:
    """Tell whether an index is the name of a law: p, q, with indices."""
    return isinstance(node, Symbol) and node.base in DENSITY_LETTERS
