"""What the metrics tell besides what was counted: looked up when somebody asks, so the same whichever worker is asked, and after a restart."""

from collections.abc import Iterable, Iterator

import psutil
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric, SummaryMetricFamily

from .running import Service


class Facts:
    """Collects them for prometheus_client.

    Args:
        service: whom to ask.
        processes: the ids of the processes that serve.
    """

    def __init__(self, service: Service, processes: Iterable[int]) -> None:
        self._service = service
        self._processes = list(processes)

    def collect(self) -> Iterator[Metric]:
        """Look everything up."""
        yield GaugeMetricFamily("directory_customers", "Customers in the directory.", self._service.store.count())
        name = self._service.implementation()
        yield _labelled(GaugeMetricFamily, "matching_info", "1 for the implementation in use.", "implementation", {name: 1})
        yield from self._jobs()
        yield _labelled(
            GaugeMetricFamily, "process_resident_memory_bytes", "Memory of each process that serves.", "process", self._memory()
        )

    def _jobs(self) -> Iterator[Metric]:
        jobs = CounterMetricFamily("jobs", "Jobs that have ended.", labels=["outcome"])
        seconds = SummaryMetricFamily("job_duration_seconds", "From a job's beginning to its end.", labels=["outcome"])
        for outcome, count, lasted in self._service.store.outcomes():
            jobs.add_metric([outcome], count)
            seconds.add_metric([outcome], count, lasted)
        number = self._service.jobs.running()
        running = self._service.jobs.job(number) if number else None
        progress = {"done": running["done"], "total": running["total"]} if running else {}
        yield jobs
        yield seconds
        yield GaugeMetricFamily("jobs_running", "1 while a job runs.", 1 if running else 0)
        yield _labelled(GaugeMetricFamily, "job_customers", "The running job's customers: those done, and all.", "which", progress)

    def _memory(self) -> dict[str, int]:
        sizes = {}
        for process in self._processes:
            try:
                sizes[str(process)] = psutil.Process(process).memory_info().rss
            except psutil.Error:  # it has just ended
                continue
        return sizes


def _labelled(kind: type[Metric], name: str, what: str, label: str, values: dict[str, int]) -> Metric:
    family = kind(name, what, labels=[label])
    for value, number in values.items():
        family.add_metric([value], number)
    return family
