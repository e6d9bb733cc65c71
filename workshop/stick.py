"""A clone that works without a network: its copy of what session `offline` has gathered, and what makes the tools take it from there.

The copy lies in `.nox/offline`; that it is there is all that switches it on. `bootstrap.py` needs this before anything is installed: standard
library only.
"""

import hashlib
import json
import os
import shutil
import sys
import tarfile
from pathlib import Path

DIGESTS = "digests.txt"
COURSE = "# course "
LOCKS = ("companion", "tests", "data", "develop")
"""The lock files of what the course needs; the names of those in `requirements/`."""

MOST_NAMED = 3


class StickError(Exception):
    """What is wrong with a gathered folder: a sentence, and the remedy."""


def place(root):
    """Where a clone has its copy."""
    return Path(root) / ".nox" / "offline"


def course_digest(root):
    """A fingerprint of all that says which crates and wheels the course takes."""
    root = Path(root)
    files = [root / "Cargo.lock", *(root / "requirements" / (name + ".txt") for name in LOCKS)]
    noxfile = (root / "noxfile.py").read_text(encoding="utf-8")
    pins = noxfile[: noxfile.index("# ///\n")]
    return hashlib.sha256("".join([pins, *(path.read_text(encoding="utf-8") for path in files)]).encode()).hexdigest()


def digest_of(path):
    """The SHA-256 of a file."""
    found = hashlib.sha256()
    with open(path, "rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            found.update(block)
    return found.hexdigest()


def variables(root):
    """The variables that have pip, uv and Cargo take everything from the clone's copy; none if it has none."""
    folder = place(root)
    if not (folder / DIGESTS).is_file():
        return {}
    return {
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": (folder / "wheels").as_uri(),  # pip takes a space for the end of an entry
        "UV_CONFIG_FILE": str(folder / "uv.toml"),
        "CARGO_HOME": str(folder / "cargo"),
        "CARGO_NET_OFFLINE": "true",
    }


def cargo_source(root):
    """Lines of a Cargo configuration by which it takes crates from the clone's copy; empty if it has none."""
    folder = place(root)
    if not (folder / DIGESTS).is_file():
        return ""
    return _toml(_source(folder))


def _source(folder):
    return {
        "net": {"offline": True},
        "source": {"crates-io": {"replace-with": "hot-modules"}, "hot-modules": {"directory": str(folder / "crates")}},
    }


def use(root, source, say=print):
    """Check a gathered folder and make a clone work from a copy of it.

    Args:
        root: the clone.
        source: the folder.
        say: told what goes on.

    Raises:
        StickError: the folder is none, is damaged, or was gathered for another version of the course.
    """
    source, folder = Path(source).expanduser().resolve(), place(root).resolve()
    if not (source / DIGESTS).is_file():
        raise StickError(
            "{} is no folder that `offline -- --gather` has made: it has no {}.".format(source, DIGESTS),
            "Name the folder that has that file in it.",
        )
    course, digests = read_digests(source)
    if course != course_digest(root):
        raise StickError(
            "{} was gathered for another version of the course than this clone.".format(source),
            "Clone the course anew from {}, or gather once more.".format(source / "course.bundle"),
        )
    fresh = folder.with_name("offline-new")
    shutil.rmtree(fresh, ignore_errors=True)
    total = sum((source / name).stat().st_size for name in digests if (source / name).is_file())
    say("Copying {} from {}, and checking it …".format(size(total), source))
    bad = []
    for name, wanted in digests.items():
        path = source / name
        target = fresh / name
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copyfile(str(path), str(target))
        except FileNotFoundError:
            bad.append(name + " is missing")
            continue
        if digest_of(target) != wanted:
            bad.append(name + " is damaged")
    if bad:
        shutil.rmtree(fresh, ignore_errors=True)
        more = ", and {} more".format(len(bad) - MOST_NAMED) if len(bad) > MOST_NAMED else ""
        raise StickError(
            "{}: {}{}.".format(source, ", ".join(bad[:MOST_NAMED]), more), "Copy the folder once more, from where it was gathered."
        )
    say("Unpacking the crates …")
    for path in sorted((fresh / "crates").glob("*.crate")):
        _unpack(path, digests["crates/" + path.name])
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copyfile(str(source / DIGESTS), str(fresh / DIGESTS))
    fresh.rename(folder)
    _configure(folder)


def read_digests(folder):
    """The fingerprint of the course, and the digest of each file, from a gathered folder."""
    lines = (Path(folder) / DIGESTS).read_text(encoding="utf-8").splitlines()
    course = lines[0][len(COURSE) :] if lines and lines[0].startswith(COURSE) else ""
    return course, {name: digest for digest, _, name in (line.partition("  ") for line in lines[1:])}


def _unpack(path, digest):
    """Lay a crate out as Cargo wants it in a `directory` source, and remove its archive."""
    with tarfile.open(str(path)) as archive:
        archive.extractall(str(path.parent), **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))
    checksum = path.with_suffix("") / ".cargo-checksum.json"
    checksum.write_text(json.dumps({"files": {}, "package": digest}), encoding="utf-8")
    path.unlink()


def _configure(folder):
    """Write uv's and Cargo's configuration; what the user has in Cargo's own, a linker for example, stays."""
    wheels = json.dumps(str(folder / "wheels"), ensure_ascii=False)
    (folder / "uv.toml").write_text("offline = true\nno-index = true\nfind-links = [{}]\n".format(wheels), encoding="utf-8")
    theirs = _users_cargo_config()
    config = {name: value for name, value in theirs.items() if name not in ("source", "registry", "registries", "net")}
    (folder / "cargo").mkdir(exist_ok=True)
    (folder / "cargo" / "config.toml").write_text(_toml(dict(config, **_source(folder))), encoding="utf-8")


def _users_cargo_config():
    import tomllib  # not in the Pythons that are refused

    home = Path(os.environ.get("CARGO_HOME") or Path.home() / ".cargo")
    for name in ("config.toml", "config"):
        if (home / name).is_file() and ".nox" not in home.parts:
            return tomllib.loads((home / name).read_text(encoding="utf-8"))
    return {}


def _toml(table, path=()):
    """A table as TOML; what stands in it is texts, numbers, truths, lists of them, and tables."""
    lines = ["[{}]".format(".".join(json.dumps(part) for part in path))] if path else []
    lines += ["{} = {}".format(json.dumps(key), _value(value)) for key, value in table.items() if not isinstance(value, dict)]
    parts = ["\n".join(lines) + "\n"] if lines else []
    return "".join(parts + [_toml(value, (*path, key)) for key, value in table.items() if isinstance(value, dict)])


def _value(value):
    if isinstance(value, dict):
        return "{" + ", ".join("{} = {}".format(json.dumps(key), _value(entry)) for key, entry in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def size(count):
    """Bytes as a person says them."""
    return "{:.0f} MB".format(count / 1e6) if count >= 1e6 else "{:.0f} kB".format(count / 1e3)


def asked_for(arguments=None):
    """The folder behind `--use` of session `offline`, if that is what a command line asks for."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    if "offline" not in words and arguments is None:
        return None
    for number, word in enumerate(words):
        if word == "--use":
            return "".join(words[number + 1 : number + 2])
        if word.startswith("--use="):
            return word[len("--use=") :]
    return None
