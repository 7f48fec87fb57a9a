"""Unicode characters and what they are in LaTeX, as data."""

# One character of Unicode, written as LaTeX.
CHARACTERS = {
    "−": "-", "–": "-", "·": r"\cdot ", "⋅": r"\cdot ", "×": r"\times ", "∗": "*", "÷": "/", "∕": "/", "⁄": "/", "±": r"\pm ",
    "∓": r"\mp ", "≤": r"\le ", "⩽": r"\le ", "≥": r"\ge ", "⩾": r"\ge ", "≠": r"\ne ", "≈": r"\approx ", "∼": r"\sim ",
    "≃": r"\approx ", "∝": r"\propto ", "≜": r"\triangleq ", "≔": r"\coloneqq ", "≡": r"\equiv ", "∈": r"\in ",
    "∉": r"\notin ", "⊂": r"\subset ", "⊆": r"\subseteq ", "⊃": r"\supset ", "⊇": r"\supseteq ", "→": r"\to ",
    "⟶": r"\to ", "↦": r"\mapsto ", "⇒": r"\Rightarrow ", "⟹": r"\Rightarrow ", "⇔": r"\Leftrightarrow ",
    "⟺": r"\Leftrightarrow ", "∧": r"\wedge ", "∨": r"\vee ", "¬": r"\neg ", "∪": r"\cup ", "∩": r"\cap ",
    "∖": r"\setminus ", "∅": r"\emptyset ", "∞": r"\infty ", "∂": r"\partial ", "∇": r"\nabla ", "∑": r"\sum ",
    "∏": r"\prod ", "∫": r"\int ", "√": r"\sqrt ", "∥": r"\|", "‖": r"\|", "∣": r"\mid ", "⟨": r"\langle ",
    "⟩": r"\rangle ", "⌊": r"\lfloor ", "⌋": r"\rfloor ", "⌈": r"\lceil ", "⌉": r"\rceil ", "⊤": r"\top ", "†": r"\dagger ",
    "⊙": r"\odot ", "⊗": r"\otimes ", "∘": r"\circ ", "⊥": r"\perp ", "∀": r"\forall ", "∃": r"\exists ", "…": r"\dots ",
    "⋯": r"\cdots ", "′": "'", "″": "''", "ℓ": r"\ell ", "ℝ": r"\mathbb{R}", "ℕ": r"\mathbb{N}", "ℤ": r"\mathbb{Z}",
    "ℚ": r"\mathbb{Q}", "ℂ": r"\mathbb{C}", "𝔼": r"\mathbb{E}", "𝕍": r"\mathbb{V}", "ℙ": r"\mathbb{P}", "𝟙": r"\mathbb{1}",
    "𝒩": r"\mathcal{N}", "ℒ": r"\mathcal{L}", "°": r"^\circ ", "½": r"\frac12 ", "¼": r"\frac14 ", "¾": r"\frac34 ",
    "ϵ": r"\epsilon ", "ε": r"\epsilon ", "ϕ": r"\phi ", "φ": r"\phi ", "ϑ": r"\vartheta ", "ϱ": r"\varrho ",
    "µ": r"\mu ", "≪": r"\ll ", "≫": r"\gg ",
}  # fmt: skip
SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱᵀ", "0123456789+-()niT", strict=True))
SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₍₎ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼᵣᵤᵥ", "0123456789+-()aeoxhklmnpstijruv", strict=True))
GREEK_LETTERS = dict(
    zip(
        "αβγδζηθικλμνξοπρςστυχψωΓΔΘΛΞΠΣΥΦΨΩ",
        [
            "alpha",
            "beta",
            "gamma",
            "delta",
            "zeta",
            "eta",
            "theta",
            "iota",
            "kappa",
            "lambda",
            "mu",
            "nu",
            "xi",
            "omicron",
            "pi",
            "rho",
            "varsigma",
            "sigma",
            "tau",
            "upsilon",
            "chi",
            "psi",
            "omega",
            "Gamma",
            "Delta",
            "Theta",
            "Lambda",
            "Xi",
            "Pi",
            "Sigma",
            "Upsilon",
            "Phi",
            "Psi",
            "Omega",
        ],
        strict=True,
    )
)
COMBINING = {"\u0302": "hat", "\u0303": "tilde", "\u0304": "bar", "\u0305": "bar", "\u0307": "dot", "\u0308": "ddot",
             "\u20d7": "vec"}  # fmt: skip
