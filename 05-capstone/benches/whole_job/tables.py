"""The tables of a run: rows of texts, which the terminal and the page both show."""

import math

from rich.console import Console
from rich.table import Table

from .results import FINAL, NONE, PROGRAM, PURE, at, digits, fit, median, peers, ratio, short, spread, times, title
from .variants import BY_NAME, VARIANTS

Rows = list[list[str]]
"""A heading and the rows below it."""

TEXT = frozenset(
    [
        "variant",
        "algorithm",
        "answer",
        "blocking",
        "call",
        "what",
        "part",
        "the finished port against",
        "phase",
        "the job's threads, switch interval",
        "matching by",
        "with Rust",
    ]
)
"""The columns that hold text; the others hold numbers."""


def machine_text(found: dict) -> str:
    """What was measured on, in a paragraph."""
    versions = ", ".join(f"{name} {number}" for name, number in found["versions"].items())
    threads = f"; {found['threads']} threads for all" if "threads" in found else ""
    load = found.get("busy_before") or 0.0
    busy = f" **Other work kept the machine busy** (load {load:.0f}): all times are too long, and what two threads gain is too little."
    return f"{found['cpu']}, {found['cores']} cores, {found['memory_gb']} GB, {found['system']}{threads}. {versions}." + (
        busy if load > found["cores"] / 2 else ""
    )


def whole_job_rows(part: dict) -> Rows:
    """The whole job in each variant."""
    best, best_early = (next(iter(peers(part, early=early)), None) for early in (False, True))
    rows = [["variant", "algorithm", "threads", "median", "spread", "times pure Python", "answer"]]
    for variant in VARIANTS:
        measured = times(part, variant.name)
        if measured:
            mark = {best: " ¹", best_early: " ²"}.get(variant.name, "")
            rows.append(
                [
                    variant.title + mark,
                    variant.algorithm or "the reference's",
                    str(variant.threads),
                    short(median(measured)),
                    f"{spread(measured):.0%}",
                    digits(ratio(part, PURE, variant.name)),
                    answer(part, variant.name),
                ]
            )
    return rows


def answer(part: dict, name: str) -> str:
    """How a variant's answer differs from the reference's."""
    found, note = part["variants"][name]["answer"], BY_NAME[name].note
    if not any(found.values()):
        return "equal in every bit"
    said = []
    if found["missing"] or found["more"]:
        said.append(f"{found['missing']} pairs missing, {found['more']} more")
    else:
        said.append("the same pairs")
    if found["scores"]:
        most = "in the last bit" if found["most"] < 1e-12 else f"by up to {found['most']:.2g}"
        said.append(f"{found['scores']} scores differ {most}")
    return ", ".join(said) + (f" ({note})" if note else "")


def match_rows(part: dict) -> Rows:
    """One `match()` in each variant that has it."""
    rows = [["variant", "algorithm", "once, to get ready", "a call", "spread", "times pure Python", "equal answers"]]
    for name, found in part["variants"].items():
        variant = BY_NAME[name]
        rows.append(
            [
                variant.title,
                variant.algorithm or "the reference's",
                short(found["ready"]),
                short(median(found["seconds"])),
                f"{spread(found['seconds']):.0%}",
                digits(ratio(part, PURE, name)),
                f"{found['equal']} of {part['records']}",
            ]
        )
    return rows


def growth_rows(results: dict) -> Rows:
    """The job's time by the size of the directory; `≈` where it is extrapolated."""
    sizes = [int(size) for size in results["growth"]]
    rows = [["variant", *(f"{size // 1000}k" for size in sizes), "grows with"]]
    for variant in VARIANTS:
        law = fit(results, variant.name)
        if any(times(part, variant.name) for part in results["growth"].values()):
            found = [at(results, size, variant.name) for size in sizes]
            cells = [NONE if math.isnan(seconds) else ("" if known else "≈ ") + short(seconds) for seconds, known in found]
            rows.append([title(variant.name), *cells, f"n^{law[1]:.2f}" if law else NONE])
    return rows


def speedup_rows(results: dict) -> Rows:
    """How many times faster the finished port is, by size."""
    sizes = [int(size) for size in results["growth"]]
    rows = [["the finished port against", *(f"{size // 1000}k" for size in sizes)]]

    def against(name: str) -> list[str]:
        cells = []
        for size in sizes:
            seconds, known = at(results, size, name)
            ours, _ = at(results, size, FINAL)
            part = results["growth"][str(size)]
            cells.append(digits(ratio(part, name, FINAL)) if known else NONE if math.isnan(seconds) else "≈ " + digits(seconds / ours))
        return cells

    rows.append([title(PURE), *against(PURE)])
    if fit(results, "python_early"):
        rows.append([title("python_early"), *against("python_early")])
    for early in (False, True):
        cells = []
        for size in sizes:
            part = results["growth"][str(size)]
            best = next(iter(peers(part, early=early)), None)
            cells.append(f"{digits(ratio(part, best, FINAL))} ({BY_NAME[best].title.split(' ')[0]})" if best else NONE)
        rows.append(["the best library" + (", early exit" if early else ""), *cells])
    if fit(results, PROGRAM):
        rows.append([title(PROGRAM), *against(PROGRAM)])
    return rows


def memory_rows(results: dict) -> Rows:
    """By how much the memory grows at most during the job, for each customer."""
    parts = [
        part
        for part in (results["whole_job"], *results["growth"].values())
        if any("memory" in found for found in part["variants"].values())
    ]
    rows = [["variant", *(f"{part['customers']} customers" for part in parts)]]
    for variant in VARIANTS:
        cells = [part["variants"].get(variant.name, {}).get("memory") for part in parts]
        if any(cells):
            sizes = [part["customers"] for part in parts]
            rows.append(
                [title(variant.name), *(NONE if cell is None else kilobytes(cell / size) for cell, size in zip(cells, sizes, strict=True))]
            )
    return rows


def kilobytes(size: float) -> str:
    """A number of bytes in kB."""
    return f"{digits(size / 1000)} kB"


def quality_rows(results: dict) -> Rows:
    """How good the answer is, by size: the same for all variants but those with other blocks."""
    rows = [["customers", "pairs compared", "pairs found", "precision", "recall"]]
    for size, part in results["growth"].items():
        found = part["variants"].get(FINAL) or next(iter(part["variants"].values()))
        rows.append(
            [
                digits(int(size)),
                digits(found["compared"]),
                digits(found["pairs"]),
                f"{found['right'] / found['pairs']:.3f}",
                f"{found['right'] / part['true']:.3f}",
            ]
        )
    return rows


def blocking_rows(part: dict) -> Rows:
    """What the other blocking loses."""
    rows = [["blocking", "pairs compared", "pairs found", "precision", "recall"]]
    for name, what in ((PURE, "a shared key"), ("python_composite", "two shared keys")):
        found = part["variants"].get(name)
        if found:
            precision, recall = found["right"] / found["pairs"], found["right"] / part["true"]
            rows.append([what, digits(found["compared"]), digits(found["pairs"]), f"{precision:.4f}", f"{recall:.4f}"])
    return rows


def target_rows(results: dict) -> Rows:
    """What was to be reached, and what was."""
    job, growth = results["whole_job"], results["growth"]
    big = growth.get("20000", {"variants": {}})
    rows = [["the finished port against", "wanted", "reached"]]

    def row(what: str, wanted: str, reached: float, *, mark: str = "") -> None:
        rows.append([what, wanted, mark + digits(reached) if not math.isnan(reached) else "not measured"])

    row("pure Python, whole job, Febrl set 3", "at least 400", ratio(job, PURE, FINAL))
    for early in (False, True):
        best = next(iter(peers(job, early=early)), None)
        if best:
            row(f"the best library ({title(best)}), whole job, Febrl set 3", "at least 8", ratio(job, best, FINAL))
    row("the Rust program (1 = as quick), whole job, Febrl set 3", "at most 1.3", ratio(job, FINAL, PROGRAM))
    if times(big, FINAL):
        seconds, known = at(results, 20_000, PURE)
        row("pure Python, whole job, 20 000 customers", "at least 1000", seconds / median(times(big, FINAL)), mark="" if known else "≈ ")
        for early in (False, True):
            best = next(iter(peers(big, early=early)), None)
            if best:
                row(f"the best library ({title(best)}), whole job, 20 000 customers", "at least 10", ratio(big, best, FINAL))
        row("the Rust program, whole job, 20 000 customers", "at most 1.3", ratio(big, FINAL, PROGRAM))
    row("pure Python, match()", "at least 200", ratio(results["match"], PURE, FINAL))
    return rows


STAGES = {
    "take in": "take in: the customers' texts, borrowed from Python",
    "clean": "clean: accents, capitals, punctuation",
    "build": "build: different texts numbered, blocks, records packed",
    "compare": "compare, sort, cluster",
    "give out": "give out: ids and pairs as Python's objects",
}


def stage_rows(results: dict) -> Rows:
    """Where the finished port's time goes."""
    parts = {name: found for name, found in results["stages"].items() if found}
    rows = [["part", *(cell for name in parts for cell in (name.replace("-", " "), "share"))]]
    for stage, what in STAGES.items():
        row = [what]
        for found in parts.values():
            whole = sum(median(times) for times in found.values())
            seconds = median(found[stage])  # of a difference: below zero, it is lost in what the machine does besides
            row += [short(seconds), f"{seconds / whole:.0%}"] if seconds > 0 else [NONE, NONE]
        rows.append(row)
    return rows


def boundary_rows(found: list[dict]) -> Rows:
    """The table: for each call the time an item, and how many times that of the first, which is C's."""
    table = [["what", "call", "an item", "times the first"]]
    for part in found:
        first = next(iter(part["calls"].values()))
        for number, (name, measured) in enumerate(part["calls"].items()):
            against = median(one / other for one, other in zip(measured, first, strict=True))
            table.append(["" if number else part["title"], name, short(median(measured)), digits(against)])
    return table


def show(console: Console, heading: str, rows: Rows, note: str = "") -> None:
    """Print a table."""
    table = Table(title=heading, title_justify="left", title_style="bold", box=None, padding=(0, 2, 0, 0))
    for column in rows[0]:
        table.add_column(column, justify="left" if column in TEXT else "right", overflow="fold")
    for row in rows[1:]:
        table.add_row(*row)
    console.print()
    console.print(table)
    if note:
        console.print(note, style="dim")


def machine(console: Console, found: dict) -> None:
    console.print(machine_text(found))


def whole_job(console: Console, part: dict) -> None:
    show(
        console,
        f"The whole job, {part['customers']} customers: records in, pairs and clusters out",
        whole_job_rows(part),
        "¹ the best library with the reference's algorithm  ² with an early exit. Spread: slowest minus quickest round. Ratios: medians of rounds.",
    )
    show(console, "What another blocking costs", blocking_rows(part))


def match(console: Console, part: dict) -> None:
    show(console, f"match(), {part['records']} records against {part['customers']} customers", match_rows(part))


def growth(console: Console, results: dict) -> None:
    show(
        console,
        "The whole job as the directory grows",
        growth_rows(results),
        "≈ extrapolated by the power law through the last three sizes measured",
    )
    show(console, "How many times faster", speedup_rows(results))


def memory(console: Console, results: dict) -> None:
    show(console, "Memory: by how much it grows at most during the job, for each customer", memory_rows(results))


def quality(console: Console, results: dict) -> None:
    show(console, "How good the answer is", quality_rows(results))


def stages(console: Console, results: dict) -> None:
    if any(results["stages"].values()):
        show(console, "Where the finished port's time goes", stage_rows(results))


def targets(console: Console, results: dict) -> None:
    show(console, "What was to be reached", target_rows(results))
