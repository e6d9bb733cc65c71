"""Step methods, as a type checker sees it."""

from typing import assert_type

from classes import CallLog, FullName, Suburb

kayla = FullName("kayla", "harrington")
assert_type(kayla.given, str)
assert_type(kayla.with_surname("o'connor"), FullName)
assert_type(sorted([kayla]), list[FullName])
assert_type(kayla < FullName("ann", "lee"), bool)
assert_type(kayla == FullName("ann", "lee"), bool)
print({kayla: 1})
kayla.surname = "lee"  # type: ignore[misc]
kayla.with_surname(None)  # type: ignore[arg-type]
assert_type(sorted({Suburb("yass", "nsw")}), list[Suburb])

log = CallLog()
log.add("waller")
log.add(7)  # type: ignore[arg-type]
assert_type(log.count("waller"), int)
assert_type(log.last, str | None)
print(log < log)  # type: ignore[operator]
