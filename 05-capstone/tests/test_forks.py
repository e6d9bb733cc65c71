"""The port in processes: forked before, after and while the pool of threads works; spawned; in a pool of workers. Belongs to no step."""

import os

import alone
import pytest

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


@forks
def test_a_fork_after_a_job():
    def program():
        import os

        from capstone.matching import Matcher

        matcher = Matcher(people(100))  # noqa: F821
        found = matcher.deduplicate()
        for _ in range(3):
            if child := os.fork():
                print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)  # what is not written yet, a fork writes, too
            else:
                # The next round forks the fork.
                assert matcher.deduplicate() == found == Matcher(matcher.customers).deduplicate()

    assert alone.run(program).split() == ["0"] * 7


@forks
def test_a_fork_before_any_job():
    def program():
        import os

        from capstone.matching import Matcher

        matcher = Matcher(people(100))  # noqa: F821
        child = os.fork()
        found = matcher.deduplicate()
        if child:
            print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), len(found.pairs) > 1)

    assert alone.run(program).split() == ["0", "True"]


@forks
def test_forks_while_a_job_runs():
    """The thread that forks is not the one that waits for the job. The new process does jobs of its own."""

    def program():
        import os
        import threading

        from capstone.matching import Cancelled, Matcher

        long, short = endless(), Matcher(people(100))  # noqa: F821
        found = short.deduplicate()
        began, stop = threading.Event(), threading.Event()

        def job():
            try:
                long.deduplicate(lambda *_: began.set(), stop.is_set)
            except Cancelled:
                print("cancelled", flush=True)

        thread = threading.Thread(target=job)
        thread.start()
        began.wait()
        for _ in range(5):
            if child := os.fork():
                print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
            else:
                try:
                    long.deduplicate(cancelled=iter([False, True]).__next__)
                except Cancelled:
                    os._exit(0 if short.deduplicate() == found else 1)
                os._exit(2)
        stop.set()
        thread.join()

    assert alone.run(program).split() == [*["0"] * 5, "cancelled"]


@forks
def test_a_callback_that_forks():
    """Its process has no copy of the threads that compare, so it cannot go on with the job: it ends, and says why. The job itself goes on."""

    def program():
        import os

        from capstone.matching import Matcher

        children = []

        def progress(done, total):
            if done > 25 and not children:
                children.append(os.fork())

        found = Matcher(people(100)).deduplicate(progress)  # noqa: F821
        print(os.waitstatus_to_exitcode(os.waitpid(children[0], 0)[1]), len(found.pairs) > 1)

    assert alone.run(program).split() == ["70", "True"]


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_a_pool_of_processes(method):
    """A matcher travels by pickle, its answers travel back."""
    import multiprocessing

    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"this system has no {method}")

    def program():
        import multiprocessing
        import sys
        from concurrent.futures import ProcessPoolExecutor

        from capstone.matching import Matcher, Settings, deduplicate

        customers = people(60)  # noqa: F821
        matcher = Matcher(customers)
        found = matcher.deduplicate()
        method = sys.argv[1]
        with ProcessPoolExecutor(2, multiprocessing.get_context(method)) as pool:
            assert list(pool.map(Matcher.deduplicate, [matcher] * 3)) == [found] * 3
            assert list(pool.map(matcher.match, customers[:5])) == [matcher.match(customer) for customer in customers[:5]]
            assert pool.submit(deduplicate, customers, Settings(threshold=0.2)).result() == deduplicate(customers, Settings(threshold=0.2))
            error = pool.submit(deduplicate, [*customers, customers[0]]).exception()
            print(type(error).__name__, error)

    assert alone.run(program, method) == "InvalidRecord row 60, id: '0' is the id of row 0 already\n"


def test_processes_that_are_ended_in_the_middle_of_a_job():
    """Nobody else notices."""

    def program():
        import multiprocessing

        from capstone.matching import Matcher

        context = multiprocessing.get_context("spawn")
        long, began = endless(), context.Queue()  # noqa: F821
        # As its progress a job calls `put(done, total)`: one item each time.
        workers = [context.Process(target=long.deduplicate, args=(began.put,)) for _ in range(2)]
        for worker in workers:
            worker.start()
        for _ in workers:
            began.get()
        for worker in workers:
            worker.terminate()
            worker.join()
        print(len(Matcher(people(100)).deduplicate().pairs) > 1)  # noqa: F821

    assert alone.run(program) == "True\n"
