"""Calls that pin the matching down: what each of its functions does, also where nobody looks. Each takes an implementation."""

import pickle
from functools import cache
from types import ModuleType

import febrl
from pinning import Call

PEOPLE = (
    # id, given_name, surname, street_number, address_1, address_2, suburb, postcode, state, date_of_birth
    ("1", "Anne", "Weiß", "12", "Main Street", "", "Richmond", "3121", "vic", "19620318"),
    ("2", "Ann", "Weiss", "12", "Main St.", "", "Richmond", "3121", "vic", "19621803"),
    ("3", "Zoë", "O'Brien", "7", "Giblin Street", "Unit 4", "Kew", "3101", "vic", "19800229"),
    ("4", "Zoe", "OBrien", "7", "Gilbin Street", "", "Kew", "3101", "vic", "19800229"),
    ("5", "李", "王", "", "", "", "", "", "", ""),
    ("6", "李", "王", "88", "", "", "", "3121", "", ""),
    ("7", "", "", "", "", "", "", "", "", ""),
    ("8", "Anne", "Weiß", "12", "Main Street", "", "Richmond", "3121", "vic", "19620318"),
)


def _people(matching: ModuleType) -> list[object]:
    return [matching.Customer(*person) for person in PEOPLE]


@cache
def _three_pairs() -> tuple[tuple[str, ...], ...]:
    """The records of the first three people of Febrl set 1, each there twice."""
    people = {customer.id: customer for customer in febrl.load("1")}
    return tuple(people[f"rec-{number}-{kind}"] for number in range(3) for kind in ("org", "dup-0"))


def _real(matching: ModuleType) -> list[object]:
    return [matching.Customer(*person) for person in _three_pairs()]


def _progress(matching: ModuleType) -> object:
    steps: list[tuple[int, int]] = []
    matching.deduplicate(_people(matching), progress=lambda done, total: steps.append((done, total)))
    return steps


def _cancelled(matching: ModuleType) -> object:
    answers = iter([False, False, True])
    return matching.deduplicate(_people(matching), cancelled=lambda: next(answers))


def _compare(name: str, left: object, right: object) -> Call:
    return lambda matching: getattr(matching, name)(left, right)


PAIRS = [
    ("", ""),
    ("a", ""),
    ("martha", "marhta"),
    ("dwayne", "duane"),
    ("dixon", "dicksonx"),
    ("lachlan", "lachlnan"),
    ("ca", "abc"),
    ("abcd", "badc"),
    ("ab", "abcdefghij"),
    ("abcdefgh", "abcdxxxx"),
    ("kaitlin", "caitlyn"),
    ("abcxyz", "bcaxyz"),
    ("e\u0301", "\u00e9"),
    ("李小龍", "李龍小"),
    ("\U0001f980", "\ud83e"),
    ("19620318", "19621803"),
    ("20001111", "20001111"),
]

CALLS: dict[str, Call] = {
    f"{name}({left!a}, {right!a})": _compare(name, left, right)
    for name in ("jaro", "jaro_winkler", "osa_distance", "osa_similarity", "date_similarity", "equality")
    for left, right in PAIRS
}
CALLS |= {f"jaro_winkler({left!r}, 'a')": _compare("jaro_winkler", left, "a") for left in (None, b"a", 1.5)}
CALLS |= {
    f"normalise({text!a})": lambda matching, text=text: matching.normalise(text)
    for text in (
        "",
        "  O'Brien-Smith ",
        "Straße",
        "ΣΊΣΥΦΟΣ",
        "ﬁancé Å",
        "e\u0301",
        "½ x²",
        "李 小龍",
        "\ud800x",
        "İzmir",
        "a\u0903b",
        "12\u00a0b",
        7,
    )
}
CALLS |= {
    f"soundex({text!a})": lambda matching, text=text: matching.soundex(text)
    for text in ("", "Robert", "Tymczak", "Pfister", "Ashcraft", "Honeyman", "van der Berg", "éa", "ß", "李", "O'Brien")
}
CALLS |= {
    "the score of two": lambda matching: matching.score(*_people(matching)[2:4]),
    "the score where nothing is known of one": lambda matching: matching.score(*_people(matching)[6:]),
    "the score by other weights": lambda matching: matching.score(*_people(matching)[:2], matching.Weights(surname=0, suburb=7.3)),
    "the similarities of two": lambda matching: matching.similarities(*_people(matching)[:2]),
    "a score of no customer": lambda matching: matching.score(_people(matching)[0], ("2",)),
    "the pairs of our people": lambda matching: matching.deduplicate(_people(matching)),
    "the pairs of real people": lambda matching: matching.deduplicate(_real(matching)),
    "the pairs by one block, big ones left out": lambda matching: matching.deduplicate(
        _people(matching), matching.Settings(blocking=("postcode",), max_block=3, threshold=0)
    ),
    "the pairs at the threshold": lambda matching: matching.deduplicate(_people(matching), matching.Settings(threshold=1)),
    "the pairs of nobody": lambda matching: matching.deduplicate([]),
    "the progress": _progress,
    "a job that is cancelled": _cancelled,
    "matches": lambda matching: matching.Matcher(_people(matching)).match(matching.Customer("x", surname="Weiss", postcode="3121")),
    "matches of one in the directory": lambda matching: matching.Matcher(_people(matching)).match(_people(matching)[0], 2, 0),
    "matches, but no number of them": lambda matching: matching.Matcher(_people(matching)).match(_people(matching)[0], 0),
    "matches, but a score that is none": lambda matching: matching.Matcher(_people(matching)).match(_people(matching)[0], 1, float("nan")),
    "a directory": lambda matching: matching.Matcher(_people(matching)),
    "a directory, pickled": lambda matching: pickle.loads(pickle.dumps(matching.Matcher(_people(matching)))).match(_people(matching)[2]),
    "an id twice": lambda matching: matching.Matcher([matching.Customer("1"), matching.Customer("2"), matching.Customer("1")]),
    "a field that is no text": lambda matching: matching.Matcher([matching.Customer("1"), matching.Customer("2", postcode=3121)]),
    "a row that is no customer": lambda matching: matching.Matcher([matching.Customer("1"), "Anne"]),
    "a threshold above 1": lambda matching: matching.Settings(threshold=1.5),
    "settings that are none": lambda matching: matching.deduplicate([], {"threshold": 0.5}),
}
