"""What a running service consists of."""

from threading import Lock
from types import ModuleType

from . import hot_module
from .directory import Directory
from .jobs import Jobs
from .settings import ServiceSettings
from .store import Store


class Service:
    """The parts of a running service.

    Args:
        settings: how it runs.
        matching: the implementation to use, as long as nobody switches to another.
    """

    def __init__(self, settings: ServiceSettings, matching: ModuleType) -> None:
        self.settings = settings
        self.store = Store(settings.database, settings.longest_wait)
        self.jobs = Jobs(self.store)
        self._own = matching
        self._directory = Directory(self.store, matching)
        self._lock = Lock()

    def implementation(self) -> str:
        """Return the name of the implementation in use: the file knows, since any worker may have switched."""
        return self.store.implementation() or hot_module.name_of(self._own)

    def directory(self) -> Directory:
        """Return the directory on the implementation in use; after a switch it is made anew."""
        name = self.implementation()
        with self._lock:
            if name != hot_module.name_of(self._directory.matching):
                self._directory = Directory(self.store, hot_module.load(name))
            return self._directory

    def switch(self, name: str) -> None:
        """Switch to an implementation, in all workers.

        Raises:
            RunningError: a job runs.
            ImportError: the implementation cannot be used.
        """
        hot_module.load(name)  # before anybody is told to use it
        self.jobs.running()  # one whose process has died is no reason to refuse
        self.store.switch(name)

    def close(self) -> None:
        """Interrupt a running job and close the file."""
        self.jobs.close()
        self.store.close()
