"""What endpoints take out of a request."""

from typing import Annotated, Any

from fastapi import Depends, Path, Query, Request

from ..errors import RefusedError
from ..models import Problem
from ..running import Service

LARGEST = 2**63 - 1
"""The largest number that SQLite knows."""


def _service(request: Request) -> Service:
    return request.app.state.service


async def _body(request: Request) -> bytes:
    return await request.body()


ServiceOf = Annotated[Service, Depends(_service)]
Body = Annotated[bytes, Depends(_body)]
Number = Annotated[int, Path(ge=1, le=LARGEST, description="The job's number.")]
Offset = Annotated[int, Query(ge=0, le=LARGEST, description="How many items to skip.")]


def _limit(setting: str) -> Any:
    return Query(ge=1, description="At most so many.", json_schema_extra={"setting": setting})  # `description.complete` says how many


MatchesLimit = Annotated[int | None, _limit("most_matches")]
PageLimit = Annotated[int | None, _limit("largest_page")]


def checked_limit(limit: int | None, default: int, most: int) -> int:
    """Return how many items are meant; refuses more than the service allows."""
    if limit is not None and limit > most:
        raise RefusedError(422, f"limit: at most {most}", [Problem(field="limit", problem=f"at most {most}, not {limit}")])
    return min(default, most) if limit is None else limit


def next_page(offset: int, limit: int, total: int) -> int | None:
    """Return the offset of the page after this one, if there is one."""
    return offset + limit if offset + limit < total else None
