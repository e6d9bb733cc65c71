"""Reads customers out of an upload: CSV with a header, or a JSON object a line. All problems are found, not only the first."""

import csv
import io
from collections.abc import Iterator

from pydantic import ValidationError

from .errors import RefusedError, problem
from .models import Customer, Problem

CSV = "text/csv"
JSON_LINES = "application/x-ndjson"
KNOWN = tuple(Customer.model_fields)


def read(body: bytes, media_type: str) -> list[Customer]:
    """Return the customers of an upload, in its order.

    Raises:
        RefusedError: 415 for another media type; 422 if anything is wrong, with the row (from 1, without the header) and the field.
    """
    if media_type not in (CSV, JSON_LINES):
        raise RefusedError(415, f"the Content-Type must be {CSV} or {JSON_LINES}, not {media_type or 'missing'}")
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise RefusedError(
            422, f"nothing was added: line {line} is no UTF-8, {error.reason} at byte {error.start} of the upload"
        ) from error
    customers: list[Customer] = []
    problems: list[Problem] = []
    rows: dict[str, int] = {}
    for row, found in _csv(text) if media_type == CSV else _json_lines(text):
        if not isinstance(found, Customer):
            problems += found
        elif (first := rows.setdefault(found.id, row)) != row:
            problems.append(Problem(row=row, field="id", problem=f"{found.id!r} is the id of row {first} already"))
        else:
            customers.append(found)
    if problems:
        first = problems[0]
        where = ", ".join(str(part) for part in (f"row {first.row}", first.field) if part)
        count = f"{len(problems)} problems, the first" if len(problems) > 1 else "a problem"
        raise RefusedError(422, f"nothing was added: {count} in {where}: {first.problem}", problems)
    if not rows:
        raise RefusedError(422, "nothing was added: there are no customers in the upload")
    return customers


Read = Iterator[tuple[int, Customer | list[Problem]]]
"""Rows with their number: a customer, or what is wrong."""


def _csv(text: str) -> Read:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    row = 0
    try:
        header = [name.strip() for name in next(reader, [])]
        _check_header(header)
        for cells in reader:
            if not cells:
                continue
            row += 1
            if len(cells) != len(header):
                yield row, [Problem(row=row, field=None, problem=f"{len(cells)} cells, but the header has {len(header)}")]
            else:
                yield row, _customer(row, dict(zip(header, cells, strict=True)))
    except csv.Error as error:
        yield row + 1, [Problem(row=row + 1, field=None, problem=f"no valid CSV: {error}")]


def _check_header(header: list[str]) -> None:
    problems = [Problem(field=name, problem="is no field of a customer") for name in header if name not in KNOWN]
    problems += [Problem(field=name, problem="is twice in the header") for name in KNOWN if header.count(name) > 1]
    if "id" not in header:
        problems.append(Problem(field="id", problem="is missing in the header"))
    if problems:
        said = f"the header must have names of {', '.join(KNOWN)}; {problems[0].field!r} {problems[0].problem}"
        raise RefusedError(422, f"nothing was added: {said}", problems)


def _json_lines(text: str) -> Read:
    row = 0
    for line in text.split("\n"):
        if line.strip():
            row += 1
            yield row, _customer(row, line)


def _customer(row: int, given: dict[str, str] | str) -> Customer | list[Problem]:
    try:
        return Customer.model_validate_json(given) if isinstance(given, str) else Customer.model_validate(given)
    except ValidationError as error:
        return [problem(each, row) for each in error.errors(include_url=False)]
