"""Whatever is thrown at them, the two implementations do the same: hypothesis tries to tell them apart."""

import math

import parity
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matching import Customer

COMPARISONS = ["jaro", "jaro_winkler", "osa_distance", "osa_similarity", "date_similarity", "equality"]
FIELDS = Customer._fields[1:]


def examples(number):
    """So many examples, always the same ones; more in session `parity`."""
    return settings(
        max_examples=number * parity.EXAMPLES,
        derandomize=parity.DERANDOMISED,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
    )


class Text(str):
    """A text that is not quite a `str`."""

    __slots__ = ()


letters = st.one_of(
    st.sampled_from("ab"),
    st.sampled_from("aAbhHwWzZ19 -'."),
    st.sampled_from("éßIİŉǰΐﬁ½²①ªʰ李ā́\u017f\u0131\u0301\u0345\u200d\u0000\U0001f600"),
    st.characters(codec=None),
    st.characters(categories=["Cs"]),
)
texts = st.one_of(
    st.text(letters, max_size=12),
    st.text("ab", max_size=150),
    st.text(max_size=30),
    st.from_regex(r"\A(19|20)[0-9]{6}\Z"),
    st.sampled_from(
        ["", "jones", "jonse", "johnson", "19700102", "19700201", "00000000", "99999999", "2000-01-02", "-1", "4 main st", "main street 4"]
    ),
    st.text(letters, max_size=5).map(Text),
)
wrong = st.one_of(
    st.none(),
    st.integers(),
    st.floats(),
    st.binary(max_size=5),
    st.just(10**400),
    st.lists(st.integers(), max_size=2),
    st.just(object),
)
mostly = st.sampled_from([True] * 40 + [False])


@st.composite
def edited(draw):
    """Two texts, the second made of the first."""
    text = draw(texts)
    other = list(text)
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(other)))
        edit = draw(st.sampled_from(["insert", "delete", "replace", "swap"]))
        if edit == "insert":
            other.insert(place, draw(letters))
        elif place < len(other):
            if edit == "delete":
                del other[place]
            elif edit == "replace":
                other[place] = draw(letters)
            elif place + 1 < len(other):
                other[place : place + 2] = other[place + 1], other[place]
    return text, "".join(other)


@pytest.mark.parametrize("comparison", COMPARISONS)
@examples(60)
@given(pair=st.one_of(edited(), st.tuples(texts, texts)))
def test_comparisons(agreed, comparison, pair):
    agreed(lambda matching: [getattr(matching, comparison)(*pair), getattr(matching, comparison)(*reversed(pair))])


@pytest.mark.parametrize("comparison", COMPARISONS)
@examples(10)
@given(left=st.one_of(texts, wrong), right=wrong)
def test_comparisons_of_anything(agreed, comparison, left, right):
    agreed(lambda matching: getattr(matching, comparison)(left, right))
    agreed(lambda matching: getattr(matching, comparison)(right, left))


@examples(200)
@given(text=texts)
def test_texts(agreed, text):
    agreed(lambda matching: (matching.normalise(text), matching.soundex(text), matching.soundex(matching.normalise(text))))


pool = st.sampled_from(
    ["ann", "anne", "Ann", "lee", "Lée", "leigh", "4", "14", "main st", "main street", "2000", "nsw", "19700102", "19700201", ""]
)
field = st.one_of(pool, pool, pool, pool, texts)
fields = st.fixed_dictionaries(dict.fromkeys(FIELDS, field))


@st.composite
def directories(draw, most=12):
    """Records as dicts; ids are mostly their own, fields mostly texts, and rows mostly records."""
    size = draw(st.integers(0, most))
    rows = [{"id": f"{number}", **draw(fields)} for number in range(size)]
    for row in rows:
        if not draw(mostly):
            row[draw(st.sampled_from(Customer._fields))] = draw(st.one_of(wrong, texts, pool))
    if rows and not draw(mostly):
        rows[draw(st.integers(0, size - 1))] = draw(st.one_of(wrong, texts, st.tuples(texts, texts)))
    return rows


def own(matching, rows):
    """The records as an implementation's customers; what is no dict is left as it is."""
    return [matching.Customer(**row) if isinstance(row, dict) else row for row in rows]


weight = st.one_of(st.floats(0, 1000), st.sampled_from([0, 1, 0.5, 5e-324, 1000, True]))
odd_weight = st.one_of(weight, weight, weight, weight, st.floats(), st.integers(), wrong)
good_settings = st.fixed_dictionaries(
    {},
    optional={
        "threshold": st.one_of(st.floats(0, 1), st.sampled_from([0, 1, 0.3, 0.7, math.nextafter(0.7, 1), 5e-324])),
        "weights": st.lists(weight, min_size=9, max_size=9),
        "blocking": st.permutations(["surname", "given_name", "suburb", "postcode", "date_of_birth"]).flatmap(
            lambda names: st.integers(0, 5).map(lambda number: names[:number])
        ),
        "max_block": st.one_of(st.none(), st.integers(1, 5), st.just(10**30)),
    },
)
hostile_settings = st.fixed_dictionaries(
    {},
    optional={
        "threshold": st.one_of(st.floats(), st.integers(), wrong),
        "weights": st.one_of(st.lists(odd_weight, max_size=9), st.none(), wrong),
        "blocking": st.one_of(st.lists(st.one_of(st.sampled_from([*FIELDS, "id", "", "Surname"]), wrong, texts)), wrong, texts),
        "max_block": st.one_of(st.integers(), wrong, texts),
    },
)


def made(matching, arguments):
    """Settings of an implementation's own class."""
    arguments = dict(arguments)
    if isinstance(arguments.get("weights"), list):
        arguments["weights"] = matching.Weights(*arguments["weights"])
    return matching.Settings(**arguments)


@examples(150)
@given(rows=directories(), chosen=good_settings)
def test_deduplicate(agreed, rows, chosen):
    def call(matching):
        calls = []
        found = matching.deduplicate(own(matching, rows), made(matching, chosen), lambda *done: calls.append(done))
        return found, calls

    agreed(call)


@examples(60)
@given(rows=directories(), chosen=hostile_settings)
def test_hostile_settings(agreed, rows, chosen):
    agreed(lambda matching: matching.deduplicate(own(matching, rows), made(matching, chosen)))


@examples(100)
@given(
    rows=directories(),
    chosen=good_settings,
    record=directories(1),
    limit=st.one_of(st.integers(1, 4), st.integers(), wrong),
    least=st.one_of(st.none(), st.floats(0, 1), st.floats(), wrong),
)
def test_match(agreed, rows, chosen, record, limit, least):
    def call(matching):
        customers = own(matching, rows)
        matcher = matching.Matcher(customers, made(matching, chosen))
        return [matcher.match(one, limit, least) for one in (*own(matching, record), *customers[:3])]

    agreed(call)


@examples(150)
@given(left=fields, right=fields, weights=st.one_of(st.none(), st.lists(weight, min_size=9, max_size=9)))
def test_two_customers(agreed, left, right, weights):
    def call(matching):
        two = matching.Customer("a", **left), matching.Customer("b", **right)
        given = None if weights is None else matching.Weights(*weights)
        return matching.similarities(*two), matching.score(*two), matching.score(*two, given)

    agreed(call)


@examples(30)
@given(left=st.one_of(wrong, directories(2)), right=st.one_of(wrong, directories(2)), weights=wrong)
def test_two_of_anything(agreed, left, right, weights):
    def call(matching):
        def made(given):
            rows = own(matching, given) if isinstance(given, list) else []
            return rows[0] if rows else given

        return matching.score(made(left), made(right), weights), matching.similarities(made(left), made(right))

    agreed(call)
