"""No step's test, but the chapter's: the port's stub is true. (That it says what the reference says is in `test_parity_api.py`.)"""

from importlib.util import find_spec
from pathlib import Path


def test_the_package_is_marked_as_typed():
    assert Path(find_spec("capstone").submodule_search_locations[0], "py.typed").read_bytes() == b""


def test_the_stub_fits_the_module(tmp_path, capsys):
    """As `python -m mypy.stubtest capstone.matching` says."""
    from mypy import stubtest

    config = tmp_path / "mypy.ini"
    config.write_text(f"[mypy]\ncache_dir = {tmp_path / 'cache'}\n", encoding="utf-8")
    failed = stubtest.test_stubs(stubtest.parse_options(["capstone.matching", "--concise", "--mypy-config-file", str(config)]))

    assert not failed, capsys.readouterr().out
