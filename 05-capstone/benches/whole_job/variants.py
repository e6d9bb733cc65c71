"""What is measured: each variant of the job with what it is, who made it fast, and what its answer may differ in."""

from dataclasses import dataclass
from typing import Literal

Same = Literal["bits", "rounding", "scores", "pairs"]


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to do the job.

    Attributes:
        name: in the results file.
        title: in tables and figures.
        kind: "python", "library" (Python with somebody else's native code), "rung" (of the Rust ladder) or "program" (Rust without Python).
        source: "peers.<module>", "rung.<name of ladder.RUNGS>", "port.<threads><pruning>" as 0 or 1, "program.<threads><pruning>".
        algorithm: what it does beyond the reference's algorithm, to be credited apart from the language.
        threads: how many it computes on.
        same: what its answer has in common with the reference's. "bits": everything. "rounding": all but the last bits of scores.
            "scores": another definition of a comparison, so scores differ, and pairs may. "pairs": another blocking, so some pairs are missing.
        note: what differs, for the table.
        guess: about how many seconds the job takes with Febrl set 3, for the estimate of how long a run takes.
    """

    name: str
    title: str
    kind: str
    source: str
    algorithm: str = ""
    threads: int = 1
    same: Same = "bits"
    note: str = ""
    guess: float = 1.0


UNRESTRICTED = "unrestricted Damerau-Levenshtein in place of OSA"

VARIANTS = (
    Variant("python", "pure Python", "python", "peers.pure", guess=17),
    Variant("python_early", "pure Python", "python", "peers.early_exit", "early exit", guess=4),
    Variant(
        "python_composite",
        "pure Python",
        "python",
        "peers.composite",
        "early exit, composite keys",
        1,
        "pairs",
        "pairs that agree on one key only are lost",
        guess=1.2,
    ),
    Variant(
        "recordlinkage",
        "recordlinkage",
        "library",
        "peers.record_linkage",
        "",
        2,
        "scores",
        UNRESTRICTED + "; no rule for swapped dates",
        guess=6,
    ),
    Variant("jellyfish", "Python + jellyfish, call by call", "library", "peers.jellyfish_calls", "", 1, "scores", UNRESTRICTED, guess=4),
    Variant("rapidfuzz", "Python + rapidfuzz, call by call", "library", "peers.rapidfuzz_calls", guess=1.2),
    Variant("numba", "numba kernel", "library", "peers.numba_kernel", "", 2, guess=0.6),
    Variant("numba_early", "numba kernel", "library", "peers.numba_kernel_early", "early exit", 2, guess=0.3),
    Variant("cpdist", "rapidfuzz cpdist + numpy", "library", "peers.rapidfuzz_columns", "", 2, guess=0.4),
    Variant("cpdist_early", "rapidfuzz cpdist + numpy", "library", "peers.rapidfuzz_columns_early", "early exit", 2, guess=0.25),
    Variant(
        "polars", "polars + polars-ds", "library", "peers.polars_ds", "", 2, "rounding", "Jaro-Winkler added up in another order", guess=0.4
    ),
    Variant(
        "polars_early",
        "polars + polars-ds",
        "library",
        "peers.polars_ds_early",
        "early exit",
        2,
        "rounding",
        "Jaro-Winkler added up in another order",
        guess=0.25,
    ),
    Variant("functions", "Rust: functions", "rung", "rung.functions", guess=1.3),
    Variant("records", "Rust: records", "rung", "rung.records", guess=1.2),
    Variant("loop", "Rust: loop", "rung", "rung.loop", guess=0.3),
    Variant("port", "Rust: the port", "rung", "port.00", guess=0.15),
    Variant("parallel", "Rust: parallel", "rung", "port.10", "", 2, guess=0.1),
    Variant("prune_serial", "Rust: prune, one thread", "rung", "port.01", "early exit, bounds", guess=0.04),
    Variant("final", "Rust: the finished port", "rung", "port.11", "early exit, bounds", 2, guess=0.03),
    Variant("arrays", "Rust: pairs as arrays", "rung", "rung.arrays", "early exit, bounds", 2, guess=0.03),
    Variant("program_serial", "the core as a Rust program, one thread", "program", "program.01", "early exit, bounds", guess=0.03),
    Variant("program", "the core as a Rust program", "program", "program.11", "early exit, bounds", 2, guess=0.02),
)

BY_NAME = {variant.name: variant for variant in VARIANTS}
