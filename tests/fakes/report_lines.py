"""The parts and criteria of a realistic report: (id, English, French, points, verdict) for each criterion."""

from fractions import Fraction
from typing import TypeAlias

from grader.model.evidence import (
    BadValue,
    CarriedForward,
    CasesPassed,
    CounterExample,
    Diagnosis,
    Died,
    EntryGap,
    ForgedFrame,
    KnownError,
    MultisetGap,
    NotAnswered,
    NotFound,
    NotRun,
    OurFault,
    OutOfMemory,
    ParseTroubleFact,
    PointTouched,
    PropertyBroken,
    Raised,
    RequiresUnmet,
    SampleGap,
    Scale,
    ShapeMismatch,
    TextGathered,
    TimedOut,
    Undecided,
    Understood,
    Unreadable,
    WitnessRefused,
)
from grader.model.text import LocalizedText
from grader.model.verdict import Verdict, failed, partial, passed, pending, skipped, ungraded
from tests.fakes.pictures import FLOW, PATH

CLOSED_FORM = "$\\log\\frac{\\sigma_1}{\\sigma_2} + \\frac{\\sigma_2^2 + (\\mu_2-\\mu_1)^2}{2\\sigma_1^2} - \\frac12$"
SWAPPED = KnownError(
    "swapped_kl",
    LocalizedText(
        "This is $KL[p\\|q]$: the roles of $p$ and $q$ are swapped.",
        "C'est $KL[p\\|q]$ : les rôles de $p$ et de $q$ sont échangés.",
    ),
)
GAP = EntryGap("kl_gaussians(mu1=0.31, sigma1=1.2, mu2=-0.5, sigma2=0.7)", (2, 0), "0.8131", "0.4172", "0.3959", 3, 20)
REVIEW = (
    "Contrastive learning compares two views of an image. The authors show that strong augmentation, a projection "
    "head and large batches together close most of the gap to supervised training.\n\n"
    "They evaluate with a linear probe on ImageNet and report 76.5 % top-1."
)


def _text(en: str, fr: str) -> LocalizedText:
    return LocalizedText(en, fr)


Line: TypeAlias = tuple[str, str, str, str, Verdict]
PARTS: tuple[tuple[str, str, str, tuple[Line, ...]], ...] = (
    (
        "Q1",
        "Divergence of two Gaussians",
        "Divergence de deux gaussiennes",
        (
            (
                "Q1.values",
                "`kl_gaussians` gives $KL[q\\|p]$",
                "`kl_gaussians` donne $KL[q\\|p]$",
                "2",
                failed(GAP, SWAPPED),
            ),
            (
                "Q1.form",
                f"The closed form, {CLOSED_FORM}",
                f"La forme close, {CLOSED_FORM}",
                "2",
                failed(
                    CounterExample(
                        (("mu1", "0.5"), ("sigma1", "2"), ("mu2", "-1"), ("sigma2", "0.3")),
                        "1.2217",
                        "0.9003",
                        "\\log\\left(\\frac{\\sigma_2}{\\sigma_1}\\right) - \\frac{1}{2}",
                        "\\log\\left(\\frac{\\sigma_1}{\\sigma_2}\\right) - \\frac{1}{2}",
                    ),
                    Diagnosis("swap", "$\\sigma_1$ and $\\sigma_2$"),
                ),
            ),
            (
                "Q1.witness",
                "A witness that the divergence is not symmetric",
                "Un témoin de ce que la divergence n'est pas symétrique",
                "1",
                failed(WitnessRefused("kl_asymmetry_witness()", "(0.0, 1.0, 0.0, 1.0)", "equal")),
            ),
        ),
    ),
    (
        "Q2.1",
        "A flow that is none: the ReLU",
        "Un flot qui n'en est pas un : la ReLU",
        (
            ("Q2.1.values", "`relu_flow` on vectors", "`relu_flow` sur des vecteurs", "2", passed(CasesPassed(20, 20))),
            (
                "Q2.1.shape",
                "`relu_flow` broadcasts",
                "`relu_flow` diffuse",
                "1",
                failed(ShapeMismatch("relu_flow(z=array (3, 4), a=1.0, b=2.0, c=0.5)", (12,), (3, 4))),
            ),
            (
                "Q2.1.collision",
                "`relu_collision` finds two inputs with one value",
                "`relu_collision` trouve deux entrées de même valeur",
                "2",
                failed(
                    Raised(
                        "relu_collision(1.0, 2.0, 0.5)",
                        "ZeroDivisionError",
                        "float division by zero",
                        "hw3.ipynb",
                        7,
                        4,
                        "    return -c / (b - b), 0.0",
                        "searching …\nstill searching …\n",
                    )
                ),
            ),
        ),
    ),
    (
        "Q2.2",
        "Sums of sigmoids",
        "Sommes de sigmoïdes",
        (
            (
                "Q2.2.values",
                "$g(z)$ at ordinary points",
                "$g(z)$ en des points ordinaires",
                "1.5",
                partial(Fraction(2, 3), GAP, CasesPassed(16, 24), FLOW),
            ),
            (
                "Q2.2.stable",
                "$g(z)$ for large $|z|$",
                "$g(z)$ pour $|z|$ grand",
                "1",
                failed(
                    BadValue("sigmoid_flow(z=array (5,), …)", "numbers", "[None, None, None, None, None]", "nothing")
                ),
            ),
            (
                "Q2.2.inverse",
                "The inverse, $g^{-1}(y)$",
                "L'inverse, $g^{-1}(y)$",
                "1.5",
                failed(TimedOut("sigmoid_flow_inverse(y=array (50,), …)", 10.0, "cpu")),
            ),
            (
                "Q2.2.slope",
                "The derivative, $g'(z)$",
                "La dérivée, $g'(z)$",
                "1",
                failed(NotRun("sigmoid_flow_derivative", "after_time_out")),
            ),
        ),
    ),
    (
        "Q2.3",
        "Residual flows",
        "Flots résiduels",
        (
            (
                "Q2.3.inverse",
                "$z + f(z) = y$ is solved",
                "$z + f(z) = y$ est résolue",
                "3",
                skipped(RequiresUnmet("Q2.3.staff", "failed")),
            ),
            (
                "Q2.3.staff",
                "Steep functions",
                "Fonctions raides",
                "1",
                failed(Died("residual_flow_inverse(y=array (9,), f=cubic)", "signal 11")),
            ),
            (
                "Q2.3.later",
                "Wide ranges",
                "Grands intervalles",
                "1",
                failed(OutOfMemory("residual_flow_inverse(y=array (100000,), f=tanh)", 512 * 1024 * 1024)),
            ),
        ),
    ),
    (
        "Q3.a",
        "The bound of a diffusion model",
        "La borne d'un modèle de diffusion",
        (
            (
                "Q3.a.bound",
                "$L_{DDPM} \\le \\log p(x_0)$",
                "$L_{DDPM} \\le \\log p(x_0)$",
                "2",
                failed(PropertyBroken("elbo_joint(p_T=array (3,), …)", "non_negative", "0.31", "log p − L")),
            ),
            (
                "Q3.a.chain",
                "The chain is sampled",
                "La chaîne est tirée",
                "1",
                failed(SampleGap("sample(1000)", "mean", "0.81", "0.5", "9.3", "1e-6")),
            ),
        ),
    ),
    (
        "Q3.b",
        "Its terms",
        "Ses termes",
        (
            (
                "Q3.b.terms",
                "Reconstruction, denoising, prior",
                "Reconstruction, débruitage, a priori",
                "3",
                ungraded(
                    OurFault(
                        "checker_crashed",
                        'Traceback (most recent call last):\n  File "values.py", line 12\nRuntimeError: a bug',
                    )
                ),
            ),
            (
                "Q3.b.after",
                "They sum to $L_{DDPM}$",
                "Leur somme est $L_{DDPM}$",
                "2",
                skipped(RequiresUnmet("Q3.b.terms", "ungraded")),
            ),
        ),
    ),
    (
        "Q3.c",
        "With an auxiliary variable",
        "Avec une variable auxiliaire",
        (
            (
                "Q3.c.read",
                "The bound is derived",
                "La borne est démontrée",
                "1",
                failed(
                    ParseTroubleFact(
                        LocalizedText("A brace is not closed.", "Une accolade n'est pas fermée."),
                        "\\frac{1}{2",
                        "      ^",
                        "hw3.tex",
                        88,
                    )
                ),
            ),
            (
                "Q3.c.same",
                "The final formula",
                "La formule finale",
                "1",
                ungraded(Undecided("\\mathbb{E}_q[\\log p]", "budget")),
            ),
            ("Q3.c.place", "The factorisation", "La factorisation", "1", ungraded(NotFound("Q3.d", "hw3.tex"))),
            (
                "Q3.c.forged",
                "The split",
                "La séparation",
                "1",
                failed(ForgedFrame("vae_ddpm_terms(…)", "unknown frame")),
            ),
        ),
    ),
    (
        "Q4.2",
        "The Jacobian",
        "La jacobienne",
        (
            (
                "Q4.2.entries",
                "The entries of $J^\\ast$",
                "Les entrées de $J^\\ast$",
                "2",
                failed(
                    EntryGap("jacobian(gamma=0.0)", (0, 1), "0.25", "0.5", "0.25", 1, 9),
                    Understood("J^\\ast = \\begin{pmatrix}0 & \\frac14 \\\\ -\\frac12 & 0\\end{pmatrix}"),
                ),
            ),
            (
                "Q4.2.penalty",
                "With the penalty, $\\gamma > 0$",
                "Avec la pénalité, $\\gamma > 0$",
                "1",
                failed(
                    Unreadable(
                        "hw3.py", "syntax_error", "'(' was never closed", 31, 9, None, "    J = np.array([[0, .5, 0]"
                    )
                ),
            ),
        ),
    ),
    (
        "Q4.3",
        "Eigenvalues and stability",
        "Valeurs propres et stabilité",
        (
            (
                "Q4.3.values",
                "The three eigenvalues",
                "Les trois valeurs propres",
                "1",
                passed(CarriedForward("Q4.2", "jacobian")),
            ),
            (
                "Q4.3.set",
                "In any order",
                "Dans n'importe quel ordre",
                "1",
                failed(MultisetGap("eigenvalues(gamma=0.5)", "[-0.5, 0.5j, -0.5j]", "-0.25+0.43301j", "0.5j")),
            ),
        ),
    ),
    (
        "Q4.6",
        "The simulated game",
        "Le jeu simulé",
        (
            (
                "Q4.6.path",
                "The alternating updates",
                "Les mises à jour alternées",
                "2",
                failed(
                    KnownError(
                        "old_psi",
                        _text(
                            "The update of $\\theta$ used the old $\\psi_0$.",
                            "La mise à jour de $\\theta$ emploie l'ancien $\\psi_0$.",
                        ),
                    ),
                    PATH,
                ),
            ),
            ("Q4.6.start", "The start is included", "Le départ est inclus", "1", failed(NotAnswered("simulate"))),
        ),
    ),
    (
        "Q5.1",
        "Summary of the paper",
        "Résumé de l'article",
        (
            (
                "Q5.1.mark",
                "What it is about, its main contribution, its approach",
                "De quoi il traite, son apport principal, sa démarche",
                "5",
                pending(
                    Scale((
                        ("0", _text("nothing usable", "rien d'utilisable")),
                        ("2.5", _text("what it is about", "de quoi il traite")),
                        ("5", _text("all of it, facts only", "tout, et rien que des faits")),
                    )),
                    TextGathered("summary", "1. Summary", REVIEW, 52, "0.9", False, "hw3.ipynb", None, 9),
                    PointTouched(
                        _text("What the paper is about", "De quoi traite l'article"),
                        ("compares two views of an image",),
                    ),
                    PointTouched(_text("Main contribution", "Apport principal"), ()),
                ),
            ),
        ),
    ),
    (
        "Q5.2",
        "Strengths",
        "Points forts",
        (
            (
                "Q5.2.mark",
                "At least two strengths, with reasons",
                "Au moins deux points forts, avec des raisons",
                "5",
                pending(TextGathered("strengths", "", "Strong ablations.", 2, "0.9", True)),
            ),
        ),
    ),
)
