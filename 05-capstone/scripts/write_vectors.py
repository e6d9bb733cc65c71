"""Shared vectors: what the reference answers, in files that the tests of the Rust core and of the Python module read alike.

    python scripts/write_vectors.py     # writes tests/vectors/*.json anew: where the reference was changed on purpose

In `found.json` are arguments that once told port and reference apart: session `soak` adds them.

Floats are written as their `repr`, which names each exactly. A text that is no valid Unicode is written as the list of its code points.
"""

import json
import logging
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

import matching

NAMES = [
    "maria",
    "mariam",
    "marai",
    "matthew",
    "mathew",
    "bronwyn",
    "jo",
    "dwayne",
    "duane",
    "van der berg",
    "von der burg",
    "crate",
    "trace",
]
DATES = ["19800211", "19801102", "19810211", "1980021", "", "20031231", "20033112"]
ODD = [
    "",
    "a",
    "ab",
    "ca",
    "abc",
    "ß",
    "İ\u0131",
    "\u017foft",
    "ﬁnn",
    "né",
    "ne\u0301",
    "李小龙",
    "李小",
    "\U0001f600",
    "\ud800",
    "a\udfffb",
    "\0",
    " ",
]
RAW = ["O'Neill-Smith", "  12 / 3a  Main\tSt. ", "MÜLLER", "Straße", "Łódź", "x²", "١٢", "ﬀ", "\u200d", "naïve café", "...", "abc"]
SOUNDS = [
    "Robert",
    "Rupert",
    "Ashcraft",
    "Ashcroft",
    "Tymczak",
    "Pfister",
    "Honeyman",
    "Hwang",
    "Jackson",
    "Lloyd",
    "o'neill",
    "eßer",
    "\u0131an",
    "ŉa",
]
ALPHABETS = ["ab", "abcde fgh", "0123456789", "aé李\U0001f600z"]


def vectors(module: ModuleType) -> dict[str, Any]:
    """Return the content of each file, by its name, as a module answers."""
    return {
        "text": {
            "normalise": [[text, module.normalise(text)] for text in [*RAW, *NAMES, *ODD]],
            "soundex": [[text, module.soundex(text)] for text in [*SOUNDS, *RAW, *NAMES, *ODD]],
        },
        "similarity": {
            compare.__name__: [[left, right, compare(left, right)] for left, right in _texts()]
            for compare in (module.jaro, module.jaro_winkler, module.osa_distance, module.osa_similarity, module.date_similarity)
        },
        "directory": [_directory(module, _customers(module), settings) for settings in _settings(module)],
    }


def again(module: ModuleType, found: dict[str, Any]) -> dict[str, Any]:
    """Return the content of `found.json` as a module answers."""
    answers: dict[str, Any] = {
        kind: {
            name: [[*map(_text, row[:-1]), getattr(module, name)(*map(_text, row[:-1]))] for row in rows]
            for name, rows in found[kind].items()
        }
        for kind in ("text", "similarity")
    }
    answers["directory"] = []
    for entry in found["directory"]:
        rows = [[_text(field) for field in row] for row in entry["customers"]]
        blocking = [module.Weights._fields[place] for place in entry["blocking"]]
        settings = module.Settings(entry["threshold"], module.Weights(*entry["weights"]), blocking, entry["max_block"])
        answers["directory"].append({"customers": rows, **_directory(module, [module.Customer(*row) for row in rows], settings)})
    return answers


def keep(file: Path, findings: list[tuple[str, str, Any]]) -> None:
    """Add to `found.json` what the reference answers to these: (text or similarity, function, texts), or (directory, "", (customers, settings))."""
    found = json.loads(file.read_text(encoding="utf-8"))
    for kind, name, arguments in findings:
        if kind == "directory":
            rows, (threshold, weights, blocking, max_block) = arguments
            places = [matching.Weights._fields.index(field) for field in blocking]
            entry = {"customers": written(rows), "threshold": threshold, "weights": weights, "blocking": places, "max_block": max_block}
            if all({**other, **entry} != other for other in found["directory"]):
                found["directory"].append(entry)
        elif all(row[:-1] != written(arguments) for row in found[kind].setdefault(name, [])):
            found[kind][name].append([*written(arguments), None])
    _write(file, again(matching, found))


def _text(value: str | list[int]) -> str:
    return value if isinstance(value, str) else "".join(map(chr, value))


def _texts() -> Iterator[tuple[str, str]]:
    """Pairs: each with each of the short ones, and random ones around the lengths where words of 64 bits end."""
    for texts in (NAMES, DATES, ODD):
        yield from ((left, right) for left in texts for right in texts)
    draw = Random(1)
    for length in [*range(2, 20), 31, 32, 33, 63, 64, 65, 66, 127, 128, 129, 200]:
        for alphabet in ALPHABETS:
            left = _random_text(draw, alphabet, length)
            yield left, _random_text(draw, alphabet, length + int(draw.random() * 5))
            yield left, _edited(draw, left, alphabet)


def _random_text(draw: Random, alphabet: str, length: int) -> str:
    return "".join(alphabet[int(draw.random() * len(alphabet))] for _ in range(length))


def _edited(draw: Random, text: str, alphabet: str) -> str:
    """Swap two letters, replace one, leave one out."""
    place = int(draw.random() * (len(text) - 1))
    text = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    other = int(draw.random() * len(text))
    text = text[:other] + _random_text(draw, alphabet, 1) + text[other + 1 :]
    return text[:1] + text[2:]


def _settings(module: ModuleType) -> Iterator[Any]:
    settings, weights = module.Settings, module.Weights
    yield settings()
    yield settings(0.0, weights(*[1.0] * 9), ("postcode", "surname"))
    yield settings(0.95, weights(0.1, 0.2, 0.3, 0.0, 0.7, 0.1, 1e-300, 1000.0, 0.9))
    yield settings(max_block=3)
    yield settings(blocking=())
    yield settings(weights=weights(*[0.0] * 9))


def _customers(module: ModuleType) -> list[Any]:
    draw = Random(2)

    def one_of(texts: list[str]) -> str:
        return texts[int(draw.random() * len(texts))]

    names = [*NAMES, *RAW, ""]
    streets = ["main street", "Main St", "o'connor circuit", "flat 3, rose cottage", "", "李小龙 路"]
    return [
        module.Customer(
            f"customer {number}",
            one_of(names),
            one_of(names),
            str(int(draw.random() * 30)),
            one_of(streets),
            one_of(streets),
            one_of(["Fitzroy", "fitzory", "Saint Kilda", ""]),
            one_of(["3065", "3056", "3182", ""]),
            one_of(["vic", "nsw", ""]),
            one_of(DATES),
        )
        for number in range(60)
    ]


def _directory(module: ModuleType, customers: list[Any], settings: Any) -> dict[str, Any]:
    """A directory as the core takes it, and everything that comes out."""
    fields = module.Weights._fields
    places = {customer.id: place for place, customer in enumerate(customers)}
    heard = Heard()
    with heard:
        matcher = module.Matcher(customers, settings)
    found = matcher.deduplicate()
    probes = [customer._replace(id="another", surname=customer.surname + "e") for customer in customers[::7]]

    def clean(customer: Any) -> list[str]:
        return [module.normalise(getattr(customer, name)) for name in fields]

    return {
        "threshold": settings.threshold,
        "weights": settings.weights,
        "blocking": [fields.index(name) for name in settings.blocking],
        "max_block": settings.max_block,
        "cleaned": [clean(customer) for customer in customers],
        "left_out": [[fields.index(name), key, size] for name, key, size, _ in heard.warnings],
        "compared": found.compared,
        "pairs": [[places[left], places[right], score] for left, right, score in found.pairs],
        "clusters": [[places[name] for name in cluster] for cluster in found.clusters],
        "scores": [module.score(left, right, settings.weights) for left, right in pairwise(customers)],
        "matches": [
            [clean(probe), sorted([places[name], score] for name, score in matcher.match(probe, len(customers), 0.3))] for probe in probes
        ],
    }


class Heard(logging.Handler):
    """The arguments of the warnings that the matching logs within a `with`."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.warnings: list[Any] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.warnings.append(record.args)

    def __enter__(self) -> None:
        logging.getLogger("matching").addHandler(self)

    def __exit__(self, *_: object) -> None:
        logging.getLogger("matching").removeHandler(self)


def written(content: Any) -> Any:
    """Return what JSON can hold of an answer: texts that are no valid Unicode as lists of code points, tuples as lists."""
    if isinstance(content, dict):
        return {name: written(part) for name, part in content.items()}
    if isinstance(content, list | tuple):
        return [written(part) for part in content]
    if isinstance(content, str) and any("\ud800" <= letter <= "\udfff" for letter in content):
        return [ord(letter) for letter in content]
    return content


def read(folder: Path) -> dict[str, Any]:
    """Return the content of the files, by their names."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))}


def main() -> None:
    folder = Path(__file__).parent.parent / "tests" / "vectors"
    found = json.loads(folder.joinpath("found.json").read_text(encoding="utf-8"))
    for name, content in (vectors(matching) | {"found": again(matching, found)}).items():
        _write(folder / f"{name}.json", content)


def _write(file: Path, content: Any) -> None:
    lines = json.dumps(written(content), separators=(",", ":"))
    file.write_text(lines.replace("],[", "],\n[") + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
