"""`count_namesakes` looks into Python's objects without the interpreter, and another thread can watch it."""

import sys
import time

import gil
import pytest


def contacts_called(*names):
    return [gil.Contact(name, "4814") for name in names]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        pytest.param([], 0, id="nobody"),
        pytest.param(["waller"], 1, id="the same name"),
        pytest.param(["weller", "wallor"], 2, id="another letter"),
        pytest.param(["wallr", "wallerr", "welles"], 0, id="more than that"),
        pytest.param(["waller", "berry", "wallex"] * 500, 1000, id="many"),
    ],
)
def test_namesakes(names, expected):
    assert gil.count_namesakes(contacts_called(*names), "waller", gil.Search()) == expected


def test_letters_are_counted_not_bytes():
    assert gil.count_namesakes(contacts_called("müller", "muller", "möller"), "müller", gil.Search()) == 3


def test_every_contact_is_counted_once():
    search = gil.Search()
    assert search.compared() == 0

    gil.count_namesakes(contacts_called("waller", "berry", "weller") * 400, "waller", search)

    assert search.compared() == 1200
    assert search.compared() == 1200, "to ask for the number must not change it"


def test_no_contact_is_lost_when_threads_count_at_the_same_time():
    search = gil.Search()

    gil.count_namesakes(contacts_called("w") * 100_000, "w", search)

    assert search.compared() == 100_000


def test_a_search_goes_on_counting():
    search = gil.Search()
    for _ in range(3):
        gil.count_namesakes(contacts_called("waller", "berry"), "waller", search)

    assert search.compared() == 6


def test_each_search_counts_for_itself():
    one, other = gil.Search(), gil.Search()
    gil.count_namesakes(contacts_called("waller", "berry"), "waller", one)

    assert (one.compared(), other.compared()) == (2, 0)


def test_another_thread_watches_while_it_works_without_the_interpreter(beside):
    """The thread that watches keeps the interpreter until all are compared: whoever wants it for any contact gets nowhere."""
    long = "waller" * 6_000
    contacts = contacts_called(long, long[:-2] + "as") * 30
    searches = []

    def call():
        searches.append(gil.Search())
        return gil.count_namesakes(contacts, long, searches[-1])

    def watch():
        search, seen = searches[-1], set()
        end = time.thread_time() + 0.2
        while 60 not in seen and time.thread_time() < end:
            if (now := search.compared()) not in seen:
                seen.add(now)
                end = time.thread_time() + 0.2  # it goes on: so much patience again
        return 60 in seen and len(seen) > 2  # to the end, and not all at once

    assert beside(call, meanwhile=watch) == 30
    assert searches[-1].compared() == 60


def test_other_threads_do_the_work(other_threads):
    contacts = contacts_called("waller" * 30_000) * 12

    others = other_threads()
    gil.count_namesakes(contacts, "waller" * 30_000, gil.Search())

    assert others.computed(), "the thread of the caller did all the work by itself"


def test_the_contacts_are_the_callers_and_are_let_go():
    contacts = contacts_called("waller", "berry")
    search = gil.Search()
    before = [sys.getrefcount(each) for each in (*contacts, search)]

    gil.count_namesakes(contacts, "waller", search)

    assert [sys.getrefcount(each) for each in (*contacts, search)] == before


@pytest.mark.parametrize(
    ("arguments", "argument"),
    [
        pytest.param(([{"name": "waller"}], "waller", None), "contacts", id="a dict"),
        pytest.param(([None], "waller", None), "contacts", id="None"),
        pytest.param(([], "waller", {}), "search", id="no search"),
    ],
)
def test_other_types_are_refused(arguments, argument):
    contacts, wanted, search = arguments
    with pytest.raises(TypeError) as caught:
        gil.count_namesakes(contacts, wanted, gil.Search() if search is None else search)

    assert argument in caught.value.__notes__[0]


def test_a_number_cannot_be_set():
    search = gil.Search()

    with pytest.raises(AttributeError):
        search.compared = 7


def test_the_examples_of_the_page():
    contacts = [gil.Contact("waller", "4814"), gil.Contact(name="berry", postcode="4011"), gil.Contact("weller", "4814")]

    assert gil.count_in_postcode(contacts, "4814") == 2
    assert (contacts[1].name, contacts[1].postcode) == ("berry", "4011")
    with pytest.raises(AttributeError):
        contacts[1].name = "bery"
