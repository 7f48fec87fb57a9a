"""Untrusted programs: run, watched, limited; only plain data comes back."""

from grader.sandbox.functions import library_function
from grader.sandbox.live import Way, observe_live, way_here
from grader.sandbox.machine import MachineReport, probe_machine
from grader.sandbox.pack import (
    pack_loading,
    pack_observation,
    pack_sighting,
    pack_value,
    unpack_loading,
    unpack_observation,
    unpack_sighting,
    unpack_value,
)
from grader.sandbox.protocol import SandboxProtocol
from grader.sandbox.sandbox import Sandbox
from grader.sandbox.tier import Tier
from grader.sandbox.values import value_of

__all__ = [
    "MachineReport",
    "Sandbox",
    "SandboxProtocol",
    "Tier",
    "Way",
    "library_function",
    "observe_live",
    "pack_loading",
    "pack_observation",
    "pack_sighting",
    "pack_value",
    "probe_machine",
    "unpack_loading",
    "unpack_observation",
    "unpack_sighting",
    "unpack_value",
    "value_of",
    "way_here",
]
