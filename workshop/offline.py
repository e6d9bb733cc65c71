"""Session `offline`: for a room without internet; `python3 noxfile.py -s offline -- --help`.

`--gather` collects all that set-up, course and tests need into a folder, `--use` makes a clone work from it (`stick.py` does that, before anything
is installed), `--prove` does all of it with the network cut.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement

from . import stick, toolchain
from .book import mdbook
from .build import here
from .course import ROOT
from .errors import WorkshopError

MANYLINUX = ("2_34", "2_31", "2_28", "2_27", "2_24", "2_17", "2_12", "2_5")
PLATFORMS = {
    "linux-x86_64": ("linux", "Linux", "x86_64", [f"manylinux_{glibc}_x86_64" for glibc in MANYLINUX]),
    "linux-aarch64": ("linux", "Linux", "aarch64", [f"manylinux_{glibc}_aarch64" for glibc in MANYLINUX]),
    "macos-arm64": ("darwin", "Darwin", "arm64", ["macosx_14_0_arm64", "macosx_14_0_universal2"]),
    "macos-x86_64": ("darwin", "Darwin", "x86_64", ["macosx_14_0_x86_64", "macosx_14_0_universal2"]),
    "windows-x86_64": ("win32", "Windows", "AMD64", ["win_amd64"]),
}
"""What may come to the room: `sys.platform`, the system and machine as Python has them, and the tags of wheels that fit."""

NO_WAY = "http://127.0.0.1:9"
"""A proxy that nobody is at."""

ALONE = """
import fcntl, os, socket, struct, sys
with socket.socket() as any_socket:
    fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh14x", b"lo", 0x41))  # the loopback, up
assert [name for _, name in socket.if_nameindex()] == ["lo"], "the network is not cut"
os.execvp(sys.argv[1], sys.argv[1:])
"""


def this_platform() -> str:
    """The name of the platform that this process runs on."""
    env = default_environment()
    for name, (system, _, machine, _) in PLATFORMS.items():
        if (system, machine) == (env["sys_platform"], env["platform_machine"]):
            return name
    raise WorkshopError(
        f"{env['sys_platform']} on {env['platform_machine']} has no name here.", f"Name one: --platform {' '.join(PLATFORMS)}."
    )


def gather(out: Path, platforms: Sequence[str], pythons: Sequence[str], *, book: bool) -> None:
    """Collect everything into a folder.

    Raises:
        WorkshopError: the folder is somebody's, or something cannot be had.
    """
    if out.exists() and any(out.iterdir()) and not (out / stick.DIGESTS).is_file():
        raise WorkshopError(f"{out} is not empty, and was not made by this session.", "Name a folder that is empty, or not there yet.")
    for part in ("crates", "wheels", "book"):
        shutil.rmtree(out / part, ignore_errors=True)
    (out / stick.DIGESTS).unlink(missing_ok=True)
    (out / "wheels").mkdir(parents=True)
    _crates(out / "crates")
    for platform in platforms:
        for python in pythons:
            print(f"wheels for {platform}, Python {python} …", flush=True)
            _wheels(out / "wheels", platform, python)
    if book:
        print("the book …", flush=True)
        if said := mdbook.build(out=out / "book"):
            print(*said, sep="\n")
    _bundle(out / "course.bundle")
    names = sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())
    lines = [stick.COURSE + stick.course_digest(ROOT), *(f"{stick.digest_of(out / name)}  {name}" for name in names)]
    (out / stick.DIGESTS).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    for part in ("crates", "wheels", "book", "course.bundle"):
        files = [out / part] if part.endswith(".bundle") else [path for path in (out / part).rglob("*") if path.is_file()]
        print(f"{part:<15}{len(files):>5} files {stick.size(sum(path.stat().st_size for path in files)):>8}")
    print(f"All in {out}: {stick.size(sum((out / name).stat().st_size for name in names))}. Prove it before you copy it: --prove {out}")


def _crates(out: Path) -> None:
    """The archives of all crates in Cargo.lock, of every platform, from Cargo's own cache; Cargo fills it."""
    print("crates …", flush=True)
    if subprocess.run(["cargo", "fetch", "--locked", "--quiet"], cwd=ROOT, env=toolchain.environment()).returncode:
        raise WorkshopError("Cargo could not fetch the crates; what it said stands above.", "It takes the network. `doctor` tells more.")
    home = Path(os.environ.get("CARGO_HOME") or Path.home() / ".cargo")
    out.mkdir(parents=True)
    for crate in tomllib.loads((ROOT / "Cargo.lock").read_text(encoding="utf-8"))["package"]:
        if "checksum" not in crate:
            continue  # our own
        name = f"{crate['name']}-{crate['version']}.crate"
        found = next((path for path in home.glob(f"registry/cache/*/{name}") if stick.digest_of(path) == crate["checksum"]), None)
        if not found:
            raise WorkshopError(
                f"{name} is not in Cargo's cache, or not the one that Cargo.lock means.", "Is CARGO_HOME where Cargo has it?"
            )
        shutil.copyfile(found, out / name)


def requirements(platform: str, python: str) -> Iterator[str]:
    """What a machine of that kind installs, each requirement with its hashes and without the condition."""
    system, name, machine, _ = PLATFORMS[platform]
    env = default_environment() | {
        "sys_platform": system,
        "platform_system": name,
        "platform_machine": machine,
        "os_name": "nt" if system == "win32" else "posix",
        "python_version": python,
        "python_full_version": f"{python}.0",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    for lock in stick.LOCKS:
        for text in toolchain.requirements_of(ROOT / "requirements" / f"{lock}.txt"):
            first, *hashes = re.split(r"\s*\\?\s*(?=--hash)", text.strip())
            wanted = Requirement(first.strip().rstrip("\\"))
            if not wanted.marker or wanted.marker.evaluate(env):
                wanted.marker = None
                yield " ".join([str(wanted), *(part.strip().rstrip("\\").strip() for part in hashes)])
    for pin in _pins():
        wanted = Requirement(pin)
        if not wanted.marker or wanted.marker.evaluate(env):
            wanted.marker = None
            yield str(wanted)


def _pins() -> list[str]:
    from .bootstrap import _pins as pins

    return pins(ROOT / "noxfile.py")


def _wheels(out: Path, platform: str, python: str) -> None:
    """Download the wheels that fit; a lock file's hashes decide, where it has any."""
    digits = python.replace(".", "")
    tags = [word for tag in PLATFORMS[platform][3] for word in ("--platform", tag)]
    tags += ["--python-version", python, "--implementation", "cp", "--abi", f"cp{digits}", "--abi", "abi3", "--abi", "none"]
    command = [str(_python_with_pip()), "-m", "pip", "--disable-pip-version-check", "download", "--quiet", "--no-deps"]
    command += ["--only-binary", ":all:", "--dest", str(out), *tags]
    texts = list(dict.fromkeys(requirements(platform, python)))
    hashed = [text for text in texts if "--hash" in text]
    for part in (hashed, [text for text in texts if "--hash" not in text]):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "requirements.txt")
            path.write_text("\n".join(part) + "\n", encoding="utf-8")
            done = subprocess.run([*command, "--requirement", str(path)], capture_output=True, encoding="utf-8", errors="replace")
            if done.returncode:
                raise WorkshopError(
                    f"not all wheels for {platform} and Python {python} can be had: {' '.join(done.stderr.split())[-600:]}",
                    "Is the package index reachable? A version of Python that is newer than the course's lock files has no wheels.",
                )


def _python_with_pip() -> Path:
    for python in (toolchain.python_of(ROOT / ".nox" / "bootstrap"), Path(getattr(sys, "_base_executable", sys.executable))):
        try:
            if subprocess.run([python, "-m", "pip", "--version"], capture_output=True).returncode == 0:
                return python
        except OSError:
            continue
    raise WorkshopError(
        "neither .nox/bootstrap nor the Python outside of it has pip.", "On Debian and Ubuntu: `sudo apt install python3-pip`."
    )


def _bundle(path: Path) -> None:
    """The course itself, to be cloned from."""
    git = ["git", "-C", str(ROOT)]
    branch = subprocess.run([*git, "symbolic-ref", "--quiet", "--short", "HEAD"], capture_output=True, encoding="utf-8").stdout.strip()
    if problem := toolchain.complaint([*git, "bundle", "create", "--quiet", str(path), "HEAD", *([branch] if branch else [])]):
        raise WorkshopError(f"git could not write {path}: {problem}", "Gather from a clone of the course, not from an unpacked archive.")
    if subprocess.run([*git, "status", "--porcelain"], capture_output=True).stdout:
        print("note: what is not committed in this clone is not in course.bundle")


def cut_off() -> tuple[list[str], str]:
    """What to put before a command so that it has no network, and how that is said."""
    alone = ["unshare", "--map-root-user", "--net", sys.executable, "-c", ALONE]
    if sys.platform == "linux":
        try:
            if subprocess.run([*alone, "true"], capture_output=True).returncode == 0:
                return alone, "no network but the loopback"
        except FileNotFoundError:
            pass
    return [], "all proxies lead nowhere"


def prove(source: Path) -> None:
    """Set-up, a step's verdict and a chapter's session, from the folder alone.

    Raises:
        WorkshopError: one of them fails.
    """
    if not (source / stick.DIGESTS).is_file():
        raise WorkshopError(f"{source} has no {stick.DIGESTS}.", "Name the folder that --gather has made.")
    before, how = cut_off()
    chapter = sorted(path.parent.name for path in ROOT.glob("0*/exercises.toml"))[0]
    print(f"In a fresh clone, with empty caches, and {how}:", flush=True)
    with tempfile.TemporaryDirectory() as temporary:
        home, clone = Path(temporary).resolve() / "home", Path(temporary).resolve() / "clone"
        home.mkdir()
        if problem := toolchain.complaint(["git", "clone", "--quiet", str(source / "course.bundle"), str(clone)]):
            raise WorkshopError(f"the course cannot be cloned: {problem}", "Gather once more.")
        env = _bare_environment(home)
        noxfile = [*before, str(getattr(sys, "_base_executable", sys.executable)), "noxfile.py", "-s"]
        for command, code, wanted in (
            (["offline", "--", "--use", str(source)], 0, "works from"),
            (["learn"], 0, "01.1"),
            (["learn", "--", "check", "01.2"], 1, "✗ 01.2"),
            (["learn", "--", "catch-up", "01.3"], 0, "filled in 01.2"),
            (["learn", "--", "check", "01.2"], 0, "✓ 01.2"),
            ([chapter], 0, "was successful"),
        ):
            begun = time.monotonic()
            words = " ".join(command[:3]) + (" …" if len(command) > 3 and "--use" in command else " " + " ".join(command[3:]))
            done = subprocess.run(
                [*noxfile, *command],
                cwd=clone,
                env=env,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                encoding="utf-8",
                errors="replace",
            )
            good = done.returncode == code and wanted in done.stdout
            print(f"{'✓' if good else '✗'} {words.strip()} ({time.monotonic() - begun:.0f} s)", flush=True)
            if not good:
                raise WorkshopError(done.stdout[-3000:], f"Exit code {done.returncode}; {code} and {wanted!r} were wanted.")


def _bare_environment(home: Path) -> dict[str, str]:
    """This process's environment with nothing of pip's, uv's, Cargo's and the course's in it, and a home that is empty."""
    ours = re.compile(r"(PIP|UV|CARGO|XDG|NOX|HOT_MODULES)_|VIRTUAL_ENV|PYTHON(?!UTF8)")
    kept = {name: value for name, value in toolchain.environment().items() if not ours.match(name)}
    rustup = os.environ.get("RUSTUP_HOME") or str(Path.home() / ".rustup")
    ways = {name: NO_WAY for proxy in ("http_proxy", "https_proxy", "all_proxy") for name in (proxy, proxy.upper())}
    return kept | ways | {"HOME": str(home), "USERPROFILE": str(home), "LOCALAPPDATA": str(home), "RUSTUP_HOME": rustup, "PYTHONUTF8": "1"}


def main() -> None:
    """One of gather, use, off and prove."""
    parser = argparse.ArgumentParser(prog="python3 noxfile.py -s offline --", description="For a room without internet.")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--gather", type=Path, metavar="FOLDER", help="collect crates, wheels, the book and the course there; takes the network"
    )
    what.add_argument("--use", type=Path, metavar="FOLDER", help="make this clone work from a copy of that folder")
    what.add_argument("--off", action="store_true", help="back to the network")
    what.add_argument("--prove", type=Path, metavar="FOLDER", help="set up and take a step from the folder, with the network cut")
    parser.add_argument("--platform", nargs="+", choices=PLATFORMS, help="for which machines (default: this one)")
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    parser.add_argument("--python", nargs="+", default=[version], metavar="3.12", help="for which Pythons (default: this one)")
    parser.add_argument("--no-book", action="store_true", help="gather no book: mdbook need not be compiled")
    arguments = parser.parse_args()
    if odd := [python for python in arguments.python if not re.fullmatch(r"3\.\d\d", python)]:
        parser.error(f"--python wants versions such as 3.12, not {odd[0]!r}")
    try:
        if arguments.gather:
            if stick.variables(ROOT):
                raise WorkshopError("this clone works from a gathered folder itself.", "Switch that off first: --off.")
            gather(
                (here() / arguments.gather).resolve(), arguments.platform or [this_platform()], arguments.python, book=not arguments.no_book
            )
        elif arguments.prove:
            prove((here() / arguments.prove).resolve())
        elif arguments.off:
            shutil.rmtree(stick.place(ROOT), ignore_errors=True)
            print("This clone takes what it needs from the network again.")
        else:
            print(f"This clone works from {stick.place(ROOT).relative_to(ROOT).as_posix()} now. Go on: python3 noxfile.py -s learn")
    except WorkshopError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
