"""`python3 noxfile.py …` on a machine without nox: nox and uv, pinned, in an environment of the repository's own.

Standard library only, and in words that an old Python understands.
"""

import json
import os
import shutil
import subprocess
import sys

from . import machine, stick

SECONDS_TO_END = 60
"""Longer than any session gives what it runs."""


def run(noxfile):
    """Run nox on a noxfile with this process's arguments; install the versions first that the noxfile pins.

    Args:
        noxfile: the path of the noxfile; its script metadata (PEP 723) pins the versions.

    Returns:
        nox's exit code.
    """
    noxfile = os.path.abspath(noxfile)
    root = os.path.dirname(noxfile)
    problem = machine.python_problem()
    if problem:
        return _say(problem)
    try:
        folder = stick.asked_for()
        if folder:
            stick.use(root, os.path.join(os.getcwd(), folder))
            os.environ["HOT_MODULES_IN_USE"] = folder
    except stick.StickError as error:
        return _say(error.args)
    except OSError as error:
        return _say(("{}: {}".format(error.filename, error.strerror), "Mend that and run the same command again."))
    os.environ.update(stick.variables(root))
    folder = os.path.join(root, ".nox", "bootstrap")
    python = os.path.join(folder, "Scripts", "python.exe") if os.name == "nt" else os.path.join(folder, "bin", "python")
    pins = _pins(noxfile)
    wanted = {"pins": pins, "python": sys.version, "base": sys.base_prefix}
    seal = os.path.join(folder, "hot-modules.json")
    sealed = _read(seal)
    if sealed.get("wanted") != wanted or not os.path.exists(python):
        problem = machine.rust_problem() or machine.linker_problem()
        if problem:
            return _say(problem)
        print("Setting up nox in .nox/bootstrap, for Python {} ({}) …".format(sys.version.split()[0], sys.executable), flush=True)
        problem = _install(folder, python, pins)
        if problem:
            return _say(problem)
        sealed = {"wanted": wanted, "uv": _uv_settings(python)}
        with open(seal, "w", encoding="utf-8") as file:
            json.dump(sealed, file, indent=1)
    env = dict(os.environ)
    for name, value in sealed["uv"].items():
        env.setdefault(name, value)
    env["NOX_SCRIPT_MODE"] = "none"
    env.setdefault("HOT_MODULES_CWD", os.getcwd())
    command = [python, "-m", "nox", "-f", noxfile] + sys.argv[1:]
    process = subprocess.Popen(command, env=env)
    try:
        return process.wait()
    except KeyboardInterrupt:
        return _interrupted(process)


def _interrupted(process):
    """Let nox, which got the Ctrl-C too, end its session in order, and clear up after it; a second Ctrl-C does not wait for that."""
    try:
        return process.wait(SECONDS_TO_END)
    except (KeyboardInterrupt, subprocess.TimeoutExpired):
        process.kill()
        return 130


def _pins(noxfile):
    """The versions in the noxfile's script metadata."""
    import tomllib  # not in the Pythons that are refused above

    with open(noxfile, encoding="utf-8") as file:
        lines = file.read().splitlines()
    begin = lines.index("# /// script")
    end = lines.index("# ///", begin)
    return tomllib.loads("\n".join(line[2:] for line in lines[begin + 1 : end]))["dependencies"]


def _install(folder, python, pins):
    """Make the environment; returns what went wrong as (sentence, remedy), or None."""
    shutil.rmtree(folder, ignore_errors=True)
    made = subprocess.run(
        [sys.executable, "-m", "venv", folder], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace"
    )
    pip = [python, "-m", "pip"]
    if made.returncode:
        # Debian leaves `ensurepip` out of its Python. A pip outside can serve the environment as well; it installs nothing where it is.
        bare = subprocess.run(
            [sys.executable, "-m", "venv", "--clear", "--without-pip", folder], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        pip = [sys.executable, "-m", "pip", "--python", python]
        usable = subprocess.run(pip + ["--version"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if bare.returncode or usable.returncode:
            shutil.rmtree(folder, ignore_errors=True)
            return _venv_problem(made.stdout)
    pip += ["--disable-pip-version-check", "--quiet", "install", "--no-deps"]
    installed = subprocess.run(pip + pins, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace")
    if installed.returncode:
        shutil.rmtree(folder, ignore_errors=True)
        reason = (installed.stdout.strip().splitlines() or ["no reason given"])[-1]
        return (
            "pip could not install nox: {}".format(reason),
            "Is the package index reachable, and is there space on the disk? Then run the same command again.",
        )
    return None


def _venv_problem(output):
    if "ensurepip" in output:
        package = "python{}.{}-venv".format(*sys.version_info)
        return (
            "This Python ({}) cannot make virtual environments: its `ensurepip` is missing.".format(sys.executable),
            "On Debian and Ubuntu: `sudo apt install {}`; then run the same command again.".format(package),
        )
    reason = (output.strip().splitlines() or ["no reason given"])[-1]
    return (
        "A virtual environment could not be made in .nox: {}".format(reason),
        "Is the folder writable, and is there space on the disk? Then run the same command again.",
    )


def _uv_settings(python):
    """pip's settings in uv's words: a company's or a classroom's own package index is usually known to pip alone."""
    answer = subprocess.run(
        [python, "-m", "pip", "config", "list"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8", errors="replace"
    )
    found = {"UV_PYTHON_DOWNLOADS": "never"}
    names = {"index-url": "UV_DEFAULT_INDEX", "extra-index-url": "UV_INDEX", "cert": "SSL_CERT_FILE"}
    for line in answer.stdout.splitlines():
        key, _, value = line.partition("=")
        name = names.get(key.rpartition(".")[2])
        if name:
            found[name] = value.strip("'\"")
    return found


def _read(path):
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError):
        return {}


def _say(problem):
    sentence, remedy = problem
    print("{}\n{}".format(sentence, remedy), file=sys.stderr)
    return 1
