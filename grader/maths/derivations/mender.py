"""Failures explained and mended, and all findings as steps."""

from dataclasses import replace

from grader.maths.derivations.checker import Checker
from grader.maths.derivations.judge import Judgement
from grader.maths.derivations.ledger import EQUALITIES, comparison
from grader.maths.derivations.repair import Broken, Neighbour, repaired
from grader.maths.derivations.segments import line_of
from grader.maths.derivations.settings import Condition
from grader.maths.derivations.statements import Expression, Statement
from grader.maths.derivations.steps import Repair, Step

MOST_REPAIRS = 15  # looked for in one text; where more fails, a person reads it anyway


class Mender(Checker):
    """A pass whose findings come out as steps."""

    @property
    def shortcomings(self) -> tuple[int, int]:
        """How many statements fail, and how many are undecided."""
        verdicts = [found.verdict for found in self.judgements.values()]
        return verdicts.count("fails"), verdicts.count("undecided")

    def steps(self, *, repairs: bool) -> tuple[Step, ...]:
        """Return what was found, with repairs where they are wanted."""
        found: list[Step] = []
        sought = 0
        for statement in self.found:
            step = self.step(statement)
            if (
                repairs
                and sought < MOST_REPAIRS
                and step.verdict == "fails"
                and not statement.is_implication
                and step.reason != "explained"
            ):
                sought += 1
                step = replace(step, repair=self.repair(statement))
            found.append(step)
        return tuple(found)

    def step(self, statement: Statement) -> Step:
        """Return what was found about a statement."""
        index = statement.index
        problem = statement.left.problem or statement.right.problem
        found = self.judgements.get(index, Judgement("undecided"))
        unread = problem is not None and index not in self.judgements
        return Step(
            index=index,
            line=line_of(self.source, statement.at),
            relation=statement.relation,
            role=self.roles.get(index, "step"),
            verdict="unread" if unread else found.verdict,
            left=statement.left.latex,
            right=statement.right.latex,
            witness=found.witness,
            reason=found.reason,
            detail=found.detail,
            notes=found.notes,
            problem=problem if unread else None,
        )

    def run(self) -> None:
        """Judge every statement, then see which failures explain others."""
        super().run()
        for statement in self.found:
            self.explain(statement)

    def explain(self, statement: Statement) -> None:
        """Mark a failure that the one before explains: A ≠ B and B ≠ C, but A = C."""
        before = self.sharing(statement.left, "right")
        index = statement.index
        if before is None or self.verdict_of(index) != "fails" or self.verdict_of(before.index) != "fails":
            return
        left, right = before.left.node, statement.right.node
        if left is None or right is None or self.judgements[before.index].reason == "explained":
            return
        if not {before.relation, statement.relation} <= EQUALITIES:
            return
        if self.judge.judged(left, "eq", right, self.used(statement)).verdict == "holds":
            self.judgements[index] = replace(self.judgements[index], reason="explained")

    def sharing(self, side: Expression, where: str) -> Statement | None:
        """Return the statement whose right or left side is this very piece of text."""
        for other in self.found:
            shared = other.right if where == "right" else other.left
            if (shared.start, shared.end) == (side.start, side.end) and not other.is_implication:
                return other
        return None

    def used(self, statement: Statement) -> tuple[Condition, ...]:
        """Return the conditions under which a statement's failure was found."""
        return self.conditions_used.get(statement.index, ())

    def repair(self, statement: Statement) -> Repair | None:
        """Look for the edit that mends a statement."""
        left, right = statement.left.node, statement.right.node
        if left is None or right is None:
            return None
        before, after = self.sharing(statement.left, "right"), self.sharing(statement.right, "left")
        around = [
            side.node
            for other in self.found[max(0, statement.index - 4) : statement.index + 3]
            for side in (other.left, other.right)
            if side.node is not None and other.paragraph == statement.paragraph
        ]
        broken = Broken(
            self.mended.get((statement.left.start, statement.left.end), left),
            comparison(statement.relation),
            right,
            self.used(statement),
            None if before is None or before.left.node is None
            else Neighbour(before.left.node, comparison(before.relation), "right"),
            None if after is None or after.right.node is None
            else Neighbour(after.right.node, comparison(after.relation), "left"),
            tuple(dict.fromkeys(around)),
            self.parameters(),
        )  # fmt: skip
        found = repaired(self.judge, broken, self.question.reader)
        if found is None:
            return None
        if found[0].side == "right" and found[1] is not None:
            self.mended[statement.right.start, statement.right.end] = found[1]
        return found[0]
