"""What the service answers when it refuses a request: one form for all of them, with the row and the field where there is one."""

import logging
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from . import description
from .jobs import UnavailableError
from .models import Problem, Refusal

LOG = logging.getLogger(__name__)

MOST_PROBLEMS = 20
"""More problems than this are counted, but not listed."""


class RefusedError(Exception):
    """A request that the service refuses: the HTTP status, a sentence, and the problems one by one."""

    def __init__(self, status: int, detail: str, problems: Iterable[Problem] = ()) -> None:
        super().__init__(status, detail)
        self.status, self.detail, self.problems = status, detail, list(problems)


def responses(**described: str) -> dict[int | str, dict[str, Any]]:
    """Describe refusals for OpenAPI: `responses(_404="no such customer")`."""
    return {int(status.removeprefix("_")): {"model": Refusal, "description": text} for status, text in described.items()}


ANYWHERE = responses(
    _413="the body is too large",
    _422="a row, a field or a parameter is not as it must be",
    _503="the database cannot be used now, or the service is shutting down",
    _507="there is no room left on the disk",
)
"""The refusals that any request may meet."""

WITH_BODY = responses(_400="the body is no text, or broke off", _415="the body is not of the type that is wanted")
"""Those that a request with a body may meet besides."""


def problem(error: Mapping[str, Any], row: int | None = None) -> Problem:
    """Say an error of pydantic's as a `Problem`."""
    place = [part for part in error["loc"] if part not in ("body", "query", "path")]
    if error["type"] == "json_invalid":
        return Problem(row=row, field=None, problem=f"no valid JSON: {error.get('ctx', {}).get('error', error['msg'])}")
    return Problem(row=row, field=".".join(map(str, place)) or None, problem=error["msg"])


def answer(status: int, detail: str, problems: list[Problem] | None = None, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """Return a refusal as an answer."""
    refusal = Refusal(detail=detail, problems=(problems or [])[:MOST_PROBLEMS])
    return JSONResponse(refusal.model_dump(), status, headers)


def _refused(_: Request, error: RefusedError) -> JSONResponse:
    return answer(error.status, error.detail, error.problems)


def _invalid(request: Request, error: RequestValidationError) -> JSONResponse:
    if any(each["loc"] == ("body",) and isinstance(each["input"], bytes) for each in error.errors()):
        # FastAPI reads only what is called JSON; the rest it takes for no object.
        return answer(415, f"the Content-Type must be application/json, not {request.headers.get('content-type') or 'missing'}")
    problems = [problem(each) for each in error.errors()]
    return answer(422, "; ".join(f"{each.field}: {each.problem}" if each.field else each.problem for each in problems[:3]), problems)


def _http(request: Request, error: HTTPException) -> JSONResponse:
    headers = dict(error.headers or {})
    # Each endpoint is a route, and a route knows only of itself; that the path has others is in the description.
    route = getattr(request.scope.get("route"), "path_format", "")
    if error.status_code == 405 and (allowed := description.methods(request.app, route)):
        headers["Allow"] = allowed
    return answer(error.status_code, str(error.detail), headers=headers)


def _broken_off(_: Request, error: ClientDisconnect) -> JSONResponse:
    return answer(400, "the body broke off")  # to nobody; but it is counted


def _unusable(_: Request, error: sqlite3.DatabaseError) -> JSONResponse:
    if not isinstance(error, sqlite3.OperationalError) and type(error) is not sqlite3.DatabaseError:
        raise error  # the others are mistakes of ours
    LOG.error("the database cannot be used: %s", error)
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:  # what is above is the details
        case sqlite3.SQLITE_FULL:
            return answer(507, f"nothing was changed, there is no room left on the disk: {error}")
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return answer(503, f"nothing was changed, others are writing for too long: {error}", headers={"Retry-After": "1"})
    return answer(503, f"nothing was changed, the database cannot be used: {error}", headers={"Retry-After": "10"})


def _unavailable(_: Request, error: UnavailableError) -> JSONResponse:
    return answer(503, f"no job was started: {error}", headers={"Retry-After": "1"})


def install(app: FastAPI) -> None:
    """Make an application answer in the service's form."""
    app.add_exception_handler(RefusedError, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(ClientDisconnect, _broken_off)
    app.add_exception_handler(sqlite3.DatabaseError, _unusable)
    app.add_exception_handler(UnavailableError, _unavailable)
