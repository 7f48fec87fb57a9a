"""Mutants of the model solution's chains through the checker: what is kept, what fails, what is put back.

Run as ``python -m tests.properties.maths.derivations.measure`` from the project's folder for the whole table.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from grader.maths.derivations.check import check_steps
from grader.maths.derivations.steps import Derivation
from grader.maths.node import Node
from grader.maths.syntax.latex import parse_latex
from grader.maths.syntax.result import Parsed
from grader.maths.tree import Density, Op
from grader.maths.worlds.question import QuestionNotation
from tests.properties.maths.derivations.chains import CHAINS, Chain
from tests.properties.maths.derivations.enumeration import Meaningless, World, everywhere
from tests.properties.maths.derivations.formulas import Formula, latex
from tests.properties.maths.derivations.mutants import mutants

ROOT = Path(__file__).parents[4]
APART = 1e-3  # relative gap from which enumeration calls two sides different


def notations() -> dict[str, QuestionNotation]:
    """Return the notation of every part of the theory rubric."""
    rubric: Any = yaml.safe_load((ROOT / "rubrics" / "hw3-theory.yaml").read_text(encoding="utf-8"))
    return {
        part["id"]: QuestionNotation.from_mapping(part["notation"]) for part in rubric["parts"] if "notation" in part
    }


@dataclass(frozen=True)
class Mutant:
    chain: Chain
    side: int
    kind: str
    formula: Formula

    def latex(self) -> str:
        """Write the chain with its mutated side."""
        sides = [*self.chain.sides]
        sides[self.side] = self.formula
        return chain_latex(tuple(sides), self.chain.relations)


def chain_latex(sides: tuple[Formula, ...], relations: tuple[str, ...]) -> str:
    """Write a chain as an aligned display."""
    rows = [f"{latex(sides[0])} &{relations[0]} {latex(sides[1])}"]
    rows += [f"&{relation} {latex(side)}" for relation, side in zip(relations[1:], sides[2:], strict=True)]
    return "\\begin{align*}\n" + " \\\\\n".join(rows) + "\n\\end{align*}"


def all_mutants() -> Iterator[Mutant]:
    for chain in CHAINS:
        for side in range(1, len(chain.sides)):
            seen = {chain.sides[side]}
            for kind, formula in mutants(chain.sides[side]):
                if formula not in seen:
                    seen.add(formula)
                    yield Mutant(chain, side, kind, formula)


def is_told_apart(mutant: Mutant, worlds: list[World]) -> bool:
    """Whether plain enumeration gives the mutated step another truth than the original one."""
    relation = mutant.chain.relations[mutant.side - 1]
    for world in worlds:
        try:
            with np.errstate(all="ignore"):
                left = everywhere(mutant.chain.sides[mutant.side - 1], world)
                right = everywhere(mutant.formula, world)
        except (Meaningless, ZeroDivisionError, OverflowError, ValueError):
            return False
        if not np.all(np.isfinite(right)):
            return False
        gap = (left - right) / np.maximum(np.maximum(np.abs(left), np.abs(right)), 0.05)
        if relation == "=" and np.max(np.abs(gap)) > APART:
            return True
        if relation == "\\ge" and np.min(gap) < -APART:
            return True
    return False


@dataclass
class Tally:
    made: Counter[str] = field(default_factory=Counter[str])
    kept: Counter[str] = field(default_factory=Counter[str])
    verdicts: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    restored: Counter[str] = field(default_factory=Counter[str])
    mended: Counter[str] = field(default_factory=Counter[str])
    escaped: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])


def judged(mutant: Mutant, notation: QuestionNotation, *, repairs: bool = True) -> Derivation:
    return check_steps(mutant.latex(), notation, repairs=repairs)


def is_restored(mutant: Mutant, found: Derivation, notation: QuestionNotation) -> bool:
    """Whether the repair of the mutated step is the original side."""
    repair = found.steps[mutant.side - 1].repair
    if repair is None or repair.side != "right":
        return False
    mended = parse_latex(repair.latex, notation.reader)
    original = parse_latex(latex(mutant.chain.sides[mutant.side]), notation.reader)
    if not isinstance(mended, Parsed) or not isinstance(original, Parsed):
        return False
    return sorted_terms(mended.node) == sorted_terms(original.node)


def sorted_terms(node: Node) -> Node:
    """Return a tree with nested sums and products flattened, signs and factors in one order."""
    children = tuple(sorted_terms(child) for child in node.children)
    node = node.with_children(children) if children else node
    match node:
        case Op(op="neg", args=(Op(op="div", args=(above, below)),)):
            return sorted_terms(Op("div", (Op("neg", (above,)), below)))
        case Op(op="neg", args=(Op(op="mul", args=factors),)):
            return sorted_terms(Op("mul", (Op("neg", (factors[0],)), *factors[1:])))
        case Op(op="add" | "mul", args=args):
            flat = [
                part for arg in args for part in (arg.args if isinstance(arg, Op) and arg.op == node.op else (arg,))
            ]
            signs = sum(isinstance(part, Op) and part.op == "neg" for part in flat) if node.op == "mul" else 0
            if node.op == "mul":
                flat = [part.args[0] if isinstance(part, Op) and part.op == "neg" else part for part in flat]
            ordered = Op(node.op, tuple(sorted(flat, key=repr)))
            return Op("neg", (ordered,)) if signs % 2 else ordered
        case Density():
            return Density(node.head, tuple(sorted(node.of, key=repr)), tuple(sorted(node.given, key=repr)))
        case _:
            return node


def measure(every: int = 1, *, repairs: bool = True) -> Tally:
    """Judge one mutant in so many."""
    tally = Tally()
    table = notations()
    worlds = {chain.name: chain.worlds() for chain in CHAINS}
    for number, mutant in enumerate(all_mutants()):
        if number % every:
            continue
        tally.made[mutant.kind] += 1
        if not is_told_apart(mutant, worlds[mutant.chain.name]):
            continue
        tally.kept[mutant.kind] += 1
        notation = table[mutant.chain.part]
        found = judged(mutant, notation, repairs=repairs)
        verdict = found.steps[mutant.side - 1].verdict if len(found.steps) >= mutant.side else "unread"
        tally.verdicts[mutant.kind, verdict] += 1
        if verdict != "fails":
            tally.escaped.append((f"{mutant.chain.name}[{mutant.side}] {mutant.kind} {verdict}", latex(mutant.formula)))
        elif repairs:
            step = found.steps[mutant.side - 1]
            tally.mended[mutant.kind] += step.repair is not None
            if is_restored(mutant, found, notation):
                tally.restored[mutant.kind] += 1
            else:
                tally.escaped.append((
                    f"{mutant.chain.name}[{mutant.side}] {mutant.kind} not restored",
                    f"{latex(mutant.formula)}  ->  {step.repair and (step.repair.edit, step.repair.marked)}",
                ))
    return tally


def main() -> None:
    """Print the table."""
    tally = measure()
    print(f"{'kind':12} made kept dropped fails undecided holds unread restored")
    for kind in [*sorted(tally.made), "all"]:
        kinds = [kind] if kind != "all" else sorted(tally.made)

        def count(counter: Counter[str], kinds: list[str] = kinds) -> int:
            return sum(counter[each] for each in kinds)

        def verdict(name: str, kinds: list[str] = kinds) -> int:
            return sum(tally.verdicts[each, name] for each in kinds)

        made, kept = count(tally.made), count(tally.kept)
        shown = [made, kept, made - kept, *(verdict(name) for name in ("fails", "undecided", "holds", "unread"))]
        print(f"{kind:12}", *(f"{number:5d}" for number in [*shown, count(tally.restored)]))
    for name, formula in tally.escaped:
        print(f"{name}: {formula}")


if __name__ == "__main__":
    main()
