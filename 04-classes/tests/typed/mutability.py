"""Step mutability: counts, suburbs, spellings."""

from classes import Passed, Spellings, Suburbs

spellings = Spellings(str.title)
spelling: str = spellings.spell("berry")
hits: int = spellings.hits
new: bool = Suburbs().note("yass")
Passed().add(Passed(2))
count: int = Passed(count=1).count

spellings.hits = 5  # type: ignore[misc]
spellings.spell(None)  # type: ignore[arg-type]
Spellings()  # type: ignore[call-arg]
Passed().add(1)  # type: ignore[arg-type]
