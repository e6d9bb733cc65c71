"""Session `docs`: checks the book and builds it, or serves it while it is written."""

import argparse
import sys

from .. import course as course_module
from ..course import ROOT
from ..errors import WorkshopError
from . import checks, mdbook


def main() -> None:
    """Check and build; `--open` serves."""
    parser = argparse.ArgumentParser(prog="python3 noxfile.py -s docs --", description="The book: checked and built.")
    parser.add_argument("--open", action="store_true", help="serve it, show each change at once, and open it in the browser")
    parser.add_argument("--port", default="3000", help="where to serve it")
    arguments = parser.parse_args()
    try:
        mdbook.get()
        if arguments.open:
            sys.exit(mdbook.run("serve", "--open", "--port", arguments.port))
        problems = checks.problems(course_module.load())
        if mdbook.run("build"):
            problems.append("mdbook does not build the book; what it said stands above")
    except WorkshopError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
    for problem in problems:
        print(f"✗ {problem}")
    print(f"{(mdbook.BUILT / 'index.html').relative_to(ROOT).as_posix()}: {len(problems) or 'no'} problems")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
