"""Whether two graders give the same points, and why not where they do not."""

from benchmarks.checks import ExportedCheck
from benchmarks.peers.contest import Contestant
from benchmarks.peers.our_batch import Ours

_OURS_ALONE = {"carried_forward": "an error carried forward keeps its points"}


def compare(ours: Ours, peer: Contestant, checks: tuple[ExportedCheck, ...]) -> str:
    """Return, criterion by criterion, where our points and a peer's differ."""
    mine, theirs, codes = ours.scores(), peer.scores(), ours.codes()
    equal, lines = 0, list[str]()
    for student in sorted(mine):
        if student not in theirs:
            lines.append(f"  {student}: {peer.name} has no score at all; ours gives {sum(mine[student].values()):g}")
            continue
        for check in checks:
            own = mine[student].get(check.criterion)
            other = theirs[student].get(check.criterion, 0.0)
            if own is not None and abs(own - other) < 1e-6:
                equal += 1
                continue
            why = _reason(check, own, other, codes[student].get(check.criterion, frozenset()))
            shown = "pending" if own is None else f"{own:g}"
            lines.append(
                f"  {student} {check.criterion}: ours {shown}, {peer.name} {other:g} of {check.points:g} ({why})"
            )
    head = f"ours and {peer.name}: {equal} of {len(mine) * len(checks)} points equal"
    return "\n".join([head, *lines])


def _reason(check: ExportedCheck, own: float | None, other: float, codes: frozenset[str]) -> str:
    for code, reason in _OURS_ALONE.items():
        if code in codes:
            return reason
    if check.data["kind"] == "symbolic" and own is not None and own > other:
        return "simplify(a - b) does not reach 0 for equal formulas"
    return "to be explained: " + (", ".join(sorted(codes)) or "no evidence")
