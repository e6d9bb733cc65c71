"""Step overriding, as a type checker sees it."""

from typing import assert_type

from classes import ColumnTidier, StreetTidier, Tidier

streets = StreetTidier({"st": "street"})
assert_type(streets, StreetTidier)
assert_type(streets.words, dict[str, str])
assert_type(streets.tidy("69 GIBLIN st"), str)
assert_type(streets.tidy_all(["69 GIBLIN st"]), list[str])
assert_type(streets.same("a", "b"), bool)
assert_type(ColumnTidier(20).width, int)
streets.tidy_all([5])  # type: ignore[list-item]
StreetTidier({"st": 5})  # type: ignore[dict-item]


class Loud(Tidier):
    """An override with the same signature."""

    def tidy(self, text: str) -> str:
        return super().tidy(text).upper()


class Silent(Tidier):
    """An override that does not return what callers of the base expect."""

    def tidy(self, text: str) -> None:  # type: ignore[override]
        return None


tidiers: list[Tidier] = [streets, ColumnTidier(width=20), Loud()]
