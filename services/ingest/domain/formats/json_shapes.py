"""JSON and JSON Lines to documents: the shape of an object tells the format."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from services.ingest.domain.formats import json_feed, ninjs, wire_json
from services.ingest.domain.formats.decoding import decoded
from services.ingest.domain.formats.entries import MAX_ITEMS
from services.ingest.domain.formats.merging import merged
from services.ingest.domain.items import Document, Fault, Skipped, UnreadableDocument

_NINJS = frozenset(
    "versioncreated pubstatus headlines bodies descriptions body_text body_xhtml body_html renditions standard "
    "eventdetails planningdetails".split()
)


@dataclass(frozen=True, slots=True)
class JsonFormat:
    """A format by the shape of its object."""

    name: str
    fits: Callable[[dict[str, Any]], bool]
    read: Callable[[Any, str | None], Document]


def _is_json_feed(value: dict[str, Any]) -> bool:
    return "jsonfeed.org" in str(value.get("version")) and isinstance(value.get("items"), list)


def _is_ninjs(value: dict[str, Any]) -> bool:
    """A `uri` (or, as Superdesk has it, a `guid`), and a name that only ninjs has."""
    names = {name.lower() for name in value}
    return not names.isdisjoint({"uri", "guid"}) and not names.isdisjoint(_NINJS)


def _is_schema(value: dict[str, Any]) -> bool:
    return "$schema" in value and "properties" in value


def _skipped_schema(value: Any, _: str | None) -> Document:
    return Document("json_schema", skipped=(Skipped("JSON schema", str(value.get("title"))[:300]),))


FORMATS = (
    JsonFormat("json_schema", _is_schema, _skipped_schema),
    JsonFormat("json_feed", _is_json_feed, json_feed.document),
    JsonFormat("ninjs", _is_ninjs, ninjs.document),
    JsonFormat("json", lambda _: True, wire_json.document),
)


def document(raw: bytes, url: str | None = None, hint: str | None = None) -> Document:
    """What is in the JSON: one value, or one on each line; a bad line is a fault. `hint`: the format where two fit.

    Raises:
        UnreadableDocument: broken JSON, JSON of no known shape, or nested too deep.
    """
    try:
        return _read(decoded(raw), url, hint)
    except RecursionError as error:
        raise UnreadableDocument("the JSON is nested too deep") from error


def _read(text: str, url: str | None, hint: str | None) -> Document:
    try:
        value = _loaded(text)
    except ValueError as error:
        lines = [line for line in text.split("\n") if line.strip()]
        objects = sum(line.lstrip().startswith("{") for line in lines)
        # Of JSON over several lines that broke off, few lines begin so.
        if objects <= len(lines) // 2 or not lines[1:]:
            raise UnreadableDocument(f"broken JSON: {error}") from error
        return merged("json", list(_lines(lines, url, hint)))
    return _document(value, url, hint)


def _lines(lines: list[str], url: str | None, hint: str | None) -> Iterator[Document]:
    for line in lines[:MAX_ITEMS]:
        try:
            yield _document(_loaded(line), url, hint)
        except ValueError as error:
            why = str(error) if isinstance(error, UnreadableDocument) else f"broken JSON: {error}"
            yield Document("json", faults=(Fault(line.encode(), why),))
    if len(lines) > MAX_ITEMS:
        why = f"only {MAX_ITEMS:,} lines of a document are read; {len(lines) - MAX_ITEMS:,} more were in it"
        yield Document("json", faults=(Fault(b"", why),))


def _document(value: Any, url: str | None, hint: str | None) -> Document:
    stories = wire_json.entries(value)
    fitting = _fitting(value)
    if not fitting[1:]:
        # A list of ninjs, or an object around one.
        fitting, value = _fitting(stories[0] if stories else None), stories
    return next((one for one in fitting if one.name == hint), fitting[0]).read(value, url)


def _fitting(value: Any) -> list[JsonFormat]:
    return [one for one in FORMATS[:-1] if isinstance(value, dict) and one.fits(value)] + [FORMATS[-1]]


def _loaded(text: str) -> Any:
    value = json.loads(text)
    # Half a pair of surrogates, escaped: no text, and no UTF-8 can be made of it.
    halves = "\\ud" in text or "\\uD" in text
    return json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")) if halves else value
