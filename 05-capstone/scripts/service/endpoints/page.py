"""The page at `/`, and what it consists of: files of the package, nothing else, and nothing from elsewhere."""

from hashlib import sha256
from importlib.resources import files
from pathlib import PurePath

from fastapi import APIRouter, Request, Response
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse

from ..errors import RefusedError

router = APIRouter(include_in_schema=False)

# Said here, not looked up: what a machine takes .js for depends on what is installed there.
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}

FILES = {each.name: each.read_bytes() for each in files("service.page").iterdir() if PurePath(each.name).suffix in TYPES}

HEADERS = {
    "Cache-Control": "no-cache",  # may be kept, but not used without asking whether it is still the same
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

OFFLINE = (
    "<p>If you see this, what this page needs could not be fetched from the internet. "
    'The description itself is <a href="/openapi.json">openapi.json</a>; the service&rsquo;s own <a href="/">page</a> needs nothing.</p>'
)


@router.get("/")
def index(request: Request) -> Response:
    return _file("index.html", request)


@router.get("/page/{name}")
def part(name: str, request: Request) -> Response:
    return _file(name, request)


@router.get("/docs")
def docs() -> HTMLResponse:
    """What FastAPI makes of the description, with a sentence that is replaced as soon as Swagger UI is there."""
    page = bytes(get_swagger_ui_html(openapi_url="/openapi.json", title="Customer directory").body).decode()
    return HTMLResponse(page.replace('<div id="swagger-ui">', f'<div id="swagger-ui">{OFFLINE}'))


def _file(name: str, request: Request) -> Response:
    content = FILES.get(name)
    if content is None:
        raise RefusedError(404, f"the page has no {name!r}")
    tag = f'"{sha256(content).hexdigest()[:16]}"'
    headers = HEADERS | {"ETag": tag}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type=TYPES[PurePath(name).suffix])
