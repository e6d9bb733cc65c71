"""The directory, ready to be searched: it is kept in memory, and what is new in the file is added to it."""

from operator import attrgetter
from threading import Lock
from types import ModuleType
from typing import Any, NamedTuple

from .store import Store


class Part(NamedTuple):
    """A matcher of some customers, and these."""

    matcher: Any
    customers: list[Any]


class Snapshot(NamedTuple):
    """The directory as it stood at a revision: its parts, in its order, and its customers by id, perhaps with later ones."""

    revision: int
    parts: tuple[Part, ...]
    customers: dict[str, Any]

    def match(self, record: Any, limit: int, min_score: float | None) -> list[Any]:
        """Return the customers most like a record, as a matcher of all of them would."""
        found = [match for part in self.parts for match in part.matcher.match(record, limit, min_score)]
        return sorted(found, key=attrgetter("score"), reverse=True)[:limit]  # equals stay in the order of the directory


class Directory:
    """The customers of a store, as the matching wants them.

    To make a matcher of all customers takes long, and would have to be done after each change. But a score depends on two records only, so a
    directory can be searched part by part, as long as no block is left out for its size: newcomers become a part of their own, and every search sees them. A part grows as soon as the next
    is as large, so that there are few, each customer is put into a matcher a few times only, and a change costs what is new, not what is there
    (the logarithmic method: Bentley and Saxe, 1980).

    Args:
        store: where they are kept.
        matching: the implementation to use.
    """

    def __init__(self, store: Store, matching: ModuleType) -> None:
        self.matching = matching
        self._store = store
        self._catching_up = Lock()
        self._joining = Lock()
        self._snapshot = Snapshot(0, (), {})

    def snapshot(self) -> Snapshot:
        """Return the directory as it is now, with all that was acknowledged before: whoever comes waits for what is new, and no longer."""
        with self._catching_up:
            before = self._snapshot
            revision, rows = self._store.directory(after=before.revision)
            if rows:
                newcomers = [self.matching.Customer(*row) for row in rows]
                part = Part(self.matching.Matcher(newcomers), newcomers)
                before.customers.update((customer.id, customer) for customer in newcomers)
                self._snapshot = Snapshot(revision, (*before.parts, part), before.customers)
            now = self._snapshot
        if len(_joined(now.parts)) < len(now.parts) and self._joining.acquire(blocking=False):
            try:
                return self._join()
            finally:
                self._joining.release()
        return now

    def matcher(self, settings: Any) -> Any:
        """Return one matcher of the directory as it is now, with settings that may be others than the service's own."""
        parts = self.snapshot().parts
        if len(parts) == 1 and settings == self.matching.Settings():
            return parts[0].matcher
        return self.matching.Matcher([customer for part in parts for customer in part.customers], settings)

    def _join(self) -> Snapshot:
        """Make one of parts that belong together; the others search the parts meanwhile."""
        parts = self._snapshot.parts
        joined = []
        for group in _joined(parts):
            customers = [customer for part in group for customer in part.customers]
            joined.append(group[0] if len(group) == 1 else Part(self.matching.Matcher(customers), customers))
        with self._catching_up:
            # What came meanwhile stands behind.
            self._snapshot = self._snapshot._replace(parts=(*joined, *self._snapshot.parts[len(parts) :]))
            return self._snapshot


def _joined(parts: tuple[Part, ...]) -> list[list[Part]]:
    """Return which parts are to become one, so that each has more customers than the next."""
    groups: list[list[Part]] = []
    sizes: list[int] = []
    for part in parts:
        groups.append([part])
        sizes.append(len(part.customers))
        while len(groups) > 1 and sizes[-2] <= sizes[-1]:
            groups[-2:] = [groups[-2] + groups[-1]]
            sizes[-2:] = [sizes[-2] + sizes[-1]]
    return groups
