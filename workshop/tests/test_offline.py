"""What makes a clone work from a gathered folder; the whole of it is proved by `python3 noxfile.py -s offline -- --prove FOLDER`."""

import hashlib
import io
import json
import shutil
import tarfile
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from workshop import offline, stick
from workshop.course import ROOT
from workshop.errors import WorkshopError


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What of a clone counts here, in a folder with a space in its name; and a Cargo configuration of the user's."""
    folder = tmp_path / "a clone"
    for name in ("Cargo.lock", "noxfile.py", *(f"requirements/{lock}.txt" for lock in stick.LOCKS)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, folder / name)
    home = tmp_path / "cargo"
    home.mkdir()
    (home / "config.toml").write_text(
        '[target.x86_64-unknown-linux-gnu]\nlinker = "clang"\nrustflags = ["-C", "a"]\n[source.crates-io]\nreplace-with = "mirror"\n',
        "utf-8",
    )
    monkeypatch.setenv("CARGO_HOME", str(home))
    return folder


@pytest.fixture
def gathered(clone: Path, tmp_path: Path) -> Path:
    """A folder as `--gather` makes it, with one crate and one wheel."""
    folder = tmp_path / "stick"
    for part in ("crates", "wheels"):
        (folder / part).mkdir(parents=True)
    (folder / "wheels" / "rich-15.0.0-py3-none-any.whl").write_bytes(b"a wheel")
    with tarfile.open(folder / "crates" / "heck-0.5.0.crate", "w:gz") as archive:
        member = tarfile.TarInfo("heck-0.5.0/src/lib.rs")
        member.size = 5
        archive.addfile(member, io.BytesIO(b"// me"))
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    lines = [stick.COURSE + stick.course_digest(clone), *(f"{stick.digest_of(folder / name)}  {name}" for name in names)]
    (folder / stick.DIGESTS).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_a_clone_without_a_copy_takes_the_network(clone: Path):
    assert stick.variables(clone) == {}
    assert stick.cargo_source(clone) == ""


def test_a_clone_with_a_copy_takes_all_from_it(clone: Path, gathered: Path):
    said: list[str] = []
    stick.use(clone, gathered, said.append)
    shutil.rmtree(gathered)  # the stick goes on to the next one
    found = stick.variables(clone)
    assert found["PIP_FIND_LINKS"].startswith("file://")
    assert " " not in found["PIP_FIND_LINKS"]
    uv = tomllib.loads(Path(found["UV_CONFIG_FILE"]).read_text(encoding="utf-8"))
    assert uv["no-index"]
    assert [path.name for path in Path(uv["find-links"][0]).iterdir()] == ["rich-15.0.0-py3-none-any.whl"]
    cargo = tomllib.loads(Path(found["CARGO_HOME"], "config.toml").read_text(encoding="utf-8"))
    assert cargo["target"] == {"x86_64-unknown-linux-gnu": {"linker": "clang", "rustflags": ["-C", "a"]}}, "the user's own stays"
    assert cargo["source"]["crates-io"] == {"replace-with": "hot-modules"}
    assert tomllib.loads(stick.cargo_source(clone))["source"] == cargo["source"]
    crate = Path(cargo["source"]["hot-modules"]["directory"], "heck-0.5.0")
    assert (crate / "src" / "lib.rs").read_text(encoding="utf-8") == "// me"
    assert len(json.loads((crate / ".cargo-checksum.json").read_text(encoding="utf-8"))["package"]) == 64
    assert any("Copying" in line for line in said)


def test_a_second_copy_takes_the_place_of_the_first(clone: Path, gathered: Path):
    stick.use(clone, gathered)
    stick.use(clone, gathered)
    assert stick.variables(clone)


@pytest.mark.parametrize("damage", ["changed", "missing"])
def test_a_damaged_folder_is_noticed_and_nothing_is_switched_on(clone: Path, gathered: Path, damage: str):
    path = gathered / "wheels" / "rich-15.0.0-py3-none-any.whl"
    path.write_bytes(b"a whale") if damage == "changed" else path.unlink()
    with pytest.raises(stick.StickError, match=f"rich-15.0.0-py3-none-any.whl is {'damaged' if damage == 'changed' else 'missing'}"):
        stick.use(clone, gathered)
    assert stick.variables(clone) == {}


def test_a_damaged_folder_leaves_the_copy_that_is_in_use(clone: Path, gathered: Path):
    stick.use(clone, gathered)
    (gathered / "crates" / "heck-0.5.0.crate").write_bytes(b"")
    with pytest.raises(stick.StickError, match=r"heck-0\.5\.0\.crate is damaged"):
        stick.use(clone, gathered)
    assert stick.variables(clone)


def test_a_folder_for_another_version_of_the_course(clone: Path, gathered: Path):
    with (clone / "Cargo.lock").open("a", encoding="utf-8") as file:
        file.write("\n")
    with pytest.raises(stick.StickError, match="another version of the course"):
        stick.use(clone, gathered)


def test_a_folder_that_is_none(clone: Path, tmp_path: Path):
    with pytest.raises(stick.StickError, match=r"has no digests\.txt"):
        stick.use(clone, tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("words", "folder"),
    [
        (["-s", "offline", "--", "--use", "/media/a stick"], "/media/a stick"),
        (["-s", "offline", "--", "--use=../stick"], "../stick"),
        (["-s", "offline", "--", "--gather", "../stick"], None),
        (["-s", "offline", "--", "--use"], ""),
    ],
)
def test_what_a_command_line_asks_for(words: list[str], folder: str | None):
    assert stick.asked_for(words) == folder


def test_requirements_are_those_of_the_machine_they_are_for():
    windows, linux = (list(offline.requirements(name, "3.13")) for name in ("windows-x86_64", "linux-aarch64"))
    names = [{Requirement(text.partition(" --hash")[0]).name for text in texts} for texts in (windows, linux)]
    assert "colorama" in names[0]
    assert "colorama" not in names[1]
    assert {"nox", "uv", "numpy", "textual", "maturin"} <= names[0] & names[1]
    assert all(";" not in text for text in windows + linux)
    assert all("--hash=sha256:" in text for text in linux if text.startswith("numpy"))


def test_a_folder_of_somebody_elses_is_not_gathered_into(tmp_path: Path):
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(WorkshopError, match="is not empty"):
        offline.gather(tmp_path, [], [], book=False)
    assert (tmp_path / "thesis.txt").is_file()


def test_digest_of_a_file(tmp_path: Path):
    path = tmp_path / "large"
    path.write_bytes(b"x" * 3_000_000)
    assert stick.digest_of(path) == hashlib.sha256(path.read_bytes()).hexdigest()
