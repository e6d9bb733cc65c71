"""Step pickling_and_gc: entries, reminders, searches."""

from classes import Entry, Reminder, Search, search

entry = Entry(223, "waller")
entry.duplicate_of = Entry(number=122, name="waller")
entry.duplicate_of = None
entry.source = {"file": "list of May"}
number: int = entry.number
found: Search = search("surname", "berry")
same: bool = found == search("surname", "berry")


class Marked(Entry):
    note: str | None = None


class Urgent(Reminder):
    pass


Urgent("call").about = Marked(7, "lowe")

entry.number = 5  # type: ignore[misc]
entry.duplicate_of = "waller"  # type: ignore[assignment]
Entry("waller", 223)  # type: ignore[arg-type]
Search("surname", "berry")  # type: ignore[call-arg]
