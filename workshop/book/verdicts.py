"""What the tests say of each wrong answer, as the book shows it: `docs/verdicts/<chapter>.json`.

The proof of the exercises writes it (`python3 noxfile.py -s exercises -- --book`), and without `--book` compares: the test that rejects a wrong
answer first has to be the one that the book names. Messages differ between versions of Python, and are not compared.
"""

import json
import re
from pathlib import Path
from typing import Any

from ..verdict import Finding

LONGEST = 12
"""Lines of a message that are kept."""

ADDRESS = re.compile(r"\b0x[0-9a-f]{6,}")
FOLDER = re.compile(
    r"(?:[A-Za-z]:)?[\w.~/\\-]*[/\\](?:pytest-of-[^/\\]+[/\\]pytest-\d+|tmp\w{6,10}[/\\](?:workbook|run-\d+)|lib[/\\]python3\.\d+t?|registry[/\\]src[/\\][^/\\]+)[/\\]+"
    r"|/tmp/tmp\w{2,10}\.\.\./?"
)
"""Where the proof ran, and where Python lies: folders of a machine that is nobody's business."""

Seen = dict[str, Any]
"""What a learner sees of a wrong answer: the `test`, and its `kind`, `message`, `source`, `given`, `panic`, as in `verdict.Failure`."""


def path(root: Path, chapter: str) -> Path:
    """The file of a chapter."""
    return root / "docs" / "verdicts" / f"{chapter}.json"


def read(root: Path, chapter: str) -> dict[str, dict[str, Seen]]:
    """What is known of a chapter: by the names of step and wrong answer."""
    file = path(root, chapter)
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


def write(root: Path, chapter: str, known: dict[str, dict[str, Seen]]) -> None:
    """Put a chapter's verdicts in place."""
    file = path(root, chapter)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(known, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


def seen(finding: Finding) -> Seen:
    """What is worth keeping of a finding that rejects a wrong answer."""
    if not finding.failures:  # a test that did not end
        return {"test": finding.output.partition(" was still running")[0], "kind": finding.outcome}
    first = finding.failures[0]
    found = {
        "test": first.test,
        "kind": first.kind,
        "source": first.test_line.source if first.test_line else "",
        "given": [_writable(FOLDER.sub("…/", value)) for value in first.given],
        "message": _short(first.message),
        "panic": _short(first.panic),
    }
    return {name: value if isinstance(value, list) else _writable(value) for name, value in found.items() if value}


def _writable(text: str) -> str:
    """The text with escapes for what UTF-8 has no bytes for: halves of letters, which some tests hand over on purpose."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _short(text: str) -> str:
    lines = FOLDER.sub("…/", ADDRESS.sub("0x…", text)).splitlines()
    return "\n".join(lines if len(lines) <= LONGEST else [*lines[:LONGEST], "…"])
