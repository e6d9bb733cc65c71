"""Step properties, as a type checker sees it."""

from typing import assert_type

from classes import Contact

ann = Contact("ann.lee@example.org", postcode="4814")
assert_type(ann.email, str)
assert_type(ann.phone, str)
assert_type(ann.region, str)
ann.postcode = "2582"
ann.postcode = 2582  # type: ignore[assignment]
ann.phone = None  # type: ignore[assignment]
ann.domain = "example.org"  # type: ignore[misc]
ann.region = "4"  # type: ignore[misc]
del ann.postcode
del ann.phone
Contact("ann.lee@example.org", 7)  # type: ignore[arg-type]
