import names


def test_last_word():
    assert names.surname("mary ann lee") == "lee"


def test_no_words():
    assert names.surname("") == ""
