"""The interpreter ends while a job runs, or a job begins when it ends. Belongs to no step."""

import os
import signal

import alone
import pytest

ENDINGS = {"return": 0, "sys.exit": 3, "raise": 1, "os._exit": 4, "SystemExit in main": 5}


@pytest.mark.parametrize("callbacks", ["none", "progress", "blocked"])
@pytest.mark.parametrize("ending", ENDINGS)
def test_the_main_thread_ends_and_leaves_a_daemon_in_a_job(ending, callbacks):
    """The process ends at once, as it is told to."""

    def program():
        import os
        import sys
        import threading

        matcher, began = endless(), threading.Event()  # noqa: F821
        ending, callbacks = sys.argv[1:]

        def blocked(done, total):
            began.set()
            threading.Event().wait()

        def job():
            if callbacks == "none":
                matcher.deduplicate(cancelled=lambda: began.set())
            matcher.deduplicate(blocked if callbacks == "blocked" else lambda *_: began.set())

        threading.Thread(target=job, daemon=True).start()
        began.wait()
        print("it runs", flush=True)
        if ending == "sys.exit":
            sys.exit(3)
        if ending == "os._exit":
            os._exit(4)
        if ending == "SystemExit in main":
            raise SystemExit(5)
        if ending == "raise":
            raise LookupError("the end")

    assert alone.run(program, ending, callbacks, code=ENDINGS[ending]) == "it runs\n"


def test_a_thread_that_is_no_daemon_finishes_its_job():
    def program():
        import threading

        from capstone.matching import Matcher

        began = threading.Event()

        def job():
            found = Matcher(people(100)).deduplicate(lambda *_: began.set())  # noqa: F821
            print(len(found.pairs) > 0)

        threading.Thread(target=job).start()
        began.wait()

    assert alone.run(program) == "True\n"


def test_jobs_when_everything_ends():
    """In `atexit`, and in what is deleted last: with and without callbacks, in this thread."""

    def program():
        import atexit
        import sys

        from capstone.matching import Matcher

        class Last:
            def __init__(self, matcher):
                self.matcher, self.out = matcher, sys.stdout

            def __del__(self):
                self.out.write(f"last: {len(self.matcher.deduplicate(lambda *_: None, lambda: False).pairs) > 0}\n")
                self.out.flush()

        matcher = Matcher(people(50))  # noqa: F821
        sys.last = Last(matcher)
        atexit.register(lambda: print(len(matcher.deduplicate().pairs) > 0, len(Matcher(people(20)).deduplicate().pairs) > 0))  # noqa: F821

    said = alone.run(program)
    assert said.startswith("True True\n")
    assert said in ("True True\n", "True True\nlast: True\n")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no signals that end a process here")
@pytest.mark.parametrize("number", ["SIGTERM", "SIGKILL", "SIGABRT"])
def test_ended_from_outside(number):
    def program():
        import os
        import signal
        import sys

        def end(done, total):
            print("it runs", flush=True)
            os.kill(os.getpid(), signal.Signals[sys.argv[1]])

        endless().deduplicate(end)  # noqa: F821

    assert alone.run(program, number, code=-signal.Signals[number]) == "it runs\n"


@pytest.mark.skipif(os.name == "nt", reason="no signal of one process to another there")
@pytest.mark.parametrize("times", ["1", "5"])
def test_ctrl_c_again_and_again(times):
    """Impatient people press it more than once: one KeyboardInterrupt comes out of the job, and the process ends in order."""

    def program():
        import os
        import signal
        import sys
        import threading

        signal.signal(signal.SIGINT, signal.default_int_handler)
        matcher, began = endless(), threading.Event()  # noqa: F821

        def press():
            began.wait()
            for _ in range(int(sys.argv[1])):
                os.kill(os.getpid(), signal.SIGINT)

        thread = threading.Thread(target=press)
        thread.start()
        try:
            matcher.deduplicate(lambda *_: began.set())
        except KeyboardInterrupt:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            print("interrupted")
        thread.join()

    assert alone.run(program, times) == "interrupted\n"
