"""Step constructors, as a type checker sees it."""

from typing import assert_type

from classes import DeliveryAddress, MailingList, Postcode

code = Postcode("4814")
assert_type(code, Postcode)
assert_type(code.digits, str)
assert_type(DeliveryAddress("69 giblin street", code), DeliveryAddress)
assert_type(DeliveryAddress(street="69 giblin street", postcode=code, unit=3).unit, int | None)
code.digits = "4011"  # type: ignore[misc]
Postcode(4814)  # type: ignore[arg-type]
Postcode()  # type: ignore[call-arg]
DeliveryAddress("69 giblin street", "4814")  # type: ignore[arg-type]
DeliveryAddress("69 giblin street", code, "3")  # type: ignore[arg-type]
DeliveryAddress("69 giblin street")  # type: ignore[call-arg]
assert_type(code == 4814, bool)
print({code: "QLD"})


class Invitation(MailingList):
    """A constructor with an argument of its own."""

    def __init__(self, event: str, names: list[str]) -> None:
        super().__init__(names)
        self.event = event


party = Invitation("housewarming", ["waller", "berry"])
assert_type(party.names, list[str])
MailingList(5)  # type: ignore[arg-type]
