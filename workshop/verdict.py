"""What the loop found out: the verdict on a step."""

from dataclasses import dataclass, field, replace
from typing import Literal

Outcome = Literal["passed", "failed", "not built", "crashed", "timed out"]


@dataclass(frozen=True)
class Place:
    """A line of a file, as the learner's terminal can open it."""

    file: str
    line: int
    source: str = ""


@dataclass(frozen=True)
class Failure:
    """A test that failed.

    `kind` says of what: `assertion`, `missing` (a name), `todo` (`todo!()` or NotImplementedError), `panic`, `error` (another exception),
    `collection` (the test file itself could not be loaded). `given` are the values that a parametrized test was given.
    """

    file: str
    test: str
    kind: str
    message: str
    test_line: Place | None = None
    learner_line: Place | None = None
    panic: str = ""
    output: str = ""
    given: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """What building and testing came to.

    Attributes:
        outcome: `passed` only if every test ran and passed.
        passed_in: how many tests passed, by test file.
        total: how many tests there are, as far as that is known.
        failures: the tests that failed, in the order of the test files.
        output: what the compiler or the tools said, with its colours, if nothing could be built, or what a crash left.
        warnings: what the compiler and maturin warned of.
    """

    outcome: Outcome
    passed_in: dict[str, int] = field(default_factory=dict)
    total: int = 0
    failures: tuple[Failure, ...] = ()
    output: str = ""
    warnings: str = ""

    @property
    def passed(self) -> int:
        """How many tests passed."""
        return sum(self.passed_in.values())

    def of(self, file: str) -> "Finding":
        """The part that one test file has in it; a crash concerns all of them."""
        if self.outcome not in ("passed", "failed"):
            return self
        failures = tuple(failure for failure in self.failures if failure.file == file)
        passed = self.passed_in.get(file, 0)
        outcome: Outcome = "passed" if passed and not failures else "failed"
        return replace(self, outcome=outcome, failures=failures, passed_in={file: passed}, total=passed + len(failures))


@dataclass(frozen=True)
class Verdict:
    """The verdict on a step.

    Attributes:
        step: the step's key.
        finding: what building and testing came to.
        seconds: from start to verdict.
        notes: what else the learner should know.
        python: the interpreter that ran the tests.
    """

    step: str
    finding: Finding
    seconds: float
    notes: tuple[str, ...] = ()
    python: str = ""

    @property
    def passed(self) -> bool:
        return self.finding.outcome == "passed"
