r"""Names and numbers: letters with all that belongs to them, and whether brackets behind them hold arguments."""

from dataclasses import dataclass
from fractions import Fraction

from grader.maths.node import Node, Span
from grader.maths.notation import DENSITY_LETTERS
from grader.maths.syntax.core import CLOSERS, OPENERS, neg, shown
from grader.maths.syntax.result import MAX_DIGITS
from grader.maths.syntax.scripts import Exponent, Scripts, count
from grader.maths.syntax.tables import BARE_PROSE, BARE_WORDS
from grader.maths.syntax.tokens import Token
from grader.maths.tree import Call, Constant, Number, Op, Symbol

_ALWAYS_WORDS = frozenset({"sin", "cos", "tan", "log", "ln", "exp", "max", "min", "arcsin", "arccos", "arctan"})
# Too short to be found inside a run of letters; a run of their own before brackets can be nothing else.
_WHOLE_WORDS = frozenset({"Re", "Im", "tr", "Tr", "rank", "arg", "Arg", "floor", "ceil", "Sp", "rg"})
_FIXED = {"e": "e", "i": "i", "pi": "pi"}


@dataclass(frozen=True, slots=True)
class Contents:
    """What a look into a bracket shows, at its own level: see ``Names.contents``."""

    close: int
    commas: int
    bars: int
    mids: int
    semicolons: int
    one_name: bool


class Names(Scripts):
    """Symbols, numbers and the rule of application."""

    # --- numbers
    def number(self) -> Number:
        r"""Read digits with a decimal point, with ``{,}`` or a thin space between thousands."""
        start = self.at
        digits: list[str] = []
        since = 0  # digits when the last comma was read
        while True:
            token = self.token
            thin = token.gap == 2 and "." not in digits and self.group_of_three(self.at)
            if token.kind == "digit" and (token.gap == 0 or not digits or thin):
                digits.append(token.text)
                self.at += 1
            elif token.kind == "." and "." not in digits and self.peek().kind == "digit" and self.peek().gap == 0:
                if digits and token.gap:
                    break
                digits.append(".")
                self.at += 1
            elif token.kind == "{" and self.peek().kind == "," and self.peek(2).kind == "}" and digits:
                if self.peek(3).kind != "digit" or "." in digits:
                    break
                thousands = self.group_of_three(self.at + 3) and not self.notation.decimal_comma
                if not thousands:
                    digits.append(".")
                self.at += 3
                self.note("thousands" if thousands else "decimal_comma", start)
            elif token.kind == "," and digits and self.comma_inside(digits, len(digits) - since):
                self.at += 1
                since = len(digits)
                if self.notation.decimal_comma:
                    digits.append(".")
                else:
                    self.note("thousands", start)
            else:
                break
            if len(digits) > MAX_DIGITS:
                raise self.trouble("too_many_digits")
        written = "".join(digits)
        if written.startswith("."):
            written = f"0{written}"
        if written.endswith("."):
            written = written[:-1]
        if self.token.text == "e" and self.token.gap == 0 and self.peek().kind in {"-", "digit"}:
            self.note("scientific", start)
        return Number(Fraction(written), written, self.span(start))

    def group_of_three(self, at: int) -> bool:
        """Tell whether exactly three digits stand at an index."""
        tokens = self.tokens
        kinds = [tokens[min(at + ahead, len(tokens) - 1)] for ahead in range(4)]
        if any(token.kind != "digit" for token in kinds[:3]) or any(token.gap for token in kinds[1:3]):
            return False
        return kinds[3].kind != "digit" or kinds[3].gap != 0

    def comma_inside(self, digits: list[str], group: int) -> bool:
        """Tell whether a comma belongs to the number: a decimal comma by option, or a separator of thousands.

        Inside brackets a comma separates, but for ``(1,000)``: no list has an item 000. ``group`` digits stand
        since the last comma.
        """
        following = self.peek()
        if self.token.gap or following.kind != "digit" or following.gap or "." in digits:
            return False
        if self.notation.decimal_comma:
            return True
        first = group == len(digits)
        if not (1 <= group <= 3 if first else group == 3) or digits[0] == "0" or not self.group_of_three(self.at + 1):
            return False
        return (len(self.bars) == 1 and self.scripts == 0) or following.text == "0"

    # --- letters
    def letter(self, token: Token) -> Node:
        """Return what one letter means by itself."""
        return self.plain(token.text, Span(token.start, token.end))

    def plain(self, base: str, span: Span, marks: tuple[str, ...] = ()) -> Node:
        """Return the constant or symbol of a bare letter."""
        symbol = Symbol(base, marks, (), (), span)
        fixed = _FIXED.get(base) if not marks else None
        if fixed is None:
            return symbol
        if base in self.bound or self.notation.declared(symbol) is not None or (self.scripts and base != "pi"):
            return symbol
        return Constant(fixed, span)

    def bare_word(self) -> str | None:
        r"""Return the function word that is typed here without its backslash, None where letters are letters."""
        following = self.peek()
        if following.kind != "letter" or following.gap:
            return None
        run = self.letter_run()
        if run == "KL":
            return run
        if run in _WHOLE_WORDS and self.peek(len(run)).kind in {"(", "[", "left", "{"}:
            return run
        first_of_run = self.at == 0 or self.tokens[self.at - 1].kind != "letter" or self.token.gap > 0
        if len(run) < 2 or run in self.notation.symbols:
            return run if run in self.notation.symbols else None
        for word in BARE_WORDS:
            if run.startswith(word) and len(run) <= len(word) + 1:
                after = self.peek(len(word))
                if word in _ALWAYS_WORDS or after.kind in {"(", "[", "left", "\\{", "{", "_", "^"}:
                    return word
        if first_of_run:
            if run in BARE_PROSE:
                raise self.trouble("prose", detail=f"“{run}”")
            if run.isupper() and len(run) >= 3:
                self.note("name", self.at)
                return run
            if len(run) >= 6:
                raise self.trouble("long_word", detail=run)
            if len(run) >= 3:
                self.note("letters", self.at)
        return None

    def symbol(self, base: str, marks: tuple[str, ...], start: int) -> Node:
        """Read the rest of a name behind its letter, and its arguments if it has some."""
        return self.named(Symbol(base, marks), start)

    def named(self, symbol: Symbol, start: int) -> Node:
        """Read indices, primes, exponents and arguments behind a name that was begun."""
        marks, subs, primes = list(symbol.marks), symbol.subs, 0
        above: Exponent | None = None
        while True:
            kind = self.token.kind
            if kind == "_":
                if subs:
                    raise self.trouble("double_script")
                self.at += 1
                subs = self.indices()
            elif kind == "'":
                self.at += 1
                primes += 1
            elif kind == "accent":
                marks.append(self.advance().text)
            elif kind == "^":
                if above is not None:
                    raise self.trouble("double_script")
                self.at += 1
                found = self.exponent()
                if found.meaning == "prime":
                    primes += found.count
                elif found.meaning in {"star", "plus", "minus"} and not self.is_limit_side(found):
                    marks.append(found.meaning)
                else:
                    above = found
            else:
                break
        name = self.notation.canonical(Symbol(symbol.base, tuple(marks), subs, symbol.sups, self.span(start)))
        return self.completed(name, primes, above, start)

    def is_limit_side(self, above: Exponent) -> bool:
        """Tell whether ``a^+`` is the point of a one-sided limit."""
        return self.bars[-1] == "limit" and above.meaning != "star"

    def completed(self, name: Symbol, primes: int, above: Exponent | None, start: int) -> Node:
        """Decide what a name with its primes and exponent is: a value, a function, a function applied."""
        function = self.is_function(name)
        if above is not None and above.meaning == "bracketed":
            name, primes, above = self.bracketed(name, above, primes, function, start)
        arguments = self.arguments_of(name, function, start)
        if arguments is None:
            if primes and not function:
                name = Symbol(name.base, (*name.marks, *("prime",) * primes), name.subs, name.sups, name.span)
                primes = 0
            node: Node = name if name.marks or name.subs or name.sups else self.plain(name.base, name.span)
            meant = self.notation.declared(name)
            if meant is not None and meant.means == "identity":
                node = Constant("identity", name.span)
            if primes:
                node = Op("prime", (node, count(primes)), self.span(start))
            if above is None:
                return node
            if function and above.node == neg(count(1), above.node.span):
                return Op("inverse_function", (node,), self.span(start))
            return self.raised(node, above, start)
        return self.applied(name, primes, above, start)

    def bracketed(
        self, name: Symbol, above: Exponent, primes: int, function: bool | None, start: int
    ) -> tuple[Symbol, int, Exponent | None]:
        """Sort out ``x^{(i)}``: an index, ``f^{(2)}``: a derivative, ``x^{(1/3)}``: a power."""
        node = above.node
        if function and isinstance(node, Number) and not node.is_decimal:
            return name, int(min(node.value, 50)), None
        is_index = isinstance(node, Symbol) or (isinstance(node, Number) and not node.is_decimal)
        is_index = is_index or (isinstance(node, Constant) and node.name == "i")
        if not is_index or (name.base == "e" and not name.children):
            return name, primes, Exponent("power", node)
        self.note("upper_index", start)
        index = Symbol("i", (), (), (), node.span) if isinstance(node, Constant) else node
        return Symbol(name.base, name.marks, name.subs, (index,), name.span), primes, None

    # --- application
    def opens_arguments(self) -> int | None:
        r"""Return the index of the bracket that may hold arguments, None if none stands here.

        A group in braces that holds nothing but a sized bracket, ``f{\left(x\right)}``, is how computer algebra
        systems print an application.
        """
        token = self.token
        if token.kind == "(" or (token.kind == "left" and token.text == "("):
            return self.at
        if token.kind == "{" and self.peek().kind == "left" and self.peek().text == "(":
            inner = self.closing(self.at + 1)
            return self.at + 1 if self.token_at(inner + 1).kind == "}" else None
        return None

    def contents(self, opening: int) -> Contents:
        """Look at what a bracket holds at its own level, without reading it."""
        tokens = self.tokens
        commas = bars = mids = semicolons = depth = 0
        index = opening + 1
        while index < len(tokens) - 1:
            kind = tokens[index].kind
            if kind in OPENERS:
                depth += 1
            elif kind in CLOSERS:
                if depth == 0:
                    break
                depth -= 1
            elif depth == 0:
                commas += kind == ","
                semicolons += kind == ";"
                bars += kind == "|"
                mids += (kind == "cmd" and tokens[index].text == "mid") or kind == "middle"
            index += 1
        self.look(index - opening)
        return Contents(index, commas, bars, mids, semicolons, self.is_one_name(opening + 1, index))

    def is_one_name(self, at: int, end: int) -> bool:
        """Tell whether tokens make one plain name with its indices, or a placeholder dot."""
        tokens = self.tokens
        if at < end and tokens[at].kind == "cmd" and tokens[at].text in {"mathbf", "bm", "boldsymbol", "hat", "tilde",
                                                                         "bar", "vec", "cdot", "widehat", "pmb",
                                                                         "widetilde", "mathcal", "bf"}:  # fmt: skip
            if tokens[at].text == "cdot":
                return at + 1 == end
            at += 1
            at = self.closing(at) + 1 if tokens[at].kind == "{" else at + 1
        elif at < end and tokens[at].kind in {"letter", "word"}:
            at += 1
        else:
            return False
        while at < end:
            kind = tokens[at].kind
            if kind == "_":
                at += 1
                at = self.closing(at) + 1 if tokens[at].kind == "{" else at + 1
            elif kind in {"'", "accent"}:
                at += 1
            elif kind == "(" or (kind == "left" and tokens[at].text == "("):  # a call of one name: C_\psi(x)
                close = self.closing(at)
                return close + 1 == end and self.is_one_name(at + 1, close)
            else:
                return False
        return True

    def arguments_of(self, name: Symbol, function: bool | None, start: int) -> Contents | None:
        """Decide whether the bracket behind a name holds its arguments; None if not."""
        if function is False:
            return None
        opening = self.opens_arguments()
        if opening is None:
            return None
        seen = self.contents(opening)
        if function or opening != self.at:
            return seen
        if name.base in self.bound or name.base in _FIXED:
            return None
        barred = seen.mids > 0 or seen.bars % 2 == 1
        if barred or seen.commas or seen.semicolons or seen.one_name:
            if not (barred or seen.semicolons or name.base in DENSITY_LETTERS):
                self.note("call_assumed", start)
            return seen
        if name.base == "zeta" and not name.children and self.token_at(opening + 1).kind == "digit":
            return seen  # ζ(2) is a value of Riemann's function
        self.note("product_assumed", start)
        return None

    def applied(self, name: Symbol, primes: int, above: Exponent | None, start: int) -> Node:
        """Read the arguments of a name and put head, primes and exponent together."""
        power: Exponent | None = above
        inverse = above is not None and above.node == neg(count(1), above.node.span) and above.meaning == "power"
        head: Node = Op("prime", (name, count(primes)), name.span) if primes else name
        if inverse:
            head, power = Op("inverse_function", (head,), name.span), None
        node = self.application(name, head, start)
        if power is None:
            return node
        self.note("power_after_call", start)
        return self.raised(node, power, start)

    def application(self, name: Symbol, head: Node, start: int) -> Node:
        """Read the bracket behind ``head``; probability refines this for densities."""
        args, given = self.arguments(allow_given=False)
        if given:
            raise self.trouble("unexpected", detail="|")
        return Call(head, args, self.span(start))

    def arguments(self, *, allow_given: bool) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
        """Read a bracket of arguments: what stands before a bar, and behind it."""
        braces = self.token.kind == "{"
        if braces:
            self.at += 1
        opening = self.advance()
        self.bars.append("given" if allow_given else "")
        args: list[Node] = []
        given: list[Node] = []
        target = args
        with self.deeper():
            while self.token.kind not in CLOSERS:
                target.append(self.argument())
                token = self.token
                if token.kind in {",", ";"}:
                    self.at += 1
                elif allow_given and target is args and self.is_given_bar(token):
                    self.at += 1
                    target = given
                elif token.kind not in CLOSERS:
                    if token.kind == "eof":
                        raise self.trouble("unclosed", opening, shown(opening))
                    raise self.trouble("unexpected", detail=shown(token))
        self.bars.pop()
        if not args:
            raise self.missing_operand()
        self.close(opening)
        if braces:
            self.expect("}")
        return tuple(args), tuple(given)

    def argument(self) -> Node:
        r"""Read one argument; a lone dot is the placeholder of ``f(\cdot)``."""
        token = self.token
        if token.kind == "cmd" and token.text in {"cdot", "bullet"} and self.peek().kind in {*CLOSERS, ",", "|", ";"}:
            self.at += 1
            return Constant("dot", Span(token.start, token.end))
        return self.clause()

    def is_given_bar(self, token: Token) -> bool:
        """Tell whether a token is the bar of a condition."""
        return token.kind in {"|", "middle"} or (token.kind == "cmd" and token.text == "mid")

    def close(self, opening: Token) -> Token:
        """Step over the bracket that closes ``opening``; it must be its partner."""
        token = self.token
        partner = {"(": ")", "[": "]", "\\{": "\\}"}
        if opening.kind == "left":
            if token.kind == "right" and token.text == partner.get(opening.text, opening.text):
                return self.advance()
        elif token.kind == partner[opening.kind]:
            return self.advance()
        raise self.trouble("unclosed", opening, shown(opening))
