"""What OpenAPI says of the service, besides what the endpoints say of themselves."""

from typing import Any

from fastapi import FastAPI

from .models import LONGEST_TEXT
from .settings import ServiceSettings


def words(settings: ServiceSettings) -> dict[str, str]:
    """Return title, version and text."""
    return {
        "title": "Customer directory",
        "version": "1.0",
        "description": "Keeps customers and finds the records that mean the same person.\n\n"
        f"Limits: {settings.largest_body} bytes a request, {LONGEST_TEXT} code points a field, "
        f"{settings.most_matches} matches, {settings.largest_page} items a page; a change waits {settings.longest_wait:g} seconds for others.\n\n"
        "What is answered 2xx is on the disk. An upload is there whole or not at all. One job runs at a time; one whose process dies is interrupted.\n\n"
        "A path that is not described is answered 404, a method that is not described 405, both as a `Refusal`.",
    }


def complete(app: FastAPI) -> None:
    """Make an application's description say how much its settings allow."""
    described = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            for methods in described()["paths"].values():
                for operation in methods.values():
                    for parameter in operation.get("parameters", ()):
                        setting = parameter["schema"].pop("setting", None)
                        if setting:
                            parameter["schema"]["maximum"] = getattr(app.state.settings, setting)
        return app.openapi_schema

    app.openapi = openapi


def methods(app: FastAPI, path: str) -> str | None:
    """Return the methods of a path of the description, as the header `Allow` has them, or None."""
    described = app.openapi()["paths"].get(path)
    return ", ".join(method.upper() for method in described) if described else None
