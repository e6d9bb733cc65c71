"""The package brings its types, and they are those of the native module."""

import subprocess
import sys
from importlib.resources import files


def test_the_package_says_that_it_is_typed():
    assert files("my_extension").joinpath("py.typed").is_file()


def test_the_stub_is_true_of_the_native_module():
    """If not: `maturin generate-stubs --out python`."""
    command = [sys.executable, "-m", "mypy.stubtest", "my_extension", "--concise"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
