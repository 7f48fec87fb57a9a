"""One sandbox of every kind that this machine offers; all must behave alike."""

from collections.abc import Iterator

import pytest

from grader.sandbox import MachineReport, Sandbox, Tier, probe_machine

KINDS = ("T0", "T1", "T2", "T3", "spawn")


@pytest.fixture(scope="session")
def machine() -> MachineReport:
    return probe_machine()


@pytest.fixture(scope="session", params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="session")
def sandbox(kind: str, machine: MachineReport) -> Iterator[Sandbox]:
    if kind == "spawn":
        with Sandbox(preload=(), spawn=True) as found:
            yield found
        return
    yield from sandbox_of_kind(kind, None, machine)


def sandbox_of_kind(kind: str, python: str | None, machine: MachineReport) -> Iterator[Sandbox]:
    """Open a sandbox of one kind on an interpreter.

    Yields:
        It; a tier that this machine does not offer is skipped, with the machine's reason.
    """
    if kind == "spawn":
        with Sandbox(python, spawn=True) as found:
            yield found
        return
    if Tier[kind] > machine.tier:
        pytest.skip(machine.refusal(Tier[kind]))
    with Sandbox(python, at_most=Tier[kind]) as found:
        assert found.tier is Tier[kind]
        yield found


@pytest.fixture
def confined(sandbox: Sandbox) -> Sandbox:
    if sandbox.tier < Tier.T1:
        pytest.skip("confines nothing, and says so")
    return sandbox
