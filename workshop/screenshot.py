"""The picture in the README, session `screenshot`: the companion's screen with a wrong answer to a step, as it really looks."""

import asyncio
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

from . import course as course_module
from .companion import Companion
from .course import ROOT
from .screen import Screenful

STEP = "01.2"
PICTURE = ROOT / "docs" / "src" / "learn.svg"


async def _picture(companion: Companion) -> str:
    app = Screenful(companion)
    async with app.run_test(size=(110, 32)) as pilot:
        await pilot.pause(0.5)
        while app.desk.busy:
            await pilot.pause(0.1)
        svg = app.export_screenshot(title="learn")
    # Without the fonts from elsewhere: a reader's own monospaced font will do.
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)


def main() -> None:
    """Make a workbook, give the catalogue's first wrong answer, take the picture."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary).resolve()
        os.environ["HOT_MODULES_CWD"] = str(folder)
        companion = Companion(course_module.load(), folder / "workbook", python=Path(sys.executable), target=ROOT / "target")
        companion.workbook.sync()
        step = companion.course.find(STEP)
        companion.catch_up(step)
        companion.workbook.solve(step)
        for edit in step.wrong[0].edits:
            path = companion.workbook.path(step, edit.file)
            path.write_text(path.read_text(encoding="utf-8").replace(edit.find, edit.replace), encoding="utf-8")
        (folder / "workbook" / ".venv").mkdir()
        shutil.copy(Path(sys.prefix) / "pyvenv.cfg", folder / "workbook" / ".venv")
        companion.python = folder / "workbook" / ".venv" / "bin" / "python"  # what a learner sees here
        PICTURE.write_text(asyncio.run(_picture(companion)), encoding="utf-8")
        print(f"wrote {PICTURE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
