"""The service's reading of uploads, for Atheris: whatever comes, customers or a refusal that can be told to a client, and nothing is made up."""

import csv
import io
import json
import sys

import atheris

with atheris.instrument_imports(include=["service", "csv", "json"]):
    from service import uploads
    from service.errors import RefusedError

HEADER = "id,given_name,surname,street_number,address_1,address_2,suburb,postcode,state,date_of_birth\r\n"


def one_input(data: bytes) -> None:
    """Read an upload: as it is, under a right header, as JSON lines."""
    if not data:
        return
    kind, body = data[0] % 3, data[1:]
    media_type = uploads.JSON_LINES if kind == 2 else uploads.CSV
    if kind == 1:
        body = HEADER.encode() + body
    try:
        customers = uploads.read(body, media_type)
    except RefusedError as error:
        refused = error
    else:
        check_customers(customers)
        return
    assert refused.status in (415, 422), refused
    said = [refused.detail, *(problem.model_dump() for problem in refused.problems)]
    json.dumps(said, ensure_ascii=False).encode()  # as it is sent


def check_customers(customers: list) -> None:
    """They are different people, and written and read again they are the same."""
    assert customers
    assert len({customer.id for customer in customers}) == len(customers)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(type(customers[0]).model_fields)
    writer.writerows(customer.model_dump().values() for customer in customers)
    assert uploads.read(text.getvalue().encode(), uploads.CSV) == customers


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
