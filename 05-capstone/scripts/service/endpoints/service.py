"""How the service is."""

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST

from .. import hot_module, models
from .parameters import ServiceOf

router = APIRouter(tags=["service"])


@router.get("/health", summary="How the service is, and which implementation is in use")
def health(service: ServiceOf) -> models.Health:
    return models.Health(matching=hot_module.name_of(service.matching), customers=service.store.count(), running_job=service.jobs.running())


@router.get(
    "/metrics",
    summary="Requests, jobs, customers and memory, for Prometheus",
    response_class=Response,
    responses={200: {"description": "Prometheus's text format", "content": {"text/plain": {"schema": {"type": "string"}}}}},
)
def metrics(request: Request, service: ServiceOf) -> Response:
    return Response(request.app.state.metrics.text(service), media_type=CONTENT_TYPE_LATEST)
