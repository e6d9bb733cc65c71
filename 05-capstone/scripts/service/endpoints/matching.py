"""Likely duplicates of one record."""

from typing import Annotated

from fastapi import APIRouter, Query

from .. import models
from ..errors import WITH_BODY
from .parameters import MatchesLimit, ServiceOf, checked_limit

router = APIRouter(tags=["matching"])


@router.post(
    "/matches",
    summary="Find the customers that are likely the same person as a record",
    responses=WITH_BODY,
)
def matches(
    record: models.Record,
    service: ServiceOf,
    limit: MatchesLimit = None,
    min_score: Annotated[
        float | None, Query(ge=0, le=1, description="Leave out those with a lower score; by default, those below 0.7.")
    ] = None,
) -> models.Matches:
    limit = checked_limit(limit, 10, service.settings.most_matches)
    directory = service.directory()
    wanted = directory.matching.Customer(*record.model_dump().values())
    snapshot = directory.snapshot()
    found = []
    for match in snapshot.match(wanted, limit, min_score):
        customer = snapshot.customers[match.id]
        similarities = directory.matching.similarities(wanted, customer)
        found.append(models.Found(score=match.score, similarities=similarities, customer=models.Customer.of(customer)))
    return models.Matches(matches=found)
