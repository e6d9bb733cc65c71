"""Customers: add one, add many, look one up."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from .. import models, uploads
from ..errors import WITH_BODY, RefusedError, responses
from ..running import Service
from ..store import TakenError
from .parameters import Body, Offset, PageLimit, ServiceOf, checked_limit, next_page

router = APIRouter(tags=["customers"])


@router.post(
    "/customers",
    status_code=201,
    summary="Add a customer",
    responses=WITH_BODY | responses(_409="the id is taken"),
)
def add_customer(customer: models.Customer, service: ServiceOf) -> models.Added:
    return _add(service, [customer])


@router.post(
    "/customers/upload",
    status_code=201,
    summary="Add many customers, all or none",
    responses=WITH_BODY | responses(_409="ids are taken", _415="neither CSV nor JSON lines"),
    openapi_extra={
        "requestBody": {
            "required": True,
            "description": "CSV with a header, or a JSON object a line, in UTF-8. If one row cannot be used, none is added. "
            "Rows are counted from 1, without the header and empty lines.",
            "content": {
                uploads.CSV: {"schema": {"type": "string"}, "example": "id,given_name,surname\nc-1,mitchell,waller\n"},
                uploads.JSON_LINES: {"schema": {"type": "string"}, "example": '{"id": "c-1", "given_name": "mitchell"}\n'},
            },
        }
    },
)
def upload(body: Body, request: Request, service: ServiceOf) -> models.Added:
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return _add(service, uploads.read(body, media_type), upload=True)


def _add(service: Service, customers: list[models.Customer], *, upload: bool = False) -> models.Added:
    try:
        now = service.store.add([tuple(customer.model_dump().values()) for customer in customers])
    except TakenError as error:
        problems = [
            models.Problem(row=row + 1 if upload else None, field="id", problem=f"{customers[row].id!r} is the id of a customer already")
            for row in error.rows
        ]
        where = f"{len(problems)} of the ids are taken, the first in row {problems[0].row}" if upload else "the id is taken"
        raise RefusedError(409, f"nothing was added: {where}: {problems[0].problem}", problems) from error
    return models.Added(added=len(customers), customers=now)


@router.get("/customers", summary="All customers, or those that have a text in one of their fields, page by page")
def customers(
    service: ServiceOf,
    text: Annotated[str, Query(max_length=models.LONGEST_TEXT, description="A part of a field; a to z count as A to Z.")] = "",
    offset: Offset = 0,
    limit: PageLimit = None,
) -> models.Customers:
    limit = checked_limit(limit, 100, service.settings.largest_page)
    total, rows = service.store.customers(text, offset, limit)
    return models.Customers(
        total=total, offset=offset, next=next_page(offset, limit, total), items=[models.Customer.of(row) for row in rows]
    )


@router.get(
    "/customers/{id:path}",
    summary="Look a customer up",
    responses=responses(_404="there is no such customer"),
)
def customer(id: str, service: ServiceOf) -> models.Customer:  # noqa: A002
    found = service.store.customer(id)
    if found is None:
        raise RefusedError(404, f"there is no customer {id!r}")
    return models.Customer.of(found)
