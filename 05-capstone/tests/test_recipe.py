"""No step's test, but the chapter's: the recipe for CI can be read, hangs together, and names what there is."""

import json
import re
from importlib.metadata import metadata
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[1] / "scripts"
CHAPTER = "05-capstone"


def read(lines, indent=0):
    """Read the part of YAML that the recipe keeps to: mappings, lists, texts of several lines; everything else is an error."""
    found = None
    while lines and (len(lines[0]) - len(lines[0].lstrip())) >= indent:
        line = lines.pop(0)
        assert len(line) - len(line.lstrip()) == indent, f"badly indented: {line!r}"
        if line.lstrip().startswith("- "):
            found = [] if found is None else found
            lines.insert(0, " " * (indent + 2) + line.strip()[2:])
            found.append(read(lines, indent + 2) if re.match(r"[\w-]+:( |$)", line.strip()[2:]) else scalar(lines.pop(0).strip()))
            continue
        found = {} if found is None else found
        key, colon, rest = line.strip().partition(":")
        assert colon, f"neither `key: value` nor a list: {line!r}"
        assert key not in found, f"there twice: {line!r}"
        deeper = len(lines[0]) - len(lines[0].lstrip()) if lines else 0
        if rest.strip() == "|":
            text = []
            while lines and len(lines[0]) - len(lines[0].lstrip()) >= deeper:
                text.append(lines.pop(0)[deeper:])
            found[key] = "\n".join(text)
        elif rest.strip():
            found[key] = scalar(rest.strip())
        else:
            found[key] = read(lines, deeper) if deeper > indent else None
    return found


def scalar(text):
    if text.startswith("["):
        return json.loads(text) if '"' in text else re.findall(r"[\w.-]+", text)
    return json.loads(text) if text.startswith('"') else text


@pytest.fixture(scope="module")
def recipe():
    lines = (SCRIPTS / "ci" / "wheels.yml").read_text(encoding="utf-8").splitlines()
    return read([line for line in lines if line.strip() and not line.lstrip().startswith("#")])


def steps(recipe):
    return [step for job in recipe["jobs"].values() for step in job["steps"]]


def test_jobs_come_in_order(recipe):
    needs = {name: job.get("needs", []) for name, job in recipe["jobs"].items()}

    assert needs == {"parity": [], "wheels": "parity", "sdist": "parity", "publish": ["wheels", "sdist"]}


def test_only_a_tag_is_published_and_only_by_the_job_that_has_to(recipe):
    publish = recipe["jobs"]["publish"]

    assert publish["if"] == "startsWith(github.ref, 'refs/tags/v')"
    assert recipe["permissions"] == {"contents": "read"}
    assert [name for name, job in recipe["jobs"].items() if "permissions" in job] == ["publish"]
    assert publish["permissions"] == {"id-token": "write"}


def test_every_python_that_the_package_is_for_is_built_and_tested(recipe):
    versions = recipe["jobs"]["wheels"]["strategy"]["matrix"]["python"]
    package = metadata("hot-modules-capstone")
    named = [line.rpartition(" :: ")[2] for line in package.get_all("Classifier")]

    assert {version for version in named if re.fullmatch(r"3\.\d+", version)} <= set(versions)
    assert package["Requires-Python"] == f">={versions[0]}"


def test_wheels_are_built_for_release_in_the_folder_of_the_chapter(recipe):
    builds = [step["with"] for step in steps(recipe) if step.get("uses", "").startswith("PyO3/maturin-action@")]

    assert [build["command"] for build in builds] == ["build", "sdist"]
    assert {build["working-directory"] for build in builds} == {CHAPTER}
    assert "--release" in builds[0]["args"].split()
    assert all("--out dist" in build["args"] for build in builds)
    assert [step["with"]["path"] for step in steps(recipe) if "upload" in step.get("uses", "")] == [
        f"{CHAPTER}/dist/*.whl",
        f"{CHAPTER}/dist/*.tar.gz",
    ]


def test_the_folders_that_it_names_are_there(recipe):
    script = next(step["run"] for step in steps(recipe) if "Test the wheel" in step.get("name", ""))
    named = set(re.findall(rf"{CHAPTER}/(\w+)", script)) - {"dist"}

    assert named == {"tests", "scripts"}
    assert all((SCRIPTS.parent / name).is_dir() for name in named)


def test_each_action_names_its_version(recipe):
    actions = [step["uses"] for step in steps(recipe) if "uses" in step]

    assert [action for action in actions if not re.fullmatch(r"[\w-]+/[\w-]+@(v\d+|release/v\d+)", action)] == []
