"""Headline and body of a ninjs item: one of the several forms in which it carries them."""

from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Any

from services.ingest.domain.formats.nitf import body_of as nitf_body
from services.ingest.domain.formats.prose import unwrapped
from services.ingest.domain.formats.xml import parsed
from services.ingest.domain.items import UnreadableDocument
from services.ingest.domain.text.markup import line, plain

_HTML, _NITF, _PLAIN = 0, 1, 2
_NO_BODY = frozenset("abstract caption headline script shotlist summary teaser title".split())
"""Roles of bodies that are not the story."""
_MAIN = ("main", "headline", "", "default", "text")


def written(value: Any) -> str:
    """The text that stands there, with halves of characters replaced; empty if there is none."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def headline_of(fields: dict[str, Any]) -> str:
    """The main headline (`headline`, `headline_main`, `headlines`), else any, else the title."""
    told = dict(_by_role(fields, "headline", "headlines"))
    chosen = [told[role] for role in _MAIN if role in told] + list(told.values()) + [written(fields.get("title"))]
    return next((text for text in map(line, chosen) if text), "")


def body_of(fields: dict[str, Any]) -> str:
    """The body, with its paragraphs: HTML tells them best, then NITF, then plain text; the first that tells any.

    A headline that the body begins with is not told twice.
    """
    told = _best(form for form in _by_role(fields, "body", "bodies") if form[0] not in _NO_BODY)
    first, _, rest = told.partition("\n")
    return rest.strip() if rest and " ".join(first.split()) == headline_of(fields) else told


def summary_of(fields: dict[str, Any]) -> str:
    """What a text that comes without its body is about: the description, which of a picture would be the caption."""
    return _best(_by_role(fields, "description", "descriptions"))


def _best(told: Iterable[tuple[str, str]]) -> str:
    forms = [(form, text) for role, text in told if (form := _form(role, text)) is not None]
    return next((body for form, text in sorted(forms, key=itemgetter(0)) if (body := _told(form, text))), "")


def _form(role: str, text: str) -> int | None:
    """How the text is written; None for markup that we do not know (an agency's own XML)."""
    role = role.lower()
    if "html" in role or "richtext" in role:
        return _HTML
    if text.lstrip().startswith(("<?xml", "<nitf")):
        return _NITF if "<nitf" in text[:2000] else None
    if "xml" in role or "nitf" in role:
        return None
    return _HTML if text.lstrip().startswith("<") else _PLAIN


def _told(form: int, text: str) -> str:
    if form == _HTML:
        return plain(text)
    if form == _PLAIN:
        return unwrapped(text)
    try:
        return nitf_body(parsed(text.encode()))
    except UnreadableDocument:
        return ""


def _by_role(fields: dict[str, Any], name: str, plural: str) -> Iterator[tuple[str, str]]:
    """Role (or content type) and text of each form: `body`, `body_xhtml` of 1.x, `bodies` of 2.x and 3.x."""
    for key, value in fields.items():
        if (key == name or key.startswith(f"{name}_")) and isinstance(value, str):
            yield key[len(name) + 1 :], written(value)
    listed = fields.get(plural)
    for value in listed if isinstance(listed, list) else ():
        if isinstance(value, dict):
            small = {str(key).lower(): written(one) for key, one in value.items()}
            role, kind = small.get("role", "").lower(), small.get("contenttype", "").lower()
            yield role if role in _NO_BODY or name == "headline" else f"{kind} {role}".strip(), small.get("value", "")
