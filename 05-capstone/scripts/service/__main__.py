"""Starts the service on this machine, with real customers in it: `python -m service --help`."""

import os
import signal
from contextlib import suppress
from types import FrameType

ENDING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGBREAK") if hasattr(signal, name)]
"""Ctrl-C, what `kill` and those who run services send, and Windows' Ctrl-Break."""

ENDED = "The service has ended."


def leave(number: int, frame: FrameType | None) -> None:
    """End at once: nothing has begun that would have to be ended in order, and an exception in the middle of an import may get anywhere."""
    os.write(1, f"{ENDED}\n".encode())
    os._exit(0)


if __name__ == "__mp_main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a worker: it is told to end by the process that looks after it

if __name__ == "__main__":
    for number in ENDING:
        signal.signal(number, leave)

    from .command import main  # what takes a second or two

    for number in ENDING:
        signal.signal(number, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        main()
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)
    print(ENDED)
