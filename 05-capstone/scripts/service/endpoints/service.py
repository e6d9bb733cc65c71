"""How the service is."""

from fastapi import APIRouter

from .. import hot_module, models
from .parameters import ServiceOf

router = APIRouter(tags=["service"])


@router.get("/health", summary="How the service is, and which implementation is in use")
def health(service: ServiceOf) -> models.Health:
    return models.Health(matching=hot_module.name_of(service.matching), customers=service.store.count(), running_job=service.jobs.running())
