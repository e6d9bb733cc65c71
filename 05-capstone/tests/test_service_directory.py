"""The directory in memory finds what a matcher of all customers would, however they came, and nobody waits for more than what is new."""

import threading

import febrl
import pytest

CUSTOMERS = febrl.load("1")
LIMIT = 20


@pytest.fixture
def store(tmp_path):
    from service.store import Store

    store = Store(tmp_path / "customers.sqlite")
    yield store
    store.close()


@pytest.fixture
def module(implementation):
    from service.hot_module import load

    return load(implementation)


def sizes(snapshot):
    return [len(part.customers) for part in snapshot.parts]


def test_it_finds_what_a_matcher_of_all_finds(store, module):
    """After each of many changes, with equals in it that must come in the order of the directory."""
    from service.directory import Directory

    directory = Directory(store, module)
    known = []
    twins = [customer._replace(id=f"{customer.id}-{number}") for customer in CUSTOMERS[:60] for number in range(3)]
    for first, count in [(0, 40), (40, 1), (41, 1), (42, 1), (43, 30), (73, 2), (75, 80), (155, 1), (156, 24)]:
        store.add(twins[first : first + count])
        known += [module.Customer(*customer) for customer in twins[first : first + count]]
        whole = module.Matcher(known)
        snapshot = directory.snapshot()
        assert sum(sizes(snapshot)) == len(known)
        for record in known[::7]:
            for limit, min_score in [(1, None), (3, 0.0), (100, 0.2)]:
                assert snapshot.match(record, limit, min_score) == whole.match(record, limit, min_score)
    assert directory.matcher(module.Settings()).customers == tuple(known)
    assert directory.matcher(module.Settings(threshold=0.9)).settings.threshold == 0.9


def test_a_change_costs_what_is_new(store, module, monkeypatch):
    """Counted in customers that are put into a matcher: seven each at most, not sixty on average."""
    from service.directory import Directory

    put = []
    real = module.Matcher
    monkeypatch.setattr(module, "Matcher", lambda customers, *more: put.append(len(customers)) or real(customers, *more))
    directory = Directory(store, module)
    for customer in CUSTOMERS[:120]:
        store.add([customer])
        snapshot = directory.snapshot()
        assert sizes(snapshot) == sorted(sizes(snapshot), reverse=True)
        assert len(snapshot.parts) <= 7

    assert sum(put) <= 7 * 120
    assert sum(sizes(snapshot)) == 120


def test_nobody_waits_for_parts_to_become_one(store, module, monkeypatch):
    """One makes one large part of two. Meanwhile others search, what has just come too."""
    from service.directory import Directory

    directory = Directory(store, module)
    store.add(CUSTOMERS[:100])
    directory.snapshot()
    joining, told = threading.Event(), threading.Event()
    real = module.Matcher

    def slow(customers, *more):
        if len(customers) == 200:
            joining.set()
            assert told.wait(LIMIT), "nobody searched meanwhile"
        return real(customers, *more)

    monkeypatch.setattr(module, "Matcher", slow)
    store.add(CUSTOMERS[100:200])
    one = threading.Thread(target=directory.snapshot)
    one.start()
    try:
        assert joining.wait(LIMIT)
        assert sizes(directory.snapshot()) == [100, 100]
        store.add(CUSTOMERS[200:201])
        snapshot = directory.snapshot()
        assert sizes(snapshot) == [100, 100, 1]
        assert CUSTOMERS[200].id in [match.id for match in snapshot.match(module.Customer(*CUSTOMERS[200])._replace(id=""), 10, None)]
    finally:
        told.set()
        one.join()
    assert sizes(directory.snapshot()) == [200, 1]


def test_nothing_is_read_again_that_is_known(store, module):
    from service.directory import Directory

    directory = Directory(store, module)
    store.add(CUSTOMERS[:5])
    first = directory.snapshot()

    assert directory.snapshot() is first


def test_those_who_add_at_once_all_find_what_they_added(store, module):
    from service.directory import Directory

    directory = Directory(store, module)
    missing, together = [], threading.Barrier(4)

    def add(place):
        together.wait(LIMIT)
        for customer in CUSTOMERS[place:60:4]:
            store.add([customer])
            if customer.id not in directory.snapshot().customers:
                missing.append(customer.id)

    threads = [threading.Thread(target=add, args=(place,)) for place in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert missing == []
    snapshot = directory.snapshot()
    assert sorted(customer.id for part in snapshot.parts for customer in part.customers) == sorted(c.id for c in CUSTOMERS[:60])
