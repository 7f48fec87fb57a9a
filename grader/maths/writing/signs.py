"""How names, relations and operators are drawn, as data: (LaTeX, Unicode)."""

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ",
    "epsilon": "ϵ", "varepsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ",
    "varkappa": "ϰ", "lambda": "λ", "mu": "μ", "nu": "ν",
    "xi": "ξ", "omicron": "ο", "pi": "π", "varpi": "ϖ",
    "rho": "ρ", "varrho": "ϱ", "sigma": "σ", "varsigma": "ς",
    "tau": "τ", "upsilon": "υ", "phi": "ϕ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ",
    "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ", "Phi": "Φ",
    "Psi": "Ψ", "Omega": "Ω", "ell": "ℓ", "hbar": "ℏ", "imath": "ı", "jmath": "ȷ", "aleph": "ℵ", "wp": "℘",
    "Alpha": "Α", "Beta": "Β", "Epsilon": "Ε", "Zeta": "Ζ", "Eta": "Η", "Kappa": "Κ", "Mu": "Μ", "Nu": "Ν",
    "Rho": "Ρ", "Tau": "Τ", "Chi": "Χ",
}  # fmt: skip
NO_COMMAND = frozenset({"Alpha", "Beta", "Epsilon", "Zeta", "Eta", "Kappa", "Mu", "Nu", "Rho", "Tau", "Chi", "omicron"})

CONSTANTS = {
    "pi": ("\\pi", "π"), "e": ("e", "e"), "i": ("i", "i"), "euler_gamma": ("\\gamma_{E}", "γ"),
    "infinity": ("\\infty", "∞"), "true": ("\\text{True}", "true"), "false": ("\\text{False}", "false"),
    "empty_set": ("\\emptyset", "∅"), "naturals": ("\\mathbb{N}", "ℕ"), "integers": ("\\mathbb{Z}", "ℤ"),
    "rationals": ("\\mathbb{Q}", "ℚ"), "reals": ("\\mathbb{R}", "ℝ"), "complexes": ("\\mathbb{C}", "ℂ"),
    "identity": ("I", "I"), "dots": ("\\dots", "…"), "dot": ("\\cdot", "·"),
}  # fmt: skip

RELATIONS = {
    "eq": ("=", "="), "ne": ("\\ne", "≠"), "lt": ("<", "<"),
    "le": ("\\le", "≤"), "gt": (">", ">"), "ge": ("\\ge", "≥"),
    "approx": ("\\approx", "≈"), "similar": ("\\sim", "∼"), "proportional": ("\\propto", "∝"),
    "define": ("\\triangleq", "≜"), "assign": ("\\leftarrow", "←"),
    "equivalent": ("\\equiv", "≡"), "in": ("\\in", "∈"), "not_in": ("\\notin", "∉"),
    "subset": ("\\subset", "⊂"), "subset_eq": ("\\subseteq", "⊆"), "superset": ("\\supset", "⊃"),
    "superset_eq": ("\\supseteq", "⊇"), "to": ("\\to", "→"), "maps": (":", ":"),
    "independent": ("\\perp", "⊥"), "much_less": ("\\ll", "≪"),
    "much_greater": ("\\gg", "≫"), "congruent": ("\\cong", "≅"),
}  # fmt: skip

# Functions written as a name before brackets.
NAMES = {
    **{name: f"\\{name}" for name in ("sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "coth")},
    "asin": "\\arcsin", "acos": "\\arccos", "atan": "\\arctan",
    "exp": "\\exp", "log": "\\log", "det": "\\det",
    "max": "\\max", "min": "\\min", "gcd": "\\gcd", "arg": "\\arg", "gamma": "\\Gamma",
}  # fmt: skip
WORDS = {
    "acot": "arccot", "asec": "arcsec", "acsc": "arccsc",
    "asinh": "arsinh", "acosh": "arcosh", "atanh": "artanh",
    "acoth": "arcoth", "asech": "arcsech", "acsch": "arccsch", "sech": "sech", "csch": "csch", "sgn": "sgn",
    "erf": "erf", "erfc": "erfc", "lcm": "lcm",
    "trace": "tr", "diag": "diag", "rank": "rank", "logistic": "sigmoid",
    "logit": "logit", "relu": "ReLU", "softplus": "softplus",
    "re": "Re", "im": "Im", "beta_function": "BetaFunction",
    "zeta": "Zeta", "lambert_w": "LambertW",
    "heaviside": "Heaviside", "dirac": "DiracDelta", "spectrum": "Sp",
}  # fmt: skip
ELEMENTARY_POWERS = frozenset({"sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "coth"})

INFIX = {
    "compose": ("\\circ", "∘"), "hadamard": ("\\odot", "⊙"),
    "tensor": ("\\otimes", "⊗"), "mod": ("\\bmod", "mod"),
    "cartesian": ("\\times", "×"), "cross": ("\\times", "×"),
    "intersection": ("\\cap", "∩"), "union": ("\\cup", "∪"),
    "difference": ("\\setminus", "∖"), "and": ("\\wedge", "∧"),
    "or": ("\\vee", "∨"), "xor": ("\\veebar", "⊻"),
    "implies": ("\\Rightarrow", "⇒"), "iff": ("\\Leftrightarrow", "⇔"), "plus_minus": ("\\pm", "±"),
    "minus_plus": ("\\mp", "∓"),
}  # fmt: skip

BIG = {"sum": ("\\sum", "∑"), "product": ("\\prod", "∏"), "integral": ("\\int", "∫"), "union": ("\\bigcup", "⋃"),
       "intersection": ("\\bigcap", "⋂"), "limit": ("\\lim", "lim"), "max": ("\\max", "max"), "min": ("\\min", "min"),
       "sup": ("\\sup", "sup"), "inf": ("\\inf", "inf"), "argmax": ("\\operatorname{argmax}", "argmax"),
       "argmin": ("\\operatorname{argmin}", "argmin")}  # fmt: skip
AVERAGES = {"expectation": ("\\mathbb{E}", "𝔼"), "variance": ("\\mathbb{V}", "𝕍"), "entropy": ("\\mathbb{H}", "ℍ"),
            "covariance": ("\\operatorname{Cov}", "Cov")}  # fmt: skip

FONTS = {"bold": "\\mathbf", "cal": "\\mathcal", "bb": "\\mathbb", "frak": "\\mathfrak", "upright": "\\mathrm"}
ACCENTS = {
    "hat": ("\\hat", "^"), "tilde": ("\\tilde", "~"), "bar": ("\\bar", "¯"), "dot": ("\\dot", "˙"),
    "ddot": ("\\ddot", "¨"), "vec": ("\\vec", "→"), "check": ("\\check", "ˇ"), "breve": ("\\breve", "˘"),
    "ring": ("\\mathring", "˚"),
}  # fmt: skip
VARIANTS = {"bold": "bold", "cal": "script", "bb": "double-struck", "frak": "fraktur", "upright": "normal"}
FENCES = {
    "(": ("(", "("), ")": (")", ")"), "[": ("[", "["), "]": ("]", "]"), "{": ("\\{", "{"), "}": ("\\}", "}"),
    "|": ("|", "|"), "‖": ("\\|", "‖"),
    "⌊": ("\\lfloor ", "⌊"), "⌋": ("\\rfloor ", "⌋"), "⌈": ("\\lceil ", "⌈"),
    "⌉": ("\\rceil ", "⌉"), "⟨": ("\\langle ", "⟨"), "⟩": ("\\rangle ", "⟩"), ".": (".", ""),
}  # fmt: skip
