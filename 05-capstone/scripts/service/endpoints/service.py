"""How the service is, and the switch."""

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST

from .. import models
from ..errors import WITH_BODY, RefusedError, responses
from ..store import RunningError
from .parameters import ServiceOf

router = APIRouter(tags=["service"])


@router.get("/health", summary="How the service is, and which implementation is in use")
def health(service: ServiceOf) -> models.Health:
    return models.Health(matching=service.implementation(), customers=service.store.count(), running_job=service.jobs.running())


@router.get(
    "/metrics",
    summary="Requests, jobs, customers and memory, for Prometheus",
    response_class=Response,
    responses={200: {"description": "Prometheus's text format", "content": {"text/plain": {"schema": {"type": "string"}}}}},
)
def metrics(request: Request, service: ServiceOf) -> Response:
    return Response(request.app.state.metrics.text(service), media_type=CONTENT_TYPE_LATEST)


@router.get("/implementation", summary="Which implementation is in use")
def implementation(service: ServiceOf) -> models.Implementation:
    return models.Implementation(matching=service.implementation())


@router.put(
    "/implementation",
    summary="Switch to an implementation, in all workers, until the service is started anew",
    responses=WITH_BODY | responses(_409="a job runs, or the implementation cannot be used here"),
)
def switch(wanted: models.Implementation, service: ServiceOf) -> models.Implementation:
    try:
        service.switch(wanted.matching)
    except RunningError as error:
        raise RefusedError(409, f"job {error.number} runs: wait for its end, or cancel it") from error
    except ImportError as error:
        missing = isinstance(error, ModuleNotFoundError) and error.name == "capstone"
        why = "the wheel is not installed: pip install hot-modules-capstone" if missing else str(error)
        raise RefusedError(409, f"{wanted.matching} cannot be used here: {why}") from error
    return wanted
