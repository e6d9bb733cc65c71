"""Child processes that end when they should: with their own children, on a cancelled task, on every platform."""

import asyncio
import os
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import psutil


@asynccontextmanager
async def started(
    command: Sequence[str | Path],
    *,
    cwd: Path,
    env: Mapping[str, str],
    stdin: int = asyncio.subprocess.DEVNULL,
    stdout: int = asyncio.subprocess.PIPE,
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A running process, its error stream joined to its output; it is gone, with all it started, when the block is left."""
    # A session of its own: Ctrl-C in the terminal reaches the companion, which then ends its children in order.
    process = await asyncio.create_subprocess_exec(
        *map(str, command),
        cwd=cwd,
        env=dict(env),
        stdin=stdin,
        stdout=stdout,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=os.name == "posix",
        limit=1 << 20,
    )
    try:
        yield process
    finally:
        kill_tree(process.pid)
        await process.wait()


def kill_tree(pid: int) -> None:
    """End a process and all its descendants; none of them may be there any more."""
    try:
        family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    except psutil.NoSuchProcess:
        return
    for member in family:
        with suppress(psutil.NoSuchProcess):
            member.kill()
