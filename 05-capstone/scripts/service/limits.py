"""Refuses bodies that are too large, as soon as that is known: by what the request announces, else by what has come."""

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .errors import answer

CLOSE = {"Connection": "close"}
"""The rest of the body is not read, so nothing can follow it on the same connection."""


class LimitBody:
    """An application that gets no body of more than `largest` bytes: the client is answered 413."""

    def __init__(self, app: ASGIApp, largest: int) -> None:
        self.app = app
        self.largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refused = f"the body is too large: at most {self.largest} bytes"
        # The server lets only digits through, and no more than that many bytes.
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if int(announced) > self.largest:
            await answer(413, refused, headers=CLOSE)(scope, receive, send)
            return
        size = 0

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > self.largest:
                raise HTTPException(413, refused, CLOSE)
            return message

        await self.app(scope, counted, send)
