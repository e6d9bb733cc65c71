"""Texts, customers and settings drawn at random: faster than hypothesis by far, and of the kinds that ports stumble over."""

from random import Random

WORDS = [
    "ann",
    "anne",
    "lee",
    "leigh",
    "smith",
    "smyth",
    "o'neill",
    "Weiß",
    "weiss",
    "4 main st",
    "main street 4",
    "3121",
    "3112",
    "12",
    "21",
]
DATES = ["19700102", "19700201", "19701020", "20001231", "00000000", "1970010", "197001022"]
ALPHABETS = [
    "ab",
    "abcdefghijklmnopqrstuvwxyz",
    "aAbBhHwWzZ19 -'.",
    "éßIİŉǰΐﬁ½²①ªʰ李ā́\u017f\u0131\u0301\u0345\u200d\0\U0001f600",
    "ab\ud800\udfff",
    "0123456789",
]
BLOCKING = ["surname", "given_name", "suburb", "postcode", "date_of_birth"]


def text(draw: Random) -> str:
    """Mostly short; now and then around the lengths where words of 64 bits end, and beyond."""
    kind = draw.random()
    if kind < 0.2:
        return draw.choice(WORDS)
    if kind < 0.3:
        return draw.choice(DATES)
    if kind < 0.4:
        return "".join(chr(draw.randrange(0x110000)) for _ in range(draw.randrange(5)))
    length = draw.randrange(12) if kind < 0.98 else draw.choice([31, 32, 33, 63, 64, 65, 66, 127, 128, 129, 200])
    return "".join(draw.choices(draw.choice(ALPHABETS), k=length))


def edited(draw: Random, original: str) -> str:
    """The same with up to three letters inserted, left out, replaced or swapped."""
    letters = list(original)
    for _ in range(draw.randrange(4)):
        place, kind = draw.randrange(len(letters) + 1), draw.randrange(4)
        if kind == 0:
            letters.insert(place, draw.choice("abc1é"))
        elif place < len(letters):
            if kind == 1:
                del letters[place]
            elif kind == 2:
                letters[place] = draw.choice("abc1é")
            elif place + 1 < len(letters):
                letters[place : place + 2] = letters[place + 1], letters[place]
    return "".join(letters)


def pair(draw: Random) -> tuple[str, str]:
    """Two texts, mostly alike."""
    one = text(draw)
    other = edited(draw, one) if draw.random() < 0.7 else text(draw)
    return (one, other) if draw.random() < 0.5 else (other, one)


def customers(draw: Random, most: int) -> list[tuple[str, ...]]:
    """The fields of customers, ids included; a field has few different values, so that much is alike."""
    pools = [[text(draw) for _ in range(3)] for _ in range(9)]
    for pool in pools:
        pool += [edited(draw, pool[0]), ""]
    return [(f"{row}", *(draw.choice(pool) for pool in pools)) for row in range(draw.randrange(most))]


def settings(draw: Random) -> tuple[float, list[float], list[str], int | None]:
    """Threshold, weights, blocking, largest block."""
    kinds = [lambda: 1.0, lambda: 0.0, lambda: draw.random() * 3, lambda: draw.random() * 1000, lambda: 5e-324]
    weights = [kinds[min(int(draw.expovariate(1)), 4)]() for _ in range(9)]
    return (
        draw.choice([0.0, 0.3, 0.7, draw.random()]),
        weights,
        draw.sample(BLOCKING, draw.randrange(6)),
        draw.choice([None, None, None, 1, 3, 10**30]),
    )
