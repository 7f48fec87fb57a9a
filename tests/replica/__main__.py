"""Grade hand-ins in the replica: ``python -m tests.replica AUTOGRADER.zip HAND_IN …``."""

import sys
import tempfile
from pathlib import Path

from tests.replica.container import NoReplicaError, run_hand_in, why_not
from tests.replica.image import make_image


def main() -> int:
    """Print a line for each hand-in; where no replica can be made, say so and be content."""
    autograder, *hand_ins = (Path(each) for each in sys.argv[1:])
    if reason := why_not():
        print(f"Gradescope's container cannot be imitated here: {reason}.")
        return 0
    with tempfile.TemporaryDirectory(prefix="replica-image-") as folder:
        Path(folder).chmod(0o755)
        image = make_image(autograder, Path(folder))
        for hand_in in hand_ins:
            try:
                ran = run_hand_in(image, hand_in)
            except NoReplicaError as error:
                print(f"{hand_in.name}: the container did not come to be: {error}")
                return 1
            memory = f", {ran.peak_bytes / 2**20:.0f} MiB at most" if ran.peak_bytes else ""
            limits = ", ".join(ran.imposed) or "no limits"
            tests = len(ran.results["tests"])
            print(
                f"{hand_in.name}: score {ran.results['score']} in {tests} tests, {ran.seconds:.1f} s{memory} ({limits})"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
