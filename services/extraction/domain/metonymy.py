"""Capitals that stand for their government: "Washington said", "talks with Tehran", "Moscow's defence ministry"."""

import re

from services.extraction.domain.atlas import Atlas, Entry
from services.extraction.domain.spans import Span

_STATE = re.compile(
    r"'s? (?:\w+ )?(?:ministry|minister|government|army|forces|troops|military|count|allies|ally|envoy|claims?"
    r"|ambassador|invasion|war|denial|influence|proxies|support|backing|spokesman|spokeswoman|policy|rulers"
    r"|leaders|air force|parliament|consent|approval|hands?|role|word|version|view|position|campaign|decision)\b"
    r"|-(?:backed|led|based|aligned|allied|supported|appointed|controlled|run|installed|held|friendly|imposed|made)\b"
)


def speaks(atlas: Atlas, folded: str, span: Span, entry: Entry) -> bool:
    """Whether a capital's or a country's name here is its government, which is nowhere in particular."""
    capital = span.key in atlas.capitals and entry.kind in ("town", "province")
    if not capital and entry.kind != "country":
        return False
    if _STATE.match(folded, span.end):
        return capital or folded[span.end] == "-"
    if not capital:
        return False
    lists = atlas.lists
    return span.after in lists["speech"] or span.before in lists["with"] or span.before in lists["told"]
