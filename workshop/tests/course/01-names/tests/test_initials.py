import names


def test_initials_of_two_words():
    assert names.initials("mary ann") == "MA"


def test_no_words():
    assert names.initials("  ") == ""
