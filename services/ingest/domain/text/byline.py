"""Who wrote a story: the names alone, without "By", offices, agencies and addresses."""

import re

from services.ingest.domain.text.markup import line

_MAX = 300
_MOST_NAMES = 20
_BY = re.compile(r"(?:(?:written|story|reporting|text) )?by\b:?\s*|(?:von|par|por|da) (?=[A-Z])", re.IGNORECASE)
_ADDRESS = re.compile(r"<?\b[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,8}>?")
_APART = re.compile(r"\s*[,;|•·]\s*|\s+(?:and|und|et|&|with)\s+|\s+[-–—]\s+")
_YOUNGER = re.compile(r",\s*(?=(?:Jr|Sr|II|III)\b)")
_NO_NAME = re.compile(
    r"\b(?:agency|agencies|associated|bureau|correspondents?|desk|editors?|news|newsroom|press|reporters?|service|staff"
    r"|times|wire|writers?)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(r"\s+in\s+[A-Z].*$")
_FIRST_LINE = re.compile(r"By (?=[^\W\d_a-z][\w'’.-]* (?:[^\W\d_a-z]\.? )?[^\W\d_a-z])[^\n]{3,120}(?=\n|$)")


def byline_of(field: str | None, body: str) -> str | None:
    """The names in the author field, else in a "By ..." line at the head of the body; each once, commas between.

    An agency or a desk is named if nobody else is; at most 300 characters.
    """
    found = None if field else _FIRST_LINE.match(body)
    text = line(_ADDRESS.sub(" ", (field or (found[0] if found else ""))[: _MAX * 4]))
    return ", ".join(_names(_BY.sub("", text, count=1) if _BY.match(text) else text))[:_MAX].strip(" ,") or None


def _names(text: str) -> list[str]:
    """An RSS author is "desk@example.org (Mira Holt)"."""
    parts = _APART.split(_YOUNGER.sub(" ", text.strip(" ()<>")))
    names = [_PLACE.sub("", part).strip(" ,;()<>") for part in parts[:_MOST_NAMES]]
    people = [name for name in names if name and not _NO_NAME.search(name)]
    return list(dict.fromkeys(people or filter(None, names)))
