"""ninjs, IPTC's news in JSON: 1.x and 2.x in small letters, 3.x in camelCase, and what agencies add to them."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, TypeAlias

from services.ingest.domain.formats.codes import status_of, topic_of, version_of
from services.ingest.domain.formats.ninjs_body import body_of, headline_of, summary_of, written
from services.ingest.domain.items import Document, Fault, Item, Skipped, Status, UnreadableDocument
from services.ingest.domain.text.markup import line
from services.ingest.domain.text.times import when

Fields: TypeAlias = dict[str, Any]
"""An object whose names are in small letters: 1.x, 2.x and 3.x differ in nothing else."""

_OWN = frozenset(
    "associations bodies body_html body_text body_xhtml contentcreated descriptions ednote eventdetails firstcreated "
    "headlines pubstatus renditions representationtype standard $standard versioncreated".split()
)
"""Names that other JSON does not use beside a `uri` or `guid`."""
_TOPICS = ("uri", "qcode", "code", "literal")


def is_known(value: Any) -> bool:
    """Whether an object looks like ninjs, or like the schema of an extension of it (which is skipped)."""
    names = {str(name).lower() for name in value} if isinstance(value, dict) else set()
    return bool(names & {"uri", "guid"} and names & _OWN) or ("$id" in names and "ninjs" in str(value.get("$id")))


def document(value: Any, url: str | None = None) -> Document:  # noqa: ARG001 - readers of JSON are called alike
    """The stories in a ninjs object, or in a list of them; text items among the associations are stories too.

    Raises:
        UnreadableDocument: neither an object nor a list, or one that is nested too deep.
    """
    if not isinstance(value, dict | list):
        raise UnreadableDocument(f"ninjs is an object or a list of objects, not {type(value).__name__}")
    try:
        found = [entry for one in (value if isinstance(value, list) else [value]) for entry in _entries(one)]
    except RecursionError as error:
        raise UnreadableDocument("the JSON is nested too deep") from error
    return Document(
        "ninjs",
        items=tuple(one for one in found if isinstance(one, Item)),
        faults=tuple(one for one in found if isinstance(one, Fault)),
        skipped=tuple(one for one in found if isinstance(one, Skipped)),
    )


def _entries(value: Any) -> Iterator[Item | Fault | Skipped]:
    """The entry itself, then the stories that go with it."""
    if not isinstance(value, dict):
        yield Fault(_raw(value), f"a ninjs item is an object, not {type(value).__name__}")
        return
    fields = _small(value)
    yield _entry(fields, _raw(value))
    for other in _objects(fields.get("associations")):
        if _kind(other) == "text" and body_of(other):
            yield _entry(other, _raw(other))


def _entry(fields: Fields, raw: bytes) -> Item | Fault | Skipped:
    kind, guid = _kind(fields), _guid(fields)
    status, embargo = _release(fields)
    headline, body = headline_of(fields), body_of(fields) or (summary_of(fields) if kind == "text" else "")
    if not (guid or headline or body):
        return Fault(raw, "no uri, no headline, no body: this is no ninjs item")
    if not _is_story(kind, headline, body, taken_back=status != "usable"):
        return Skipped(kind, guid)
    return Item(
        guid=guid,
        url=written(fields.get("url")) or None,
        headline=headline,
        body=body,
        dateline=_one_of(fields, "dateline", "located"),
        byline=_one_of(fields, "byline", "by") or _names(fields, "bylines", "authors"),
        language=_one_of(fields, "language"),
        published=_time(fields, "firstcreated", "contentcreated", "versioncreated"),
        updated=_time(fields, "versioncreated"),
        version=version_of(fields.get("version")),
        status=status,
        embargo=embargo,
        revises=_other(fields, guid),
        slug=_one_of(fields, "slugline"),
        note=_one_of(fields, "ednote"),
        keywords=tuple(_listed(fields, "keywords", "keyword")),
        subjects=tuple(dict.fromkeys(_subjects(fields))),
        raw=raw,
    )


def _kind(fields: Fields) -> str:
    """The item's type; what says none is an event, a plan, or a text."""
    told = written(fields.get("type")).strip().lower()
    for sign in ("event", "planning"):
        if told == sign or (not told and f"{sign}details" in fields):
            return sign
    return told or "text"


def _is_story(kind: str, headline: str, body: str, *, taken_back: bool) -> bool:
    """Events and plans are none; of a picture or a package the body is one; a text may be taken back without words."""
    if kind in ("event", "planning"):
        return False
    told = any(letter.isalnum() for letter in headline + body)
    return (told or taken_back) if kind == "text" else bool(told and body)


def _release(fields: Fields) -> tuple[Status, datetime | None]:
    """Status and embargo; an embargo whose time nobody can read holds the story back."""
    status = status_of(written(fields.get("pubstatus")))
    told = written(fields.get("embargoed")).strip()
    embargo = when(told)
    return ("withheld" if told and not embargo and status == "usable" else status), embargo


def _guid(fields: Fields) -> str | None:
    return _one_of(fields, "uri", "guid") or next(_values(fields.get("altids")), None)


def _other(fields: Fields, guid: str | None) -> str | None:
    """The story that this one was rewritten from, as Superdesk says it."""
    other = _one_of(fields, "evolvedfrom")
    return other if other != guid else None


def _subjects(fields: Fields) -> Iterator[str]:
    for subject in _objects(fields.get("subject")) + _objects(fields.get("subjects")):
        scheme = written(subject.get("scheme")) or None
        topics = (topic_of(written(subject.get(name)), None if name == "uri" else scheme) for name in _TOPICS)
        yield from (topic for topic in topics if topic)


def _listed(fields: Fields, *names: str) -> Iterator[str]:
    """Words of lists of texts, of lists of objects with a name, and of one text with commas."""
    for name in names:
        value = fields.get(name)
        for word in value.split(",") if isinstance(value, str) else value if isinstance(value, list) else ():
            told = line(written(word.get("name") if isinstance(word, dict) else word))
            if told:
                yield told


def _names(fields: Fields, *names: str) -> str | None:
    told = [name for field in names for name in (*_listed(fields, field), *_values(fields.get(field)))]
    return ", ".join(dict.fromkeys(told)) or None


def _values(value: Any) -> Iterator[str]:
    """The values of a list of roles, or of an object that has them by role."""
    told = value.values() if isinstance(value, dict) else [one.get("value") for one in _objects(value)]
    return (text for text in map(written, told) if text.strip())


def _one_of(fields: Fields, *names: str) -> str | None:
    return next((text for name in names if (text := line(written(fields.get(name))))), None)


def _time(fields: Fields, *names: str) -> datetime | None:
    return next((moment for name in names if (moment := when(written(fields.get(name))))), None)


def _objects(value: Any) -> list[Fields]:
    """The objects of a list, or of an object that has them by name (1.x)."""
    told = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [_small(one) for one in told if isinstance(one, dict)]


def _small(value: dict[Any, Any]) -> Fields:
    return {str(name).lower(): one for name, one in value.items()}


def _raw(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, default=str).encode("utf-8", "replace")
