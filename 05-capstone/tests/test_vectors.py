"""The shared vectors: the reference and the port answer as they say. The Rust core's own tests read the same files. Belongs to no step."""

import importlib
from pathlib import Path

import pytest
import write_vectors

FILES = Path(__file__).parent / "vectors"


@pytest.mark.parametrize("module", ["matching", "capstone.matching"])
def test_answers_are_as_written(module):
    expected, module = write_vectors.read(FILES), importlib.import_module(module)

    answers = write_vectors.vectors(module) | {"found": write_vectors.again(module, expected["found"])}

    assert write_vectors.written(answers) == expected


def test_what_is_found_is_kept(tmp_path):
    """As session `soak` does it: once each, with the reference's answers."""
    file = tmp_path / "found.json"
    file.write_text('{"text": {}, "similarity": {}, "directory": []}')
    people = [("1", "ann", *[""] * 8), ("2", "anne\ud800", *[""] * 8)]
    findings = [
        ("text", "soundex", ("Robert",)),
        ("similarity", "osa_distance", ("ca", "a\udfffc")),
        ("directory", "", (people, (0.5, [1.0] * 9, ["given_name"], None))),
    ]

    write_vectors.keep(file, findings)
    write_vectors.keep(file, findings)

    found = write_vectors.read(tmp_path)["found"]
    assert found["text"] == {"soundex": [["Robert", "R163"]]}
    assert found["similarity"] == {"osa_distance": [["ca", [97, 0xDFFF, 99], 3]]}
    (directory,) = found["directory"]
    assert (directory["cleaned"][1][0], directory["compared"], len(directory["pairs"])) == ("anne", 1, 1)
    assert write_vectors.written(write_vectors.again(importlib.import_module("capstone.matching"), found)) == found
