"""The socket that the service listens on."""

import socket


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens; port 0 is any that is free.

    asyncio sends small packets at once (TCP_NODELAY) only on a socket that says of itself that it is TCP. One of `create_server` does not:
    each answer would wait for the client's delayed acknowledgement, some 40 ms.

    Raises:
        OSError: the port is in use, or the address is none of this machine's.
        ValueError: no port has this number.
    """
    if not 0 <= port <= 65535:
        raise ValueError(f"the port must be a number from 0 to 65535, not {port}")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    unnamed = socket.create_server((host, port), family=family)
    return socket.socket(unnamed.family, unnamed.type, socket.IPPROTO_TCP, fileno=unnamed.detach())
