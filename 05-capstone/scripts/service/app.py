"""The HTTP interface."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import ModuleType
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Path, Query, Request
from fastapi.concurrency import run_in_threadpool

from . import errors, hot_module, models, uploads
from .directory import Directory
from .errors import RefusedError, responses
from .jobs import Jobs
from .limits import LimitBody
from .settings import ServiceSettings
from .store import RunningError, Store, TakenError

LARGEST = 2**63 - 1
"""The largest number that SQLite knows."""

router = APIRouter(
    responses=responses(
        _400="the body cannot be read at all",
        _413="the body is too large",
        _415="the body is not of the type that is wanted",
        _422="a row, a field or a parameter is not as it must be",
        _503="the database cannot be used now",
    )
)


class Service:
    """What a running service consists of.

    Args:
        settings: how it runs.
        matching: the implementation to use.
    """

    def __init__(self, settings: ServiceSettings, matching: ModuleType) -> None:
        self.settings = settings
        self.matching = matching
        self.store = Store(settings.database)
        self.directory = Directory(self.store, matching)
        self.jobs = Jobs(self.store, self.directory, matching)

    def close(self) -> None:
        """Interrupt a running job and close the file."""
        self.jobs.close()
        self.store.close()


def create_app(settings: ServiceSettings | None = None, matching: ModuleType | None = None) -> FastAPI:
    """Return the application.

    Args:
        settings: how it runs; `None`: as the environment says.
        matching: the implementation to use; `None`: the one that the environment asks for.

    Raises:
        ValueError: a setting cannot be used.
        ImportError: the implementation cannot be used.
    """
    settings = ServiceSettings.from_environ() if settings is None else settings
    matching = hot_module.chosen() if matching is None else matching

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.service = await run_in_threadpool(Service, app.state.settings, app.state.matching)
        try:
            yield
        finally:
            await run_in_threadpool(app.state.service.close)

    app = FastAPI(
        title="Customer directory",
        description="Keeps customers and finds the records that mean the same person.\n\n"
        f"Limits: {settings.largest_body} bytes a request, {models.LONGEST_TEXT} code points a field, "
        f"{settings.most_matches} matches, {settings.largest_page} items a page.",
        version="1.0",
        lifespan=lifespan,
        redirect_slashes=False,
    )
    app.state.settings, app.state.matching = settings, matching
    app.add_middleware(LimitBody, largest=settings.largest_body)
    errors.install(app)
    app.include_router(router)
    return app


def _service(request: Request) -> Service:
    return request.app.state.service


async def _body(request: Request) -> bytes:
    return await request.body()


ServiceOf = Annotated[Service, Depends(_service)]
Number = Annotated[int, Path(ge=1, le=LARGEST, description="The job's number.")]
Offset = Annotated[int, Query(ge=0, le=LARGEST, description="How many items to skip.")]
Limit = Annotated[int | None, Query(ge=1, description="At most so many; by default, and at most, what the service allows.")]


def _checked_limit(limit: int | None, default: int, most: int) -> int:
    if limit is not None and limit > most:
        raise RefusedError(422, f"limit: at most {most}", [models.Problem(field="limit", problem=f"at most {most}, not {limit}")])
    return min(default, most) if limit is None else limit


@router.get("/health", tags=["service"], summary="How the service is, and which implementation is in use")
def health(service: ServiceOf) -> models.Health:
    return models.Health(matching=hot_module.name_of(service.matching), customers=service.store.count(), running_job=service.jobs.running())


@router.post(
    "/customers",
    status_code=201,
    tags=["customers"],
    summary="Add a customer",
    responses=responses(_409="the id is taken"),
)
def add_customer(customer: models.Customer, service: ServiceOf) -> models.Added:
    return _add(service, [customer])


@router.post(
    "/customers/upload",
    status_code=201,
    tags=["customers"],
    summary="Add many customers, all or none",
    responses=responses(_409="ids are taken", _415="neither CSV nor JSON lines"),
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
def upload(body: Annotated[bytes, Depends(_body)], request: Request, service: ServiceOf) -> models.Added:
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
        raise RefusedError(409, f"nothing was added: {len(problems)} of the ids are taken", problems) from error
    return models.Added(added=len(customers), customers=now)


@router.get(
    "/customers/{id:path}",
    tags=["customers"],
    summary="Look a customer up",
    responses=responses(_404="there is no such customer"),
)
def customer(id: str, service: ServiceOf) -> models.Customer:  # noqa: A002
    found = service.store.customer(id)
    if found is None:
        raise RefusedError(404, f"there is no customer {id!r}")
    return _customer(found)


@router.post(
    "/matches",
    tags=["matching"],
    summary="Find the customers that are likely the same person as a record",
)
def matches(
    record: models.Record,
    service: ServiceOf,
    limit: Limit = None,
    min_score: Annotated[
        float | None, Query(ge=0, le=1, description="Leave out those with a lower score; by default, those below 0.7.")
    ] = None,
) -> models.Matches:
    limit = _checked_limit(limit, 10, service.settings.most_matches)
    wanted = service.matching.Customer(*record.model_dump().values())
    snapshot = service.directory.snapshot()
    found = []
    for match in snapshot.matcher.match(wanted, limit, min_score):
        customer = snapshot.customers[match.id]
        similarities = service.matching.similarities(wanted, customer)
        found.append(models.Found(score=match.score, similarities=similarities, customer=_customer(customer)))
    return models.Matches(matches=found)


@router.post(
    "/jobs",
    status_code=202,
    tags=["jobs"],
    summary="Start to look for duplicates in the whole directory",
    responses=responses(_409="a job runs already"),
)
def start_job(service: ServiceOf, settings: models.JobSettings | None = None) -> models.Job:
    given = settings.model_dump(exclude_none=True) if settings else {}
    weights = {"weights": service.matching.Weights(**given["weights"])} if "weights" in given else {}
    try:
        checked = service.matching.Settings(**given | weights)
    except service.matching.InvalidSetting as error:
        raise RefusedError(422, str(error), [models.Problem(field=error.name, problem=f"must be {error.wanted}")]) from error
    try:
        number = service.jobs.start(
            checked, {name: getattr(checked, name) for name in models.JobSettings.model_fields} | {"weights": checked.weights._asdict()}
        )
    except RunningError as error:
        raise RefusedError(409, f"job {error.number} runs already: wait for its end, or cancel it") from error
    return _job(service, number)


@router.get("/jobs", tags=["jobs"], summary="The latest jobs")
def jobs(service: ServiceOf, limit: Limit = None) -> models.Jobs:
    limit = _checked_limit(limit, 100, service.settings.largest_page)
    return models.Jobs(jobs=[models.Job(**job) for job in service.jobs.latest(limit)])


@router.get("/jobs/{number}", tags=["jobs"], summary="How far a job is", responses=responses(_404="there is no such job"))
def job(number: Number, service: ServiceOf) -> models.Job:
    return _job(service, number)


@router.post(
    "/jobs/{number}/cancel",
    status_code=202,
    tags=["jobs"],
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
    tags=["jobs"],
    summary="A job's likely duplicates, page by page",
    responses=responses(_404="there is no such job", _409="the job has no result"),
)
def pairs(number: Number, service: ServiceOf, offset: Offset = 0, limit: Limit = None) -> models.Pairs:
    limit = _checked_limit(limit, 100, service.settings.largest_page)
    total = _finished(service, number).pairs or 0
    items = [models.Pair(left=left, right=right, score=score) for left, right, score in service.store.pairs(number, offset, limit)]
    return models.Pairs(total=total, offset=offset, next=_next(offset, limit, total), items=items)


@router.get(
    "/jobs/{number}/clusters",
    tags=["jobs"],
    summary="The customers that a job takes for the same person, page by page",
    responses=responses(_404="there is no such job", _409="the job has no result"),
)
def clusters(number: Number, service: ServiceOf, offset: Offset = 0, limit: Limit = None) -> models.Clusters:
    limit = _checked_limit(limit, 100, service.settings.largest_page)
    total = _finished(service, number).clusters or 0
    return models.Clusters(
        total=total, offset=offset, next=_next(offset, limit, total), items=service.store.clusters(number, offset, limit)
    )


def _customer(fields: Any) -> models.Customer:
    return models.Customer(**dict(zip(models.Customer.model_fields, fields, strict=True)))


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


def _next(offset: int, limit: int, total: int) -> int | None:
    return offset + limit if offset + limit < total else None
