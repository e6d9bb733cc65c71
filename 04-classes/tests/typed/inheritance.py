"""Step inheritance, as a type checker sees it."""

from typing import assert_type

from classes import Branch, Company, Party, RejectedRecord, SourceRow, abn_of, require_name

branch = Branch(223, "lodder & sons", "51824753556", suburb="flemington")
assert_type(branch, Branch)
assert_type(branch.number, int)
assert_type(branch.name, str)
assert_type(branch.suburb, str)
branch.name = "lodder & daughters"  # type: ignore[misc]
Branch(223, "lodder & sons", "51824753556")  # type: ignore[call-arg]
Branch(223, "lodder & sons", "51824753556", None)  # type: ignore[arg-type]

parties: list[Party] = [branch, Company(7, "lowe", "51824753556"), Party(8, "berry").register("51824753556")]
companies: list[Company] = [branch, Party(8, "berry")]  # type: ignore[list-item]
assert_type(abn_of(branch), str | None)
abn_of("51824753556")  # type: ignore[arg-type]

row = SourceRow(12, {"surname": "lowe", "phone": None})
assert_type(row.line, int)
assert_type(row.unknown(), int)
_ = row["surname"]

try:
    require_name(7, " ")
except ValueError as error:
    if isinstance(error, RejectedRecord):
        assert_type(error.record, int)


class Bank(Company):
    """A class may build on these."""


savings: Bank = Bank(1, "yass savings", "00000000001")
