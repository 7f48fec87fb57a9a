r"""What each LaTeX command means to the reader, as data."""


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


GREEK = _names(
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa varkappa lambda mu nu xi "
    "omicron pi varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda "
    "Xi Pi Sigma Upsilon Phi Psi Omega ell hbar imath jmath aleph wp Alpha Beta Epsilon Zeta Eta Kappa Mu Nu "
    "Rho Tau Chi"
)

ACCENTS = {
    "hat": "hat", "widehat": "hat", "tilde": "tilde", "widetilde": "tilde", "bar": "bar", "overline": "bar",
    "dot": "dot", "ddot": "ddot", "vec": "vec", "overrightarrow": "vec", "check": "check", "breve": "breve",
    "mathring": "ring",
}  # fmt: skip
FONTS = {
    "mathbf": "bold", "bm": "bold", "boldsymbol": "bold", "pmb": "bold", "textbf": "bold", "bf": "bold",
    "mathcal": "cal", "mathscr": "cal", "cal": "cal", "mathbb": "bb", "mathbbm": "bb", "mathds": "bb",
    "mathfrak": "frak", "mathit": "", "mathnormal": "", "textit": "",
}  # fmt: skip
SWITCHES = frozenset({"bf", "cal", "rm", "it", "sf"})  # {\cal N}: they act to the end of their group

UPRIGHT = frozenset({
    "mathrm",
    "mathsf",
    "mathtt",
    "rm",
    "operatorname",
    "operatorname*",
    "mathop",
    "textup",
    "textsf",
    "texttt",
})
TEXT = frozenset({"text", "textrm", "mbox", "hbox", "textnormal", "intertext", "shortintertext", "fbox"})

# Left out without trace: they move ink, not meaning.
NOISE = _names(
    "displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits displaylimits nonumber notag "
    "allowbreak nobreak noindent centering strut mathstrut hfill hfil relax par protect ensuremath hline "
    "bigskip medskip smallskip linebreak pagebreak mathopen mathclose mathord mathrel mathbin mathpunct "
    "mathinner null leavevmode small footnotesize scriptsize normalsize large Large it sf boldmath unboldmath"
)
NOISE_WITH_ARGUMENT = _names(
    "label tag tag* hspace hspace* vspace vspace* color phantom hphantom vphantom ref eqref cite footnote cline index"
)
CONTENT_ONLY = _names(
    "cancel bcancel xcancel boxed smash mathclap mathllap mathrlap framebox uwave uline sout hl emph underbar "
    "underline substack"
)
COLOURED = frozenset({"textcolor", "colorbox"})  # a colour, then the content
STRUCK = frozenset({"cancel", "bcancel", "xcancel"})

SPACES = {",": 2, ":": 2, ";": 2, "!": 0, ">": 2, " ": 1, "/": 0, "quad": 3, "qquad": 3, "enspace": 1, "thinspace": 2,
          "medspace": 2, "thickspace": 2, "enskip": 1, "space": 1, "-": 0, "@": 0, "negthinspace": 0}  # fmt: skip
SIZES = {f"{size}{side}": side for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r", "m")}

RELATIONS = {
    "=": "eq", "<": "lt", ">": "gt", "neq": "ne", "ne": "ne", "le": "le", "leq": "le", "leqslant": "le", "leqq": "le",
    "ge": "ge", "geq": "ge", "geqslant": "ge", "geqq": "ge", "lt": "lt", "gt": "gt", "approx": "approx",
    "simeq": "approx", "thickapprox": "approx", "approxeq": "approx", "sim": "similar", "propto": "proportional",
    "varpropto": "proportional", "coloneqq": "define", "coloneq": "define", "triangleq": "define", "eqdef": "define",
    "doteq": "define", "equiv": "equivalent", "in": "in", "notin": "not_in", "subset": "subset",
    "subseteq": "subset_eq", "supset": "superset", "supseteq": "superset_eq", "to": "to", "rightarrow": "to",
    "longrightarrow": "to", "perp": "independent", "bot": "independent", "ll": "much_less", "gg": "much_greater",
    "cong": "congruent", ":=": "define", "leftarrow": "assign", "gets": "assign", "eqqcolon": "define",
    "indep": "independent",
}  # fmt: skip
NEGATED = {"eq": "ne", "in": "not_in"}

ARROWS = {
    "Rightarrow": "implies", "implies": "implies", "Longrightarrow": "implies", "Leftrightarrow": "iff", "iff": "iff",
    "Longleftrightarrow": "iff", "leftrightarrow": "iff", "Leftarrow": "implied_by", "impliedby": "implied_by",
    "Longleftarrow": "implied_by",
}  # fmt: skip
LOGIC = {"vee": "or", "lor": "or", "wedge": "and", "land": "and", "veebar": "xor", "oplus": "xor"}
LOGIC_WORDS = {"or": "or", "ou": "or", "and": "and", "et": "and", "xor": "xor"}

ADDITIVE = {"+": "add", "-": "sub", "pm": "plus_minus", "mp": "minus_plus", "cup": "union", "setminus": "difference",
            "backslash": "difference", "smallsetminus": "difference"}  # fmt: skip
TIMES = frozenset({"cdot", "times", "*", "cdotp", "ast", "bullet"})
MULTIPLICATIVE = {"odot": "hadamard", "circ": "compose", "otimes": "tensor", "cap": "intersection", "bmod": "mod",
                  "mod": "mod"}  # fmt: skip

FUNCTIONS = {
    name: name
    for name in _names(
    "sin cos tan cot sec csc sinh cosh tanh coth sech csch exp log det gcd lcm arg floor ceil erf erfc trace "
    "rank diag logit relu softplus re im"
)
} | {
    "ln": "log", "lg": "lg", "arcsin": "asin", "arccos": "acos", "arctan": "atan", "arccot": "acot", "arcsec": "asec",
    "arccsc": "acsc", "asin": "asin", "acos": "acos", "atan": "atan", "acot": "acot", "asec": "asec", "acsc": "acsc",
    "asinh": "asinh", "acosh": "acosh", "atanh": "atanh", "acoth": "acoth", "asech": "asech", "acsch": "acsch",
    "arcsinh": "asinh", "arccosh": "acosh", "arctanh": "atanh", "arcoth": "acoth", "arsinh": "asinh",
    "arcosh": "acosh", "artanh": "atanh", "arcsech": "asech", "arccsch": "acsch", "sh": "sinh", "ch": "cosh",
    "th": "tanh", "tg": "tan", "ctg": "cot", "arctg": "atan", "cotan": "cot", "Log": "log", "tr": "trace",
    "Tr": "trace", "Trace": "trace", "sgn": "sgn", "sign": "sgn", "signum": "sgn", "diag": "diag", "Diag": "diag",
    "rg": "rank", "Re": "re", "Im": "im", "Arg": "arg", "conj": "conjugate", "ReLU": "relu", "pgcd": "gcd",
    "ppcm": "lcm", "Det": "det", "sp": "spectrum", "Sp": "spectrum", "sigmoid": "logistic",
    "abs": "abs", "logistic": "logistic", "BetaFunction": "beta_function", "Zeta": "zeta", "LambertW": "lambert_w",
    "Heaviside": "heaviside", "DiracDelta": "dirac",
}  # fmt: skip
TAKES_PRODUCT = frozenset({"log", "lg", "exp", "det", "trace", "diag", "rank"})  # to its right, without brackets
# Typed without backslash; longer words first so that arcsin is no a·r·c·sin.
BARE_WORDS = tuple(
    sorted(
        (
            name
            for name in {*FUNCTIONS, "max", "min", "sup", "argmax", "argmin", "sqrt", "KL", "Var", "Cov"}
            - {
                "re",
                "im",
                "sh",
                "ch",
                "th",
                "tg",
                "lg",
                "sp",
                "rg",
                "Re",
                "Im",
                "Sp",
                "tr",
                "Tr",
                "rank",
                "arg",
                "Arg",
                "floor",
                "ceil",
            }
        ),
        key=len,
        reverse=True,
    )
)

BIG = {
    "sum": "sum", "prod": "product", "int": "integral", "iint": "integral", "iiint": "integral", "oint": "integral",
    "bigcup": "union", "bigcap": "intersection",
}  # fmt: skip
EXTREMA = {
    "max": "max", "min": "min", "sup": "sup", "inf": "inf", "argmax": "argmax", "argmin": "argmin", "lim": "limit",
    "Argmax": "argmax", "Argmin": "argmin",
}  # fmt: skip

CONSTANTS = {
    "infty": "infinity", "emptyset": "empty_set", "varnothing": "empty_set", "top": "true", "cdots": "dots",
    "dots": "dots", "ldots": "dots", "dotsc": "dots", "dotsb": "dots", "vdots": "dots", "ddots": "dots",
    "dotsm": "dots", "dotso": "dots", "dotsi": "dots", "iddots": "dots", "mathellipsis": "dots",
}  # fmt: skip
SETS = {"N": "naturals", "Z": "integers", "Q": "rationals", "R": "reals", "C": "complexes"}
TRUTH_WORDS = {
    "True": "true", "true": "true", "vrai": "true", "Vrai": "true", "TRUE": "true", "False": "false",
    "false": "false", "faux": "false", "Faux": "false", "FALSE": "false",
}  # fmt: skip

MATRICES = {
    "matrix": "", "pmatrix": "", "bmatrix": "", "Bmatrix": "", "smallmatrix": "", "psmallmatrix": "",
    "bsmallmatrix": "", "array": "", "vmatrix": "det", "Vmatrix": "norm",
}  # fmt: skip
CASES = frozenset({"cases", "dcases", "rcases", "drcases"})
ALIGNED = frozenset({"aligned", "split", "gathered", "alignedat", "multlined"})
DISPLAYS = frozenset(
    base + star
    for base in ("equation", "align", "flalign", "alignat", "gather", "eqnarray", "multline", "displaymath", "math",
                 "dmath", "IEEEeqnarray")
    for star in ("", "*")
)  # fmt: skip
WITH_COLUMNS = frozenset({"array", "alignat", "alignat*", "alignedat", "tabular", "IEEEeqnarray", "IEEEeqnarray*"})

OTHERWISE = _names("otherwise else sinon ailleurs elsewhere autrement otherwise. sinon. else. otherwise, sinon,")
IF_WORDS = _names("if si for pour when quand lorsque where where: for: if: whenever")

# Single words that are prose even without spaces around them.
PROSE = _names(
    "if si for pour where où donc car hence thus so since because then alors ainsi puis avec with as comme par "
    "by we get on soit soient let posons when quand sinon otherwise else is est are sont car mais but "
    "therefore d'où puisque lorsque that que qui which from de du des the a an un une also aussi using since "
    "ie i.e. e.g. resp w.r.t. for"
)
# Long enough to be told from a product of letters where they are typed without \\text.
BARE_PROSE = _names(
    "donc avec pour where then hence since otherwise sinon when with thus therefore alors ainsi puis comme "
    "because soit posons lorsque quand puisque"
)

# Meanings that nearly everyone gives to these names; used only where the author's definition is missing.
GUESSED = {
    "E": r"\mathbb{E}", "EE": r"\mathbb{E}", "Ex": r"\mathbb{E}", "Esp": r"\mathbb{E}", "R": r"\mathbb{R}",
    "RR": r"\mathbb{R}",
    "N": r"\mathcal{N}", "Normal": r"\mathcal{N}", "V": r"\mathbb{V}", "Var": r"\operatorname{Var}",
    "Cov": r"\operatorname{Cov}", "KL": r"\operatorname{KL}", "DKL": r"\operatorname{KL}", "kl": r"\operatorname{KL}",
    "given": r"\mid", "d": r"\mathrm{d}", "dd": r"\mathrm{d}", "diff": r"\mathrm{d}", "T": r"\top", "tp": r"\top",
    "transp": r"\top", "eps": r"\epsilon", "half": r"\frac{1}{2}", "ind": r"\mathbb{1}", "one": r"\mathbb{1}",
    "PP": r"\mathbb{P}", "Prob": r"\mathbb{P}", "L": r"\mathcal{L}",
}  # fmt: skip
GUESSED_WITH_ARGUMENTS = {
    "norm": (1, r"\left\|#1\right\|"), "abs": (1, r"\left|#1\right|"), "pd": (2, r"\frac{\partial #1}{\partial #2}"),
    "pdv": (2, r"\frac{\partial #1}{\partial #2}"), "dv": (2, r"\frac{d #1}{d #2}"), "set": (1, r"\left\{#1\right\}"),
    "paren": (1, r"\left(#1\right)"), "brac": (1, r"\left[#1\right]"), "floor": (1, r"\lfloor #1\rfloor"),
    "ceil": (1, r"\lceil #1\rceil"),
}  # fmt: skip

FRACTIONS = frozenset({"frac", "dfrac", "tfrac", "cfrac", "nicefrac", "sfrac"})
