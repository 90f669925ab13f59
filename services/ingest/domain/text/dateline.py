"""Where a story was filed, read at the head of its body; the body keeps it, for offsets refer to the whole."""

import re

_HEAD = 250
_LONGEST = 100
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DATE = re.compile(
    rf"[,(]?\s*\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?"
    rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?\)?",
    re.IGNORECASE,
)
_CREDIT = re.compile(r"\([^()\n]{1,60}\)|/[^/\n]{1,60}/")
_END = re.compile(r" ?(?:--|[—–]) ?| - |: ")
_FILED_BY = re.compile(r"\s*By [^\n]{3,80}? in (?P<place>[^\W\d_a-z][^\n,.;]{1,60}?)(?: and agencies)?(?=[,;]|\s*\n|$)")
_WORD = re.compile(r"[^\W\d_a-z][\w'’.\-/]*,?|(?:al|and|d[aeiou]l?|el|l[ae]s?|of|the|upon|on|sur|am|an der)|/|&")
_CAPITALS = 3
"""At least so many: "UN - the body" and "I - for one" are no places."""
_NO_PLACE = frozenset(
    "advisory analysis audio breaking clarification correction corrections corrected editor editors eds exclusive"
    " explainer factbox flash fixes gallery interview kill live new news note opinion photo photos profile q&a recap"
    " sports story timeline tv update updated updates urgent video warning watch withdrawn wrapup".split()
)


def dateline_of(body: str) -> str | None:
    """The place at the head of the body ("BAGHDAD, Jan. 5 (Harbourline) -- "), if it begins with a dateline.

    Places are in capitals, or a credit or a date stands behind them; a colon ends a place in capitals only.
    """
    head = body[:_HEAD].lstrip()
    filed = _FILED_BY.match(head)
    if filed:
        return filed["place"].strip()
    end = _END.search(head)
    line = head[: end.start()] if end else "\n"
    if "\n" in line or not end:
        return None
    place, signs = _DATE.subn("", _CREDIT.sub("\0", line), count=1)
    marked = bool(signs or "\0" in place) and end[0] != ": "
    place = " ".join(place.replace("\0", " ").split()).strip(" ,.;")
    return place if _is_place(place, marked) else None


def _is_place(place: str, marked: bool) -> bool:
    words = place.split()
    if not words or len(place) > _LONGEST or words[0].strip(",.").lower() in _NO_PLACE:
        return False
    return (marked or sum(map(str.isupper, words[0])) >= _CAPITALS) and all(map(_WORD.fullmatch, words))
