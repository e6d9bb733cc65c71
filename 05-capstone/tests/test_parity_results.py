"""The port finds what the reference finds, to the last bit: on real records, generated ones, and at the edges."""

import random
import sys
import unicodedata

import febrl
import generated
import parity
import pytest

COMPARISONS = ["jaro", "jaro_winkler", "osa_distance", "osa_similarity", "date_similarity", "equality"]


def customers(matching, records):
    """Records of the reference as an implementation's own class."""
    return [matching.Customer(*record) for record in records]


@pytest.fixture(scope="module")
def real():
    return febrl.load("1")


SETTINGS = {
    "defaults": {},
    "all-pairs": {"threshold": 0},
    "nothing-but-equal": {"threshold": 1.0},
    "one-key": {"blocking": ("date_of_birth",), "threshold": 0.2},
    "no-keys": {"blocking": ()},
    "another-order": {"blocking": ["postcode", "surname"], "threshold": 0.5},
    "small-blocks": {"max_block": 4, "threshold": 0.6},
    "no-blocks": {"max_block": 1},
    "any-block": {"max_block": 10**30},
}


@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
def test_real_records(agreed, real, settings):
    agreed(lambda matching: matching.deduplicate(customers(matching, real[:250]), matching.Settings(**settings)))


def test_a_whole_set(agreed, real):
    """With every switch that benchmarks have, the port's outcome is this one."""
    import capstone

    ended, found, _ = agreed(lambda matching: matching.deduplicate(customers(matching, real)))
    assert ended == "returned"
    own = customers(parity.load("port"), real)
    for threads in (False, True):
        for prune in (False, True):
            assert parity.plain(capstone.deduplicate_with(own, threads=threads, prune=prune)) == found


def test_generated_records(agreed):
    agreed(lambda matching: matching.deduplicate(customers(matching, generated.directory(400))))


WEIGHTS = {
    "one-field": (0, 1, 0, 0, 0, 0, 0, 0, 0),
    "none": (0,) * 9,
    "odd": (0.1, 0.7, 1 / 3, 1000, 5e-324, 1e-300, 0.30000000000000004, 999.9999999999999, 2),
    "tiny": (5e-324,) * 9,
    "ints-and-bools": (1, 2, True, False, 3, 4, 5, 6, 7),
}


@pytest.mark.parametrize("weights", WEIGHTS.values(), ids=WEIGHTS)
@pytest.mark.parametrize("threshold", [0.0, 0.35, 0.7])
def test_weights(agreed, real, weights, threshold):
    def call(matching):
        settings = matching.Settings(threshold, matching.Weights(*weights))
        return matching.deduplicate(customers(matching, real[:120]), settings)

    agreed(call)


@pytest.mark.parametrize("threshold", [0.3, 0.5, 0.7, 0.9])
def test_a_threshold_that_is_a_score(agreed, real, threshold):
    """Pairs at the very threshold are found, pairs a bit below are not."""
    reference = parity.load("reference")
    pairs = reference.deduplicate(real[:150], reference.Settings(threshold=threshold)).pairs
    for score in {pair.score for pair in pairs[-3:]}:
        for exact in (score, min(1.0, score + 2**-53), score - 2**-53):
            settings = {"threshold": exact}
            agreed(lambda matching, given=settings: matching.deduplicate(customers(matching, real[:150]), matching.Settings(**given)))


@pytest.mark.parametrize("limit", [1, 2, 5, 10**30, True])
@pytest.mark.parametrize("min_score", [None, 0, 0.3, 0.95, 1, True])
def test_match(agreed, real, limit, min_score):
    def call(matching):
        own = customers(matching, real[:300])
        matcher = matching.Matcher(own, matching.Settings(threshold=0.6))
        return [matcher.match(record, limit, min_score) for record in (*own[::40], matching.Customer("new", *own[7][1:]))]

    agreed(call)


def test_equals_come_in_the_order_of_the_directory(matching):
    same = [matching.Customer(name, "ann", "lee", date_of_birth="19700101") for name in "dbca"]
    matcher = matching.Matcher(same)
    assert [match.id for match in matcher.match(matching.Customer("x", *same[0][1:]))] == list("dbca")
    assert [match.id for match in matcher.match(same[1], 2)] == ["d", "c"]
    found = matcher.deduplicate()
    assert [pair[:2] for pair in found.pairs] == [("d", "b"), ("d", "c"), ("d", "a"), ("b", "c"), ("b", "a"), ("c", "a")]
    assert found.clusters == [["d", "b", "c", "a"]]


def test_scores_of_two(agreed, real):
    def call(matching):
        own = customers(matching, real[:40])
        heavy = matching.Weights(surname=1000)
        return [
            (matching.score(left, right), matching.score(left, right, weights=heavy), matching.similarities(left, right))
            for left in own[:8]
            for right in own
        ]

    agreed(call)


@pytest.mark.parametrize("customer", ["", "\x00", "?!", "ß", "\ud800", "\U0001f600"], ids=ascii)
def test_customers_of_whom_nothing_is_known(agreed, customer):
    agreed(lambda matching: matching.deduplicate([matching.Customer(str(n), customer, customer) for n in range(3)], matching.Settings(0)))


def test_every_letter_normalised_and_sounded(agreed):
    """Unicode by this Python's own tables, lone surrogates included: all of it in session `parity`, and a part elsewhere."""
    step = 1 if parity.EXAMPLES > 1 else 61

    def call(matching):
        letters = map(chr, [*range(0x0600), *range(0x1D00, 0x2200), *range(0xFB00, 0xFB50), *range(0, sys.maxunicode + 1, step)])
        return [(matching.normalise(letter), matching.soundex(letter)) for letter in letters if unicodedata.category(letter) != "Cn"]

    ended, *_ = agreed(call)
    assert ended == "returned"


def letters(alphabet, length, seed):
    return "".join(random.Random(seed).choices(alphabet, k=length))


ALPHABETS = {"two": "ab", "many": "abcdefghijklmnopqrstuvwxyz", "wide": "aé李\U0001f600", "surrogates": "ab\ud800\udfff"}


@pytest.mark.parametrize("alphabet", ALPHABETS.values(), ids=ALPHABETS)
@pytest.mark.parametrize("comparison", COMPARISONS)
def test_long_texts(agreed, comparison, alphabet):
    """Around the 64 bits of a machine's word, and far beyond."""
    lengths = [0, 1, 2, 8, 63, 64, 65, 129]
    texts = [letters(alphabet, length, length) for length in lengths]
    texts += [text[1:] + text[:1] for text in texts[-2:]]
    agreed(lambda matching: [getattr(matching, comparison)(left, right) for left in texts for right in texts[::2]])


@pytest.mark.parametrize("comparison", COMPARISONS)
def test_hundreds_of_letters(agreed, comparison):
    left = letters("abc ", 600, 1)
    right = left[:270] + "x" + left[269:400] + left[430:]
    agreed(lambda matching: getattr(matching, comparison)(left, right))


def test_long_fields(agreed):
    def call(matching):
        texts = [letters("abcde é", 90, seed) for seed in range(4)]
        texts += [text[3:] for text in texts] + [text[::-1] for text in texts]
        own = [matching.Customer(str(n), "ann", "lee", address_1=text, date_of_birth=text) for n, text in enumerate(texts)]
        return matching.deduplicate(own, matching.Settings(threshold=0.1))

    agreed(call)


def test_dates(agreed):
    dates = ["19700102", "19700201", "19701231", "19703112", "00000000", "1970010", "197001022", "\uff119700102", "\ud8009700102", ""]
    agreed(lambda matching: [matching.date_similarity(left, right) for left in dates for right in dates])


def test_texts_and_customers_that_are_subclasses(agreed):
    class Text(str):
        __slots__ = ()

    def call(matching):
        class Regular(matching.Customer):
            region = "north"

        class Sorted(matching.Customer):
            @property
            def surname(self):
                return "".join(sorted(self[2]))

            @property
            def id(self):
                return "the " + self[0]

        own = [
            matching.Customer(Text("a"), Text("Ann"), Text("Zoë")),
            Regular("b", "ann", Text("zoe")),
            Sorted("c", "ann", "ezo"),
            Sorted("d", "Ann", "Ozë"),
        ]
        matcher = matching.Matcher(own, matching.Settings(0.1))
        return matcher.deduplicate(), matcher.match(own[2]), matcher.match(own[0]), matching.normalise(Text("Zoë"))

    ended, *_ = agreed(call)
    assert ended == "returned"
