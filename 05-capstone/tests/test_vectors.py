"""The shared vectors: the reference still answers as they say. The Rust core's own tests read the same files. Belongs to no step."""

import importlib
from pathlib import Path

import pytest
import write_vectors

FILES = Path(__file__).parent / "vectors"


@pytest.mark.parametrize("name", ["text", "similarity", "directory"])
@pytest.mark.parametrize("module", ["matching"])
def test_answers_are_as_written(module, name):
    answers = write_vectors.vectors(importlib.import_module(module))

    assert write_vectors.written(answers[name]) == write_vectors.read(FILES)[name]


def test_there_are_no_other_files():
    assert set(write_vectors.read(FILES)) == {"text", "similarity", "directory"}
