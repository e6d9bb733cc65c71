"""Step checkpoint: the family of comparators, used and extended."""

from datetime import date, datetime

from classes import Comparator, Comparators, DateComparison, EditDistance, Exact


class Initials(Comparator):
    def similarity(self, left: str, right: str) -> float:
        return float(left[:1] == right[:1])


class Loose(EditDistance):
    def settings(self) -> dict[str, object]:
        return super().settings() | {"loose": True}


comparators = Comparators()
comparators.register("initials", Initials)
names: list[str] = comparators.names()
made: Comparator = comparators.create("date", days=30, missing=0.5)
family: list[Comparator] = [made, Exact(), EditDistance(transpositions=False), DateComparison(days=7), Initials(missing=0.5)]
alike: float = made.compare(date(1987, 6, 4), None)
alike = DateComparison().similarity(date(1987, 6, 4), datetime(1987, 6, 4, 12))
days: int = DateComparison().days
missing: float = Exact().missing
same: bool = Exact() == "exact"

made.missing = 0.5  # type: ignore[misc]
Exact(0.5)  # type: ignore[call-arg]
Exact(days=3)  # type: ignore[call-arg]
DateComparison(days="30")  # type: ignore[arg-type]
DateComparison().similarity("1987-06-04", date(1987, 4, 6))  # type: ignore[arg-type]
EditDistance().similarity("berry", None)  # type: ignore[arg-type]
comparators.register("text", str)  # type: ignore[arg-type]
comparators.create()  # type: ignore[call-arg]
days = made.days  # type: ignore[attr-defined]
