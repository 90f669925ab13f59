"""Why a fetch came to nothing."""

from typing import Literal

import aiohttp

from services.ingest.sources.guard import Refused

Kind = Literal[
    "url", "refused", "name", "connect", "tls", "timeout", "broken", "too-large", "bomb", "encoding", "redirects"
]
_KINDS: tuple[tuple[type[Exception], Kind, str], ...] = (
    (TimeoutError, "timeout", "took too long"),
    (aiohttp.InvalidURL, "refused", "is no address in its usual form"),
    (aiohttp.ClientConnectorDNSError, "name", "the name is not known"),
    (aiohttp.ClientSSLError, "tls", "no safe connection: its certificate or its TLS is wrong"),
    (aiohttp.ClientConnectorError, "connect", "no connection"),
    (Exception, "broken", "broke off, or answered what is no HTTP"),
)
"""The words are ours: what a library says may hold what the server sent or we asked, and that is not for logs."""


class FetchFailed(Exception):
    """A fetch that gave no answer of use.

    The text is for operators and logs: it names the host, never a path, a query or a header.
    """

    def __init__(self, kind: Kind, text: str) -> None:
        super().__init__(text)
        self.kind: Kind = kind
        self.text = text


def failure_of(error: Exception, host: str) -> FetchFailed:
    """The failure that an error of aiohttp, of the system or of a value means."""
    if isinstance(error, FetchFailed):
        return FetchFailed(error.kind, f"{host}: {error.text}")
    inner = getattr(error, "os_error", None)
    if isinstance(inner, Refused):
        return FetchFailed("refused", f"{host}: {inner.strerror}")
    return next(FetchFailed(kind, f"{host}: {words}") for known, kind, words in _KINDS if isinstance(error, known))
