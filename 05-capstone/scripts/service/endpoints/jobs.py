"""De-duplication of the whole directory: start, watch, cancel, read the result."""

from fastapi import APIRouter

from .. import models
from ..errors import WITH_BODY, RefusedError, responses
from ..running import Service
from ..store import RunningError
from .parameters import Number, Offset, PageLimit, ServiceOf, checked_limit, next_page

router = APIRouter(tags=["jobs"])

LINKS = {name: {"operationId": name, "parameters": {"number": "$response.body#/number"}} for name in ("job", "cancel", "pairs", "clusters")}
"""What can be done with a job that was started."""


@router.post(
    "/jobs",
    status_code=202,
    summary="Start to look for duplicates in the whole directory",
    responses=WITH_BODY | responses(_409="a job runs already") | {202: {"links": LINKS}},
)
def start_job(service: ServiceOf, settings: models.JobSettings | None = None) -> models.Job:
    given = settings.model_dump(exclude_none=True) if settings else {}
    directory = service.directory()
    weights = {"weights": directory.matching.Weights(**given["weights"])} if "weights" in given else {}
    try:
        checked = directory.matching.Settings(**given | weights)
    except directory.matching.InvalidSetting as error:
        raise RefusedError(422, str(error), [models.Problem(field=error.name, problem=f"must be {error.wanted}")]) from error
    try:
        number = service.jobs.start(
            directory,
            checked,
            {name: getattr(checked, name) for name in models.JobSettings.model_fields} | {"weights": checked.weights._asdict()},
        )
    except RunningError as error:
        raise RefusedError(409, f"job {error.number} runs already: wait for its end, or cancel it") from error
    return _job(service, number)


@router.get("/jobs", summary="The latest jobs")
def jobs(service: ServiceOf, limit: PageLimit = None) -> models.Jobs:
    limit = checked_limit(limit, 100, service.settings.largest_page)
    return models.Jobs(jobs=[models.Job(**job) for job in service.jobs.latest(limit)])


@router.get("/jobs/{number}", summary="How far a job is", responses=responses(_404="there is no such job"))
def job(number: Number, service: ServiceOf) -> models.Job:
    return _job(service, number)


@router.post(
    "/jobs/{number}/cancel",
    status_code=202,
    summary="Cancel a job; it ends soon after",
    responses=responses(_404="there is no such job", _409="the job has ended"),
)
def cancel(number: Number, service: ServiceOf) -> models.Job:
    cancelled = service.jobs.cancel(number)
    found = _job(service, number)
    if not cancelled:
        raise RefusedError(409, f"job {number} does not run: it is {found.state}")
    return found


@router.get(
    "/jobs/{number}/pairs",
    summary="A job's likely duplicates, page by page",
    responses=responses(_404="there is no such job", _409="the job has no result"),
)
def pairs(number: Number, service: ServiceOf, offset: Offset = 0, limit: PageLimit = None) -> models.Pairs:
    limit = checked_limit(limit, 100, service.settings.largest_page)
    total = _finished(service, number).pairs or 0
    items = [models.Pair(left=left, right=right, score=score) for left, right, score in service.store.pairs(number, offset, limit)]
    return models.Pairs(total=total, offset=offset, next=next_page(offset, limit, total), items=items)


@router.get(
    "/jobs/{number}/clusters",
    summary="The customers that a job takes for the same person, page by page",
    responses=responses(_404="there is no such job", _409="the job has no result"),
)
def clusters(number: Number, service: ServiceOf, offset: Offset = 0, limit: PageLimit = None) -> models.Clusters:
    limit = checked_limit(limit, 100, service.settings.largest_page)
    total = _finished(service, number).clusters or 0
    return models.Clusters(
        total=total, offset=offset, next=next_page(offset, limit, total), items=service.store.clusters(number, offset, limit)
    )


def _job(service: Service, number: int) -> models.Job:
    found = service.jobs.job(number)
    if found is None:
        raise RefusedError(404, f"there is no job {number}")
    return models.Job(**found)


def _finished(service: Service, number: int) -> models.Job:
    found = _job(service, number)
    if found.state != "finished":
        raise RefusedError(409, f"job {number} has no result: it is {found.state}")
    return found
