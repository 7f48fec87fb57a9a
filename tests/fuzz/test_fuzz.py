"""Nothing that a hand-in's process can send makes the trusted side raise: any bytes, real frames changed a little."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.sandbox.nursery.wire import Plain, pack
from tests.fuzz.samples import LOADING, RESULTS, SAMPLES, VALUES
from tests.fuzz.targets import TARGETS

QUICK = settings(max_examples=150, derandomize=True, deadline=None, database=None)

LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**63), 2**64 - 1), st.floats(), st.text(max_size=4),
    st.binary(max_size=16), st.sampled_from(["a", "q", "d", "y", "i", "c", "o", "<f8", "|O", "list", "dict"]),
    st.sampled_from(["done", "loaded", "fact", "Add", "Integer", "Matrix"]),
)  # fmt: skip
TREES: st.SearchStrategy[Plain] = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=5), max_leaves=12)
REAL: dict[str, tuple[Plain, ...]] = {
    "wire": (*VALUES, *RESULTS, *LOADING), "value": VALUES, "result": RESULTS, "loading": LOADING,
}  # fmt: skip


@pytest.mark.parametrize("name", TARGETS)
@QUICK
@given(st.data())
def test_any_bytes_are_read_or_refused(name: str, data: st.DataObject) -> None:
    TARGETS[name](data.draw(st.binary(max_size=200)))


@pytest.mark.parametrize("name", TARGETS)
@QUICK
@given(st.data())
def test_real_bytes_with_changes_are_read_or_refused(name: str, data: st.DataObject) -> None:
    changed = bytearray(data.draw(st.sampled_from(SAMPLES[name])))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, max(0, len(changed) - 1)))
        match data.draw(st.sampled_from(["set", "cut", "add", "repeat"])):
            case "set":
                changed[at : at + 1] = bytes([data.draw(st.integers(0, 255))])
            case "cut":
                del changed[at : at + data.draw(st.integers(1, 8))]
            case "add":
                changed[at:at] = data.draw(st.binary(max_size=8))
            case _:
                changed[at:at] = changed[at : at + data.draw(st.integers(1, 32))]
    TARGETS[name](bytes(changed))


@pytest.mark.parametrize("name", REAL)
@QUICK
@given(st.data())
def test_real_frames_with_another_part_are_read_or_refused(name: str, data: st.DataObject) -> None:
    TARGETS[name](pack(graft(data.draw(st.sampled_from(REAL[name])), data)))


@pytest.mark.parametrize("name", REAL)
@QUICK
@given(TREES)
def test_any_plain_data_is_read_or_refused(name: str, tree: Plain) -> None:
    TARGETS[name](pack(tree))


def graft(plain: Plain, data: st.DataObject) -> Plain:
    """Return plain data with one part, at any depth, replaced."""
    if not isinstance(plain, tuple | list) or not plain or data.draw(st.booleans()):
        return data.draw(TREES)
    at = data.draw(st.integers(0, len(plain) - 1))
    return [graft(each, data) if number == at else each for number, each in enumerate(plain)]


@pytest.mark.parametrize("name", TARGETS)
def test_the_real_bytes_themselves_are_read(name: str) -> None:
    assert SAMPLES[name]
    for sample in SAMPLES[name]:
        TARGETS[name](sample)
