"""What a running service consists of."""

from types import ModuleType

from .directory import Directory
from .jobs import Jobs
from .settings import ServiceSettings
from .store import Store


class Service:
    """The parts of a running service.

    Args:
        settings: how it runs.
        matching: the implementation to use.
    """

    def __init__(self, settings: ServiceSettings, matching: ModuleType) -> None:
        self.settings = settings
        self.matching = matching
        self.store = Store(settings.database)
        self.directory = Directory(self.store, matching)
        self.jobs = Jobs(self.store, self.directory, matching)

    def close(self) -> None:
        """Interrupt a running job and close the file."""
        self.jobs.close()
        self.store.close()
