"""What a module does, written down so exactly that another implementation can be held to it.

`python pinning.py` writes the golden file of `matching`; what it says then is what the port has to do.
"""

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

Call = Callable[[ModuleType], object]
"""Something to do with an implementation, such as `lambda matching: matching.soundex("Lloyd")`."""

GOLDEN = Path(__file__).parents[1] / "tests" / "golden" / "matching.json"


def described(error: BaseException) -> list[str]:
    """Return what a caller can see of an exception, as lines.

    - `raised InvalidRecord < MatchingError < ValueError < Exception`: the names of its class and of the classes that an `except` may name,
      in the order of its `__mro__`, without `BaseException` and `object`
    - `message 'row 0, id: …'`: its text, as a literal
    - `args (0, 'id', '…')`
    - `field = 'id'`: a line for each attribute of its own, in the order of their names
    """
    # exercise pin: say all that a caller can see, and not only how it prints
    # starter: return [f"raised {type(error).__name__}: {error}"]
    classes = " < ".join(kind.__name__ for kind in type(error).__mro__[:-2])
    attributes = [f"{name} = {value!r}" for name, value in sorted(vars(error).items())]
    return [f"raised {classes}", f"message {str(error)!r}", f"args {error.args!r}", *attributes]
    # end


@contextmanager
def logged() -> Iterator[list[str]]:
    """Give a list, to which each log record of the block is added as a line: `logged WARNING matching 'block %s left out' ('2000',)`."""
    lines: list[str] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(f"logged {record.levelname} {record.name} {record.msg!r} {record.args!r}")

    root, handler = logging.getLogger(), Handler()
    level = root.level
    root.addHandler(handler)
    root.setLevel(1)
    try:
        yield lines
    finally:
        root.setLevel(level)
        root.removeHandler(handler)


def outcome(call: Call, implementation: ModuleType) -> list[str]:
    """Make a call; return what it did, as lines: its log records, then `returned 0.25`, the value as a literal, or what it raised.

    An implementation may raise whatever it likes: a panic of a Rust module is no `Exception`, and is written down like any other error.
    Only `KeyboardInterrupt` and `SystemExit` come out.
    """
    # exercise pin: write down the log records, the exact value, any exception
    # starter: return [f"returned {call(implementation)}"]
    with logged() as lines:
        try:
            value = call(implementation)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:
            lines += described(error)
        else:
            lines.append(f"returned {value!r}")
    return lines
    # end


def outcomes(calls: Mapping[str, Call], implementation: ModuleType) -> dict[str, list[str]]:
    """Make all calls; return the outcome of each under its name."""
    return {name: outcome(call, implementation) for name, call in calls.items()}


def differences(expected: Mapping[str, list[str]], got: Mapping[str, list[str]]) -> list[str]:
    """Return a text for each call whose outcome is not the expected one, in order; calls that only `got` has come last.

    The first line is the call's name. Then come the lines of the expected outcome, each after `- `, and those of the other, after `+ `. A call
    that one of the two lacks is like one with no lines.
    """
    # exercise pin: say of each call what differs, also of a call that only one of the two has
    # starter: return [name for name in expected if expected[name] != got[name]]
    texts = []
    for name in expected | got:
        one, other = expected.get(name, []), got.get(name, [])
        if one != other:
            texts.append("\n".join([name, *(f"- {line}" for line in one), *(f"+ {line}" for line in other)]))
    return texts
    # end


def write(golden: Path, got: Mapping[str, list[str]]) -> None:
    """Write outcomes into a golden file: text that a review can read, the same on every machine."""
    golden.parent.mkdir(exist_ok=True)
    golden.write_text(json.dumps(got, indent=1) + "\n", encoding="utf-8", newline="\n")


def check(golden: Path, got: Mapping[str, list[str]]) -> list[str]:
    """Return the `differences` from a golden file; a file that is missing is one as well."""
    if not golden.is_file():
        return [f"{golden.name} is missing: `python pinning.py` writes it. Read it, and commit it."]
    return differences(json.loads(golden.read_text(encoding="utf-8")), got)


if __name__ == "__main__":
    import calls
    import matching

    write(GOLDEN, outcomes(calls.CALLS, matching))
