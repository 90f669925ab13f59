"""Where the next page of a list begins: a key in the list's order, bound to the question that was asked."""

import base64
import binascii
import hashlib
from typing import Any, Final

import orjson

_CHECK: Final = 8
_LONGEST: Final = 1000


class WrongCursor(ValueError):
    """The cursor is none of this question; the text says why."""


def cursor(question: str, key: tuple[Any, ...]) -> str:
    """The cursor behind the row with this key."""
    body = orjson.dumps(key)
    return base64.urlsafe_b64encode(_check(question, body) + body).decode().rstrip("=")


def key_of(question: str, text: str, kinds: tuple[type, ...]) -> tuple[Any, ...]:
    """The key that a cursor holds, with values of these kinds.

    Raises:
        WrongCursor: it was not made here, or for another question.
    """
    try:
        raw = base64.b64decode(text[:_LONGEST] + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        check, body = raw[:_CHECK], raw[_CHECK:]
        if check != _check(question, body):
            raise WrongCursor("the cursor is not of this question: take it from an answer to the same filters")
        key = tuple(orjson.loads(body))
    except (binascii.Error, TypeError, ValueError) as error:
        raise error if isinstance(error, WrongCursor) else WrongCursor("this is no cursor") from error
    if len(key) != len(kinds) or not all(isinstance(one, kind) for one, kind in zip(key, kinds, strict=True)):
        raise WrongCursor("this is no cursor")
    return key


def _check(question: str, body: bytes) -> bytes:
    return hashlib.sha256(f"{question}\n".encode(errors="surrogatepass") + body).digest()[:_CHECK]
