"""The directory, ready to be searched: the matcher is kept in memory, and made anew when customers were added."""

from threading import Lock
from types import ModuleType
from typing import Any, NamedTuple

from .store import Store


class Snapshot(NamedTuple):
    """The directory as it stood at a revision: the matcher, and its customers by id."""

    revision: int
    matcher: Any
    customers: dict[str, Any]


class Directory:
    """The customers of a store, as the matching wants them.

    Args:
        store: where they are kept.
        matching: the implementation to use.
    """

    def __init__(self, store: Store, matching: ModuleType) -> None:
        self.matching = matching
        self._store = store
        self._lock = Lock()
        self._snapshot: Snapshot | None = None

    def snapshot(self) -> Snapshot:
        """Return the directory as it is now; whoever comes while it is made anew waits."""
        with self._lock:
            if self._snapshot is None or self._snapshot.revision != self._store.revision():
                self._snapshot = self._made(None)
            return self._snapshot

    def matcher(self, settings: Any) -> Any:
        """Return a matcher of the directory as it is now, with settings that may be others than the service's own."""
        return self.snapshot().matcher if settings == self.matching.Settings() else self._made(settings).matcher

    def _made(self, settings: Any) -> Snapshot:
        revision, rows = self._store.directory()
        customers = [self.matching.Customer(*row) for row in rows]
        return Snapshot(revision, self.matching.Matcher(customers, settings), {customer.id: customer for customer in customers})
