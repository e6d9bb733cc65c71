"""The service is killed in the middle of its work, as by `kill -9`: nothing that it acknowledged is lost, and nothing is half done.

A few times here; `HOT_MODULES_CRASHES=100` is that many, and so is `python -m crashes --rounds 100`, which tells more.
"""

import os
from collections import Counter

import pytest

ROUNDS = int(os.environ.get("HOT_MODULES_CRASHES", "2"))


@pytest.mark.parametrize("workers", [1, 2])
def test_nothing_that_was_acknowledged_is_lost(workers):
    import crashes

    rounds = ROUNDS if workers == 1 else (ROUNDS + 1) // 2

    assert crashes.run(rounds, seed=8, workers=workers)["killed"] == rounds


def test_who_loses_something_is_found_out():
    """The check itself: each way in which a file can contradict what the clients know."""
    from crashes import Ledger, LostError, _check_customers

    def row(number):
        return (f"c-{number}", *["x"] * 9)

    def check(there, **known):
        _check_customers({row[0]: row for row in there}, Ledger(**known), Counter())

    rows = [row(number) for number in range(3)]
    kept = {row[0]: row for row in rows}
    check(rows, kept=kept)
    check(rows, doubtful=[rows])
    check([], doubtful=[rows])
    for there, known in [
        (rows[:2], {"kept": kept}),
        (rows[:2], {"doubtful": [rows]}),
        (rows, {}),
        (rows, {"kept": kept | {"c-1": row(0)}}),
        (rows, {"refused": [rows]}),
    ]:
        with pytest.raises(LostError):
            check(there, **known)
