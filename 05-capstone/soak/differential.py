"""Port and reference side by side, on what chance draws. What tells them apart is made small and kept in `tests/vectors/found.json`."""

import logging
import os
from collections import Counter
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from itertools import count
from multiprocessing import get_context
from random import Random
from types import ModuleType
from typing import Any

import matching as reference
import parity
import write_vectors
from capstone import deduplicate_with
from capstone import matching as port

from . import drawn
from .report import Report, Task, say

COMPARISONS = ("jaro", "jaro_winkler", "osa_distance", "osa_similarity", "date_similarity", "equality")
TEXTS = ("normalise", "soundex")
PLANS = [{"threads": threads, "prune": prune} for threads in (False, True) for prune in (False, True)]

Finding = tuple[str, str, Any]
"""What kind it is (as in `found.json`), the function, its arguments."""


def batch(seed: int) -> tuple[Counter[str], list[Finding]]:
    """Some cases of each kind; returns how many there were, and those that tell the two apart."""
    logging.getLogger("matching").setLevel(logging.ERROR)  # what is logged is compared all the same, elsewhere
    draw, seen, findings = Random(seed), Counter(), []
    for _ in range(4000):
        pair = drawn.pair(draw)
        for name in COMPARISONS:
            if getattr(port, name)(*pair) != getattr(reference, name)(*pair):
                findings.append(("similarity", name, pair))
        for name in TEXTS:
            if getattr(port, name)(pair[0]) != getattr(reference, name)(pair[0]):
                findings.append(("text", name, pair[:1]))
    seen["comparisons of two texts"] += 4000 * len(COMPARISONS)
    seen["texts normalised or coded"] += 4000 * len(TEXTS)
    for _ in range(40):
        rows, settings = drawn.customers(draw, 25), drawn.settings(draw)
        seen["jobs"] += 1 + len(PLANS)
        seen["pairs of customers in them"] += len(rows) * (len(rows) - 1) // 2
        seen["searches"] += 4
        if differs_in_directory(rows, settings):
            findings.append(("directory", "", (rows, settings)))
    return seen, [(kind, name, smaller(kind, name, arguments)) for kind, name, arguments in findings[:20]]


def made(module: ModuleType, rows: list[tuple[str, ...]], settings: Any) -> tuple[list[Any], Any]:
    """Customers and settings of a module's own classes."""
    threshold, weights, blocking, max_block = settings
    return [module.Customer(*row) for row in rows], module.Settings(threshold, module.Weights(*weights), blocking, max_block)


def differs_in_directory(rows: list[tuple[str, ...]], settings: Any) -> bool:
    """Whether a job, by any plan, a search, or the score of two of them is different."""

    def all_of(module: ModuleType) -> Any:
        customers, made_settings = made(module, rows, settings)
        matcher, calls = module.Matcher(customers, made_settings), []
        found = matcher.deduplicate(lambda *done: calls.append(done))
        searches = [matcher.match(customer, 5, least) for customer, least in zip(customers[:4], (0.0, None, 0.5, 0.9), strict=False)]
        two = [(module.similarities(*customers[:2]), module.score(*customers[:2], made_settings.weights))] if len(rows) > 1 else []
        return found, calls, searches, two

    expected, answer = parity.behaviour(reference, all_of), parity.behaviour(port, all_of)
    if answer != expected:
        return True
    customers, made_settings = made(port, rows, settings)
    wanted = parity.plain(port.deduplicate(customers, made_settings))
    return any(parity.plain(deduplicate_with(customers, made_settings, **plan)) != wanted for plan in PLANS)


def smaller(kind: str, name: str, arguments: Any) -> Any:
    """Leave out what can be left out of a finding: letters of texts, or customers."""
    if kind == "directory":
        rows, settings = arguments
        return shrunk(rows, lambda fewer: differs_in_directory(fewer, settings)), settings
    texts = list(arguments)
    for place in range(len(texts)):

        def differs(letters: list[Any], place: int = place) -> bool:
            given = [*texts[:place], "".join(letters), *texts[place + 1 :]]
            return getattr(port, name)(*given) != getattr(reference, name)(*given)

        texts[place] = "".join(shrunk(list(texts[place]), differs))
    return tuple(texts)


def shrunk(items: list[Any], differs: Callable[[list[Any]], bool]) -> list[Any]:
    """Leave out one item after the other, as long as there still is a difference."""
    place = 0
    while place < len(items):
        fewer = items[:place] + items[place + 1 :]
        if differs(fewer):
            items = fewer
        else:
            place += 1
    return items


def run(task: Task) -> Report:
    """Draw until the time is up, on all cores."""
    seen: Counter[str] = Counter()
    findings: list[Finding] = []
    numbers = count(task.seed * 1_000_000)
    told = task.left()
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        running = {pool.submit(batch, next(numbers)) for _ in range(2 * (os.cpu_count() or 1))}
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for each in done:
                cases, found = each.result()
                seen += cases
                findings += found
            if task.left() > 0 and len(findings) < 20:
                running |= {pool.submit(batch, next(numbers)) for _ in done}
            if told - task.left() > 10:
                told = task.left()
                say(f"{seen.total():,} cases, {len(findings)} findings, {max(0, told):.0f} s left")
    report = Report(ran=[", ".join(f"{number:,} {what}" for what, number in seen.items()), f"{seen.total():,} cases in all"])
    if findings:
        kept = task.chapter / "tests" / "vectors" / "found.json"
        write_vectors.keep(kept, findings)
        report.found = [f"{kind} {name} {arguments!r:.200}" for kind, name, arguments in findings[:5]]
        report.found.append(f"{len(findings)} in all, kept in tests/vectors/found.json: mend what is wrong, and commit it with the mend")
    return report
