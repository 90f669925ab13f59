"""Sites named after a place: "Erbil's airport", "Harir air base", "the airport of Aden", "the port of Latakia"."""

import re
from dataclasses import replace

from schemas.vocabulary import Precision
from services.extraction.domain.atlas import Atlas, Entry
from services.extraction.domain.folding import name_key
from services.extraction.domain.spans import Span

_KINDS = (
    r"(?P<kind>airport|air ?base|air ?field|air force base|air force station|military base|military airport"
    r"|naval base|base|port|harbour|harbor|refinery|prison|embassy|camp|green zone)"
)
_QUALITY = r"(?: (?:main|international|civilian|military|domestic|oil|sea|refugee))?"
_AFTER = re.compile(rf"(?:'s)?{_QUALITY} {_KINDS}\b", re.IGNORECASE)
_BEFORE = re.compile(
    rf"\b(?:international )?{_KINDS} (?:of|in|at|near|outside) (?:the (?:city|town|capital) of )?$", re.IGNORECASE
)
_SAME = {"airbase": "air base", "airfield": "air base", "air field": "air base", "military airport": "air base",
         "air force base": "air base", "air force station": "air base", "military base": "base", "harbour": "port",
         "harbor": "port", "port": "port"}  # fmt: skip
_ALIKE = {"air base": ("air base", "airport", "base"), "airport": ("airport", "air base"),
          "base": ("base", "air base", "camp"), "camp": ("camp", "base")}  # fmt: skip
_WINDOW = 48
_OWN_SITES = frozenset(("town", "province", "part", "region"))


def _curated(atlas: Atlas, span: Span, kind: str, country: str | None) -> Entry | None:
    """The hand-written entry of the site."""
    for noun in _ALIKE.get(kind, (kind,)):
        for entry in atlas.named.get(f"{span.key} {name_key(noun)}", ()):
            if entry.country == country:
                return entry
    return None


def site_at(atlas: Atlas, folded: str, span: Span, entry: Entry) -> tuple[int, int, Entry] | None:
    """The site that the words around a name speak of, with the offsets of the whole name."""
    after = _AFTER.match(folded, span.end)
    left = max(0, span.start - _WINDOW)
    before = None if after else _BEFORE.search(folded[left : span.start])
    match = after or before
    if match is None or entry.kind in ("country", "sea"):
        return None
    kind = match["kind"].lower()
    start, end = (span.start, match.end()) if after else (left + match.start("kind"), span.end)
    if entry.kind not in _OWN_SITES:
        return start, end, entry
    return start, end, _site(atlas, span, entry, _SAME.get(kind, kind))


def _site(atlas: Atlas, span: Span, entry: Entry, kind: str) -> Entry:
    curated = _curated(atlas, span, kind, entry.country)
    if curated or entry.kind != "town":
        return curated or entry
    return replace(entry, name=f"{entry.name} {kind}", precision=Precision.SITE, kind="site")
