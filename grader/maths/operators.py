"""The names that a tree may hold: constants, relations, operators with their arguments and meaning."""

from grader.maths.tree import Constant, Node, Op

CONSTANTS = {
    "pi": "π",
    "e": "Euler's number",
    "i": "the imaginary unit",
    "euler_gamma": "the Euler–Mascheroni constant (typed `EulerGamma` only)",
    "infinity": "∞; −∞ is its neg",
    "true": "a tautology",
    "false": "a contradiction",
    "empty_set": "∅",
    "naturals": "ℕ",
    "integers": "ℤ",
    "rationals": "ℚ",
    "reals": "ℝ",
    "complexes": "ℂ",
    "identity": "the identity matrix, where the notation says that I is one",
    "dots": "an ellipsis inside a sum, product or list; nobody may evaluate it",
    "dot": "the placeholder of f(·)",
}

RELATIONS = {
    "eq": "=",
    "ne": "≠",
    "lt": "<",
    "le": "≤",
    "gt": ">",
    "ge": "≥",
    "approx": "≈",
    "similar": "∼ between a variable and its law",
    "proportional": "∝",
    "define": ":= or ≜",
    "assign": "←, an update",
    "equivalent": "≡",
    "in": "∈",
    "not_in": "∉",
    "subset": "⊂",
    "subset_eq": "⊆",
    "superset": "⊃",
    "superset_eq": "⊇",
    "to": "→, as in x → 0",
    "maps": "the colon of f: A → B, a chain maps, to",
    "independent": "⊥",
    "much_less": "≪",
    "much_greater": "≫",
    "congruent": "≅",
}

# name -> (fewest arguments, most arguments or None, meaning)
OPERATORS: dict[str, tuple[int, int | None, str]] = {
    # arithmetic
    "add": (2, None, "sum; a difference is a sum with neg"),
    "neg": (1, 1, "−x; −ab is neg of the product"),
    "mul": (2, None, "product, in the order written (factors may be matrices)"),
    "div": (2, 2, "quotient, from \\frac or /"),
    "pow": (2, 2, "power"),
    "plus_minus": (1, 2, "± a, or a ± b"),
    "minus_plus": (1, 2, "∓ a, or a ∓ b"),
    "percent": (1, 1, "a/100"),
    "degrees": (1, 1, "a·π/180"),
    "mod": (2, 2, "a modulo b"),
    "mixed": (2, 2, "a mixed number: 3\\frac12 is 3 + 1/2"),
    # functions of numbers
    "sqrt": (1, 1, "principal square root"),
    "root": (2, 2, "root(x, n): the n-th root"),
    "exp": (1, 1, "e^x"),
    "log": (1, 2, "log(x) natural, log(x, base)"),
    "abs": (1, 1, "|x|: absolute value, modulus, size of a set"),
    "sgn": (1, 1, "sign"),
    "floor": (1, 1, "⌊x⌋"),
    "ceil": (1, 1, "⌈x⌉"),
    "factorial": (1, 1, "n!"),
    "double_factorial": (1, 1, "n!!"),
    "binomial": (2, 2, "binomial(n, k)"),
    "gamma": (1, 1, "Γ"),
    "beta_function": (2, 2, "B(a, b)"),
    "erf": (1, 1, "error function"),
    "erfc": (1, 1, "1 − erf"),
    "zeta": (1, 1, "Riemann's ζ"),
    "lambert_w": (1, 1, "Lambert's W, principal branch"),
    "logistic": (1, 1, "1/(1 + e^−x), where the notation says so; inverse: logit"),
    "logit": (1, 1, "log(x/(1 − x))"),
    "relu": (1, 1, "max(0, x)"),
    "softplus": (1, 1, "log(1 + e^x)"),
    "heaviside": (1, 1, "0 for x < 0, 1 for x > 0"),
    "dirac": (1, 2, "Dirac's δ at a point, dirac(x) or dirac(x, atom)"),
    "max": (1, None, "largest"),
    "min": (1, None, "smallest"),
    "gcd": (1, None, "greatest common divisor"),
    "lcm": (1, None, "least common multiple"),
    "re": (1, 1, "real part"),
    "im": (1, 1, "imaginary part"),
    "arg": (1, 1, "argument of a complex number"),
    "conjugate": (1, 1, "complex conjugate"),
    "indicator": (1, 1, "1 where the condition holds, else 0"),
    # functions as objects, and calculus
    "prime": (2, 2, "prime(f, n): n-th derivative of a function, f′"),
    "inverse_function": (1, 1, "f^{-1} as a function"),
    "compose": (2, None, "f ∘ g"),
    "derivative": (3, None, "derivative(y, x, n, z, m, …): d^{n+m…}y/dx^n dz^m, total"),
    "partial": (3, None, "the same with ∂"),
    "gradient": (1, 2, "∇y, ∇_x y"),
    "divergence": (1, 1, "∇·v"),
    "laplacian": (1, 2, "∇²y, Δ where declared"),
    "jacobian": (2, 2, "∂(u, v)/∂(x, y), of tuples"),
    "differential": (1, 1, "a dx that belongs to no integral"),
    "at": (2, 2, "at(y, condition): y with the condition put in, y|_{x=0}; a condition is a Relation or an `and`"),
    "between": (3, 3, "[F]_a^b: F at b minus F at a; a and b values or conditions"),
    # collections
    "tuple": (1, None, "(a, b): also an open interval or a point, see `as_interval`"),
    "list": (0, None, "[a, b]: also a closed interval, see `as_interval`"),
    "sequence": (2, None, "a bare a, b, c"),
    "set": (0, None, "{a, b}"),
    "interval": (4, 4, "interval(a, b, left, right): left, right are true where the end belongs to it"),
    "range": (2, 2, "1:T in a subscript"),
    "union": (2, None, "∪"),
    "intersection": (2, None, "∩"),
    "difference": (2, 2, "A ∖ B"),
    "complement": (1, 1, "A^c where the notation says so"),
    "cartesian": (2, None, "A × B of sets"),
    "piecewise": (2, None, "piecewise(value, condition, value, condition, …); `true` for otherwise"),
    # logic
    "and": (2, None, "and; also a system of equations"),
    "or": (2, None, "or"),
    "xor": (2, None, "either, not both"),
    "not": (1, 1, "not"),
    "implies": (2, 2, "⇒"),
    "iff": (2, 2, "⇔"),
    # linear algebra
    "transpose": (1, 1, "x^⊤"),
    "adjoint": (1, 1, "x^†"),
    "det": (1, 1, "determinant"),
    "trace": (1, 1, "trace"),
    "diag": (1, None, "diagonal matrix, or the diagonal"),
    "rank": (1, 1, "rank"),
    "norm": (1, 2, "‖x‖, norm(x, p) with the subscript p"),
    "inner": (2, 2, "⟨x, y⟩"),
    "entry": (2, None, "entry(A, i, j): (A)_{ij}"),
    "hadamard": (2, None, "⊙"),
    "tensor": (2, None, "⊗"),
    "cross": (2, 2, "× of vectors, where the notation says so"),
    "spectrum": (1, 1, "eigenvalues"),
    # probability
    "normal": (2, 3, "normal(x, μ, Σ) the density at x; normal(μ, Σ) the law"),
    "kl": (2, 2, "KL[q‖p]"),
    # what is written around an expression
    "underbrace": (2, 2, "underbrace(y, label): y, with a name or a value below it"),
    "overbrace": (2, 2, "the same above it"),
    "above": (2, 2, "above(y, label): \\overset and \\stackrel on an expression"),
    "from_above": (1, 1, "a limit's a⁺"),
    "from_below": (1, 1, "a limit's a⁻"),
}
# The functions that share one shape: one number in, one number out.
ELEMENTARY = tuple(
    prefix + name + suffix
    for name in ("sin", "cos", "tan", "cot", "sec", "csc")
    for prefix in ("", "a")
    for suffix in ("", "h")
)
for _name in ELEMENTARY:
    OPERATORS[_name] = (1, 1, f"{_name}, principal branch")


def as_interval(node: Node) -> Op | None:
    """Return the interval that a bracketed pair may stand for, or None.

    ``(a, b)`` is read as a ``tuple`` and ``[a, b]`` as a ``list`` unless something beside it (∪, ∩, ∈, a mixed
    bracket) shows that a set is meant; who compares a pair with an interval asks here.
    """
    if isinstance(node, Op):
        if node.op == "interval":
            return node
        if node.op in {"tuple", "list"} and len(node.args) == 2:
            closed = Constant("true" if node.op == "list" else "false")
            return Op("interval", (*node.args, closed, closed), node.span)
    return None
