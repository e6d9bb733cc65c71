"""The picture in the README, session `screenshot`: the companion's screen with a half answer to a step, as it really looks."""

import asyncio
import re
import sys
import tempfile
from pathlib import Path

from . import course as course_module
from .companion import Companion
from .course import ROOT
from .screen import Screenful

STEP = "functions"
HALF_ANSWER = ("name.chars().take(1).collect()", "name.chars().take(1).collect::<String>().to_uppercase()")
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
    """Make a workbook, answer half, take the picture."""
    with tempfile.TemporaryDirectory() as folder:
        companion = Companion(
            course_module.load(), Path(folder).resolve() / "workbook", python=Path(sys.executable), target=ROOT / "target"
        )
        companion.workbook.sync()
        companion.catch_up(companion.course.find(STEP))
        path = companion.workbook.path(companion.step, companion.step.files[0])
        text = path.read_text(encoding="utf-8")
        assert HALF_ANSWER[0] in text, f"{path.name} has no {HALF_ANSWER[0]} any more"
        path.write_text(text.replace(*HALF_ANSWER), encoding="utf-8")
        PICTURE.write_text(asyncio.run(_picture(companion)).replace(f"{folder}/", ""), encoding="utf-8")
        print(f"wrote {PICTURE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
