"""Surnames."""


def surname(name: str) -> str:
    """The last word of a name."""
    # exercise surname: the last word, or "" if there is none
    return name.split()[-1] if name.split() else ""
    # end
