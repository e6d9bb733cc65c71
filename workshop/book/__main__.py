"""Session `docs`: checks the book and builds it, or serves it while it is written."""

import argparse
import sys

from .. import course as course_module
from ..course import ROOT, Course
from ..errors import WorkshopError
from . import checks, mdbook, memory, timelines, values
from .source import pages


def main() -> None:
    """Check and build; `--open` serves, `--fill` and `--links` need no mdbook."""
    parser = argparse.ArgumentParser(prog="python3 noxfile.py -s docs --", description="The book: checked and built.")
    parser.add_argument("parts", nargs="*", metavar="PART", help="tell only what is wrong in this part: 02, 02-gil/detach, reference")
    parser.add_argument("--open", action="store_true", help="serve it, show each change at once, and open it in the browser")
    parser.add_argument("--port", default="3000", help="where to serve it (default: 3000)")
    parser.add_argument(
        "--fill", action="store_true", help="put figures and versions into the pages, and draw the pictures that come from data"
    )
    parser.add_argument("--links", action="store_true", help="list the addresses outside of the book")
    arguments = parser.parse_args()
    try:
        course = course_module.load()
        if arguments.links:
            print(*checks.links.external(pages(course)), sep="\n")
        elif arguments.fill:
            fill(course)
        elif arguments.open:
            sys.exit(mdbook.serve(arguments.port))
        else:
            sys.exit(check_and_build(course, arguments.parts))
    except WorkshopError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)


def fill(course: Course) -> None:
    """Put the values between the marks of all pages, and draw what is drawn from data."""
    for path, svg in (*timelines.outdated(course.root), *memory.outdated(course.root)):
        path.write_text(svg, encoding="utf-8", newline="\n")
        print(f"drawn: {path.relative_to(course.root).as_posix()}")
    for source in pages(course):
        text = values.filled(course.root, source.text, source.name)
        if text != source.text:
            source.path.write_text(text, encoding="utf-8", newline="\n")
            print(f"filled in: {source.where}")


def check_and_build(course: Course, parts: list[str]) -> int:
    """Tell what is wrong with the book; returns the exit code."""
    mdbook.get()
    problems = checks.problems(course) + mdbook.build()
    told = [problem for problem in problems if not parts or any(f"/{part}" in problem for part in parts)]
    for problem in told:
        print(f"✗ {problem}")
    elsewhere = f", {len(problems) - len(told)} elsewhere" if len(told) < len(problems) else ""
    print(f"{(mdbook.BUILT / 'index.html').relative_to(ROOT).as_posix()}: {len(told) or 'no'} problems{elsewhere}")
    return 1 if told else 0


if __name__ == "__main__":
    main()
