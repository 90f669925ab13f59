"""Words, links and topics of feed entries."""

import html
import re
from collections.abc import Iterable
from itertools import islice
from urllib.parse import urljoin, urlsplit

from services.ingest.domain.formats.xml import Element
from services.ingest.domain.text.markup import line

MAX_URL = 2048
"""Longer addresses are none."""
MAX_TOPICS = 100
"""More categories of one story are not read."""
_MARKUP = re.compile(r"</[a-z]\w*\s*>|<(?:br|p|hr|img)\b|&(?:amp|lt|gt|quot|nbsp|[lr][sd]quo|#\d+|#x[\da-f]+);", re.I)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}")
_CODE = re.compile(r"(\d{8})/?$")


def as_markup(text: str) -> str:
    """Text that may be HTML as HTML: a lone `<` of plain text is no tag."""
    return text if _MARKUP.search(text) else html.escape(text, quote=False)


def absolute(link: str | None, base: str | None) -> str | None:
    """The web address that the link means on a page at `base`; None if it means none."""
    try:
        found = urljoin(base or "", (link or "").strip().replace(" ", "%20")) if link else ""
        parts = urlsplit(found)
        return found if parts.scheme in {"http", "https"} and parts.hostname and len(found) <= MAX_URL else None
    except ValueError:
        return None


def language(*declared: str | None) -> str | None:
    """The first of the declared languages that is a language tag."""
    tags = (tag.strip().replace("_", "-") for tag in declared if tag)
    return next((tag for tag in tags if _LANGUAGE.fullmatch(tag)), None)


def lang_of(element: Element) -> str:
    """What `xml:lang` says of the element; empty if nothing."""
    return str(element.xpath("string(ancestor-or-self::*[@xml:lang][1]/@xml:lang)"))


def topics(categories: Iterable[tuple[str, str, str]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Keywords and subjects of categories, each given as scheme, term and label; a code is no keyword."""
    keywords, subjects = dict[str, None](), dict[str, None]()
    for scheme, term, label in islice(categories, MAX_TOPICS):
        code, said = _CODE.search(term), f"{scheme} {term}".lower()
        kind = "medtop" if "medtop" in said or "mediatopic" in said else "subj" if "subj" in said else None
        if code and kind:
            subjects[f"{kind}:{code[1]}"] = None
        keywords[line(as_markup(label or ("" if code and kind else term)))] = None
    return tuple(filter(None, keywords)), tuple(subjects)
