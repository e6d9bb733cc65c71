"""pytest plugin of the learner's loop: writes one JSON line an event, for the process that started pytest.

It imports nothing of the companion: it runs in the learner's environment, which has only what the tests need.
"""

import json
import os
import re
import sys
import traceback
from pathlib import Path

import pytest

PANIC = re.compile(
    r"panicked at (?P<file>[^\n]+?):(?P<line>\d+):(?P<column>\d+):\n(?P<message>.*?)(?=\nnote: |\nstack backtrace|\Z)", re.DOTALL
)
PYTESTS_ADVICE = ("Use -v to get more diff", "...Full output truncated")
"""Options of a pytest command that the learner did not type."""

LONGEST = 4000
"""Characters of a message or an output that are passed on."""

_events = Path(os.environ["HOT_MODULES_EVENTS"]).open("a", encoding="utf-8", buffering=1)  # noqa: SIM115 - open as long as pytest runs


_told: set[tuple[object, object]] = set()
"""Kind and message of the failures that were told in full."""


def _tell(event: str, **facts: object) -> None:
    _events.write(json.dumps({"event": event, **facts}) + "\n")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    _tell("collected", count=len(items))
    for item in items:
        item.repr_failure = _unexplained  # pytest's own account of a failure takes a millisecond, and nobody sees it


def _unexplained(excinfo: pytest.ExceptionInfo, style: object = None) -> str:
    return excinfo.typename


def pytest_runtest_logstart(nodeid: str) -> None:
    _tell("start", test=nodeid)


@pytest.hookimpl(hookwrapper=True)
def pytest_make_collect_report(collector: pytest.Collector):
    report = (yield).get_result()
    if report.failed:
        facts: dict[str, object] = {"message": str(report.longrepr)[-LONGEST:]}
        if isinstance(collector, pytest.Module) and (excinfo := report.call.excinfo):
            # What Python said of the file that it could not load; pytest's own account begins with its insides.
            error = excinfo.value.__cause__ or excinfo.value
            facts = _failure(collector, pytest.ExceptionInfo.from_exception(error), "")
        _tell("result", test=report.nodeid, outcome="failed", phase="collect", **facts | {"kind": "collection"})


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    report = (yield).get_result()
    if report.failed:
        output = report.capstderr + report.capstdout
        facts = _failure(item, call.excinfo, output)
        _tell("result", test=item.nodeid, outcome="failed", phase=call.when, output=_short(report.capstdout), **facts)
    elif call.when == "call" or report.skipped:
        _tell("result", test=item.nodeid, outcome=report.outcome, phase=call.when)


def _failure(item: pytest.Item | pytest.Module, excinfo: pytest.ExceptionInfo, output: str) -> dict[str, object]:
    error = excinfo.value
    name = type(error).__name__
    facts: dict[str, object] = {"kind": _kind(error), "exception": name, "message": _short(_message(error))}
    if (same := (facts["kind"], facts["message"])) in _told:
        return facts  # it is shown once, and a hundred tracebacks take time
    _told.add(same)
    if parameters := getattr(getattr(item, "callspec", None), "params", None):
        facts["given"] = [f"{name} = {_short(repr(value), 160)}" for name, value in parameters.items()]
    # The learner's own Python, where the exception came out of it.
    root = item.config.rootpath
    ours = [frame for frame in traceback.extract_tb(excinfo.tb) if Path(frame.filename).is_relative_to(root)]
    # The innermost line of the test's own folder: what a fixture or a helper called from there is no news.
    own = [frame for frame in ours if Path(frame.filename).is_relative_to(item.path.parent)]
    frame = own[-1] if own else None
    if frame:
        facts |= {"file": Path(frame.filename).relative_to(root).as_posix(), "line": frame.lineno, "source": _statement(frame)}
    if ours and frame and ours[-1].filename != frame.filename:
        inner = ours[-1]
        facts["inner"] = {
            "file": Path(inner.filename).relative_to(root).as_posix(),
            "line": inner.lineno,
            "source": inner.line,
        }
    if panics := list(PANIC.finditer(output)):
        panic = panics[-1]
        facts["panic"] = {"file": panic["file"].replace("\\", "/"), "line": int(panic["line"]), "message": _short(panic["message"].strip())}
    return facts


def _kind(error: BaseException) -> str:
    if type(error).__name__ == "PanicException":
        return "todo" if "not yet implemented" in str(error) else "panic"
    if isinstance(error, NotImplementedError):
        return "todo"
    if isinstance(error, (AssertionError, pytest.fail.Exception)):
        return "assertion"
    if isinstance(error, (AttributeError, ImportError, NameError)):
        return "missing"
    return "error"


def _message(error: BaseException) -> str:
    """The exception as Python prints it, notes and cause included, without the traceback."""
    if isinstance(error, AssertionError | pytest.fail.Exception):
        lines = [line for line in str(error).splitlines() if not line.strip().startswith(PYTESTS_ADVICE)]
        return "\n".join(lines).strip() or "the assertion is false"
    return "".join(traceback.format_exception_only(error)).strip()


def _statement(frame: traceback.FrameSummary) -> str:
    """The lines of the statement that failed."""
    lines = Path(frame.filename).read_text(encoding="utf-8").splitlines()
    last = max(frame.end_lineno or frame.lineno, frame.lineno)
    return "\n".join(lines[frame.lineno - 1 : last][:8])


def _short(text: str, longest: int = LONGEST) -> str:
    return text if len(text) <= longest else text[: longest // 2] + " … " + text[-longest // 2 :]


def pytest_sessionfinish() -> None:
    _tell("end")
    _events.flush()
    sys.stdout.flush()
