"""The application: the endpoints, put together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import ModuleType

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool

from . import description, errors, hot_module
from .endpoints import ROUTERS
from .limits import LimitBody
from .metrics import Measured, Metrics
from .running import Service
from .settings import ServiceSettings


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
        **description.words(settings),
        lifespan=lifespan,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
        docs_url=None,  # the page has its own
        redoc_url=None,
    )
    app.state.settings, app.state.matching = settings, matching
    app.state.metrics = Metrics()
    app.add_middleware(LimitBody, largest=settings.largest_body)
    app.add_middleware(Measured, metrics=app.state.metrics)  # the last one is the outermost
    errors.install(app)
    for router in ROUTERS:
        app.include_router(router, responses=errors.ANYWHERE)
    description.complete(app)
    return app
