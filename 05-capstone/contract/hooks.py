"""Teaches schemathesis what an upload is: CSV, or a JSON object a line. It knows only that they are texts."""

import csv
import io
import json
from typing import Any

import schemathesis
from hypothesis import strategies as st

FIELDS = ("id", "given_name", "surname", "street_number", "address_1", "address_2", "suburb", "postcode", "state", "date_of_birth")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
CUSTOMERS = st.lists(
    st.fixed_dictionaries({"id": TEXTS.filter(bool)}, optional=dict.fromkeys(FIELDS[1:], TEXTS)),
    min_size=1,
    max_size=5,
    unique_by=lambda customer: customer["id"],
)


def as_csv(customers: list[dict[str, str]]) -> bytes:
    """Return customers as CSV; NUL and a carriage return alone are nothing that every reader of CSV takes."""
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, FIELDS, restval="", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(customers)
    return file.getvalue().encode()


def as_json_lines(customers: list[dict[str, str]]) -> bytes:
    """Return customers as a JSON object a line."""
    return "\n".join(map(json.dumps, customers)).encode()


@schemathesis.hook
def before_load_schema(context: schemathesis.HookContext, raw_schema: dict[str, Any]) -> None:
    """Take the examples of uploads away: schemathesis cannot send an example of what it was taught. The chapter's tests send them."""
    for content in raw_schema["paths"]["/customers/upload"]["post"]["requestBody"]["content"].values():
        content.pop("example", None)


schemathesis.openapi.media_type("text/csv", CUSTOMERS.map(as_csv))
schemathesis.openapi.media_type("application/x-ndjson", CUSTOMERS.map(as_json_lines))
