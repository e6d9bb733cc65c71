"""The job at each rung of the ladder: from pure Python up, each step of this chapter adds one. All of them find the same."""

from collections.abc import Callable
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType

import capstone
import matching
from matching import Customer, Deduplication


def python(customers: list[Customer]) -> Deduplication:
    """The reference: nothing but Python."""
    return matching.deduplicate(customers)


def functions(customers: list[Customer]) -> Deduplication:
    """The reference with the comparisons in Rust, called from Python's loop."""
    return compared_in_rust().deduplicate(customers)


@cache
def compared_in_rust() -> ModuleType:
    """The reference with Rust's comparisons."""
    module = once_more(matching)
    for field, compare in matching.COMPARISONS.items():
        module.COMPARISONS[field] = getattr(capstone, compare.__name__)
    return module


def once_more(module: ModuleType) -> ModuleType:
    """A module loaded a second time, from its file: what is changed in it changes for nobody else."""
    spec = spec_from_file_location(f"{module.__name__}_once_more", module.__file__)
    if spec is None or spec.loader is None:
        raise ImportError(f"{module.__name__} does not come from a file")
    copy = module_from_spec(spec)
    spec.loader.exec_module(copy)
    return copy


def swap(customers: list[Customer]) -> Deduplication:
    """What the service runs on, if nobody chooses."""
    from service import hot_module  # the learner's own: whatever is the matter with it, the other rungs go on

    chosen = hot_module.chosen({})
    return chosen.deduplicate([chosen.Customer(*customer) for customer in customers])


RUNGS: dict[str, Callable[[list[Customer]], Deduplication]] = {
    "python": python,
    "functions": functions,
    "swap": swap,
}
"""The rungs by name, in order."""
