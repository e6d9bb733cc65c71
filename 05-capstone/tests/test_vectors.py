"""The shared vectors: the reference and the port answer as they say. The Rust core's own tests read the same files. Belongs to no step."""

import importlib
from pathlib import Path

import pytest
import write_vectors

FILES = Path(__file__).parent / "vectors"


@pytest.mark.parametrize("module", ["matching", "capstone.matching"])
def test_answers_are_as_written(module):
    answers = write_vectors.vectors(importlib.import_module(module))

    assert write_vectors.written(answers) == write_vectors.read(FILES)
