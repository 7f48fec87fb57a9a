"""Remember what is worked out again and again for objects that cannot be hashed."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Result = TypeVar("Result")


class IdentityMemo(Generic[Result]):
    """Results by the identity of some objects and a key; the oldest are forgotten.

    The objects are kept alive as long as their results, so that no other object can take their identity. Made for
    frozen objects only: a change of theirs would not be seen. A class of hand-ins is judged in forks of one process:
    what is remembered before the fork is there in each.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._results: OrderedDict[tuple[Hashable, ...], tuple[tuple[object, ...], Result]] = OrderedDict()

    def get(
        self,
        owners: tuple[object, ...],
        key: Hashable,
        make: Callable[[], Result],
        keeps: Callable[[Result], bool] = lambda _: True,
    ) -> Result:
        """Return what ``make`` gave the first time for these owners and this key.

        Args:
            owners: the frozen objects that the result depends on.
            key: whatever else it depends on.
            make: works it out.
            keeps: whether a result is worth remembering: one that hangs on what else the machine does is not.
        """
        name = (key, *map(id, owners))
        known = self._results.get(name)
        if known is not None:
            return known[1]
        result = make()
        if not keeps(result):
            return result
        self._results[name] = (owners, result)
        if len(self._results) > self._most:
            self._results.popitem(last=False)
        return result
