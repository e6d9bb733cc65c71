"""Look inside wheels, as an installer does.

`python scripts/wheels.py dist/*.whl` prints what it finds.
"""

import sys
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from packaging.metadata import Metadata
from packaging.tags import Tag, sys_tags
from packaging.utils import parse_wheel_filename


def contents(wheel: Path) -> dict[str, int]:
    """What is in a wheel: the size of every file, in bytes."""
    with zipfile.ZipFile(wheel) as archive:
        return {entry.filename: entry.file_size for entry in archive.infolist()}


def metadata(wheel: Path) -> Metadata:
    """What a wheel says of itself: name, version, licence, which Pythons it is for.

    Raises:
        ExceptionGroup: the metadata break a rule of their specification.
    """
    with zipfile.ZipFile(wheel) as archive:
        return Metadata.from_email(archive.read(_dist_info(wheel) + "METADATA"))


def _dist_info(wheel: Path) -> str:
    """The folder of the wheel's metadata, with a slash at its end."""
    name, version, *_ = wheel.name.split("-")
    return f"{name}-{version}.dist-info/"


def licences(wheel: Path) -> dict[str, str]:
    """The licence files of a wheel: name and text of each one that the metadata name.

    Raises:
        ValueError: the wheel lacks a file that its metadata name; the message has the wheel's name and the file's.
    """
    # exercise packaging: read the files that the metadata name from the folder `licenses` in the wheel's `.dist-info`
    # starter: return {}
    texts = {}
    with zipfile.ZipFile(wheel) as archive:
        for name in metadata(wheel).license_files or []:
            try:
                texts[name] = archive.read(f"{_dist_info(wheel)}licenses/{name}").decode()
            except KeyError as error:
                raise ValueError(f"{wheel.name} lacks {name}") from error
    return texts
    # end


def choose(filenames: Iterable[str], supported: Sequence[Tag]) -> str | None:
    """The wheel that an installer takes, or `None` if none of them runs here.

    It is the newest version of which a wheel runs here; of that version's wheels, the one with the tag that the interpreter likes best.

    Args:
        filenames: names of wheels of one project.
        supported: the tags that an interpreter accepts, those that it likes best first, as `packaging.tags.sys_tags()` lists them.
    """
    # exercise packaging: look at version and tags of each (`parse_wheel_filename` gives a set of tags), and choose
    # starter: return next(iter(filenames), None)
    place = {tag: number for number, tag in enumerate(supported)}
    best = None
    for filename in filenames:
        _, version, _, tags = parse_wheel_filename(filename)
        places = [place[tag] for tag in tags if tag in place]
        if places and (best is None or (version, -min(places)) > best[0]):
            best = (version, -min(places)), filename
    return best and best[1]
    # end


def main() -> None:
    """Print what is in the wheels that the command line names."""
    wheels = [Path(argument) for argument in sys.argv[1:]]
    for wheel in wheels:
        print(wheel.name)
        print("  tags:    ", *sorted(str(tag) for tag in parse_wheel_filename(wheel.name)[3]))
        print("  licence: ", metadata(wheel).license_expression or metadata(wheel).license, "in", list(licences(wheel)))
        for name, size in contents(wheel).items():
            print(f"  {size:>9,} {name}")
    print("Python here takes", choose([wheel.name for wheel in wheels], list(sys_tags())))


if __name__ == "__main__":
    main()
