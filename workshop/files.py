"""Writing files so that a crash, a full disk or a second process never leaves half of one."""

import hashlib
import os
import tempfile
from pathlib import Path


def write(path: Path, content: bytes) -> None:
    """Write a whole file or none: beside it first, then in its place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp made it private; a learner's file has the rights that the learner's other files have.
        Path(temporary).chmod((path.stat().st_mode & 0o777) if path.exists() else 0o666 & ~_umask())
        Path(temporary).replace(path)
    except BaseException as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        if isinstance(error, OSError):
            error.filename, error.filename2 = str(path), None  # the file that a person knows
        raise


def digest(content: bytes) -> str:
    """A fingerprint of the content; line endings do not count, since editors and git change them."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
