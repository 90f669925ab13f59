"""E-mail and mbox: a story in a message, or documents attached to one."""

import re
from collections.abc import Callable
from contextlib import suppress
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from itertools import islice

from services.ingest.domain.formats.decoding import decoded, legal
from services.ingest.domain.formats.merging import merged
from services.ingest.domain.formats.prose import unwrapped
from services.ingest.domain.items import Document, Fault, Item, Skipped, UnreadableDocument
from services.ingest.domain.text.markup import plain
from services.ingest.domain.text.times import when

MAX_PARTS = 100
MAX_NESTED = 20
"""Multiparts in one message: each line of it is compared with the boundaries of all."""
MAX_LINES = 500_000
_MAX_HEADER = 2000
"""Characters of a header that are read: decoding one takes quadratic time."""
_NESTED = re.compile(rb"content-type:\s{0,9}(?:multipart|message)/", re.I)
_PARAMETERS = re.compile(rb"^content-(?:type|disposition):[^\n]*(?:\n[ \t][^\n]*)*+", re.I | re.M)
_BETWEEN = re.compile(rb"(?:\A|(?<=\n)\r?\n)From \S{1,300} [^\n]{0,80}?\d{4}[^\n]{0,20}\n(?=[\w-]{1,80}:)")
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.M)
_PREFIXES = re.compile(r"^(?:(?:re|fwd?|aw|wg)\s*:\s*)+", re.I)
_SIGNATURE = re.compile(r"^(?:-- ?$|-{2,} ?original message ?-{2,}).*", re.M | re.S | re.I)
_QUOTE = re.compile(r"(?:^On [^\n]{1,200} wrote:\s*\n)?(?:^>[^\n]*(?:\n|\Z))+", re.M)
_DOCUMENTS = re.compile(r"[^/]+/(?:.*\+)?(?:xml|json|x-ndjson|ndjson)")

Reader = Callable[[bytes], Document]


def document(raw: bytes, url: str | None = None, read: Reader | None = None) -> Document:  # noqa: ARG001 - readers are called alike
    """The stories of one message or of an mbox: what `read` makes of a message's attachments, else its own text.

    Raises:
        UnreadableDocument: there is no message in it that can be read.
    """
    if raw.count(b"\n") > MAX_LINES:
        raise UnreadableDocument(f"mail of more than {MAX_LINES:,} lines")
    kind = "mbox" if raw.startswith(b"From ") else "mail"
    return merged(kind, [_read_message(message, read) for message in _messages(raw)])


def _messages(raw: bytes) -> list[bytes]:
    if not raw.startswith(b"From "):
        return [raw]
    return [_QUOTED_FROM.sub(rb"\1", part) for part in _BETWEEN.split(raw) if part.strip()]


def _read_message(raw: bytes, read: Reader | None) -> Document:
    """One message; whatever is wrong with it is its own fault."""
    try:
        if len(_NESTED.findall(raw)) > MAX_NESTED:
            raise UnreadableDocument(f"a message with more than {MAX_NESTED} parts in parts")
        if any(len(header[0]) > _MAX_HEADER for header in _PARAMETERS.finditer(raw)):
            raise UnreadableDocument(f"a message whose parts have headers of more than {_MAX_HEADER:,} bytes")
        return _told(message_from_bytes(raw), raw, read)
    except UnreadableDocument as error:
        return Document("mail", faults=(Fault(raw, str(error)),))
    except Exception as error:  # noqa: BLE001 - the standard parser raises many things over broken headers
        return Document("mail", faults=(Fault(raw, f"a broken message: {type(error).__name__}: {error}"),))


def _told(message: Message, raw: bytes, read: Reader | None) -> Document:
    parts = [part for part in islice(message.walk(), MAX_PARTS) if not part.is_multipart()]
    attached = [part for part in parts if part.get_filename() or _DOCUMENTS.fullmatch(part.get_content_type())]
    found = [_attached(part, read) for part in attached]
    body = _text([part for part in parts if part not in attached])
    if any(one.items for one in found):
        return merged("mail", found)
    if not body:
        found.append(Document("mail", faults=(Fault(raw, "a message without text"),)))
        return merged("mail", found)
    return merged("mail", [Document("mail", (_item(message, body, raw),)), *found])


def _attached(part: Message, read: Reader | None) -> Document:
    content = _content(part)
    try:
        if read:
            return read(content)
    except UnreadableDocument as error:
        if _DOCUMENTS.fullmatch(part.get_content_type()):
            return Document("mail", faults=(Fault(content, str(error)),))
    return Document("mail", skipped=(Skipped(part.get_content_type(), part.get_filename()),))


def _item(message: Message, body: str, raw: bytes) -> Item:
    return Item(
        guid=_header(message, "message-id").strip("<> ") or None,
        headline=_PREFIXES.sub("", _header(message, "subject")),
        body=body,
        byline=parseaddr(_header(message, "from"))[0] or None,
        language=_header(message, "content-language").partition(",")[0] or None,
        published=when(_header(message, "date")),
        revises=_header(message, "supersedes", "replaces").strip("<> ") or None,
        raw=raw,
    )


def _text(parts: list[Message]) -> str:
    """The first plain text, else the first HTML; without signature and quotes."""
    texts = {part.get_content_type(): part for part in reversed(parts)}
    if "text/plain" in texts:
        said = legal(_decoded(texts["text/plain"])).replace("\r\n", "\n")
        return unwrapped(_QUOTE.sub("", _SIGNATURE.sub("", said)))
    return plain(legal(_decoded(texts["text/html"]))) if "text/html" in texts else ""


def _decoded(part: Message) -> str:
    content = _content(part)
    try:
        return content.decode(part.get_content_charset("utf-8"))
    except (LookupError, ValueError):
        return decoded(content)


def _content(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _header(message: Message, *names: str) -> str:
    """The first of the headers that is there, as text of one line."""
    told = {name.lower(): str(value) for name, value in message.raw_items()}
    value = next((told[name] for name in names if name in told), "")[:_MAX_HEADER]
    with suppress(LookupError, ValueError, HeaderParseError):
        value = str(make_header(decode_header(value))) if "=?" in value else value
    return " ".join(decoded(value.encode("utf-8", "surrogateescape")).split())
