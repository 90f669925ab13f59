"""What a sentence says outright of who did it: claims, accusations, suspicions, denials, and that nobody is known."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from schemas.values import Attribution
from schemas.vocabulary import Stance
from services.extraction.domain import accusations, claims
from services.extraction.domain.doers import Doer
from services.extraction.domain.page import Page, Told
from services.extraction.domain.patterns import Pattern
from services.extraction.domain.remark_scope import Scope, speaker, told
from services.extraction.domain.text import Sentence

_TRIGGER: Final = Pattern("attributions.trigger")
_SUSPECT: Final = Pattern("attributions.suspect_named")
_UNKNOWN: Final = Pattern("attributions.unknown")
_RULES: Final[dict[str, Callable[[Scope, re.Match[str]], Iterator[Told[Attribution]]]]] = {
    "responsible": claims.claimed,
    "claim": claims.claim_verb,
    "claimed_by": claims.claimed_by,
    "said_did": claims.said_did,
    "we": claims.said_we,
    "account": claims.by_account,
    "said_not": claims.denied,
    "deny": claims.denied,
    "said_was": accusations.blamed,
    "blame": accusations.blamed,
    "behind": accusations.behind,
    "marks": accusations.marked,
}
"""What reads a remark, by the group of the trigger."""


def remarks(page: Page, sentence: Sentence, start: int, end: int) -> list[Told[Attribution]]:
    """All remarks of a part of a sentence, in order; each stands where the word is that makes it one."""
    whole = Scope(page, sentence.start, sentence.end)
    found: list[Told[Attribution]] = []
    for mark in _TRIGGER.finditer(page.folded, start, end):
        found.extend(_RULES[mark.lastgroup or ""](whole, mark))
    if person := _SUSPECT.search(page.text, start, end):
        found.append(_named(person))
    if nobody := _UNKNOWN.search(page.folded, start, end):
        found.append(told(Stance.UNATTRIBUTED, None, nobody, speaker(page, start, end), "nobody"))
    return found


def _named(mark: re.Match[str]) -> Told[Attribution]:
    """As in "the suspect, John Doe", "police named the gunman as John Doe"."""
    group = "name" if mark["name"] else "named"
    doer = Doer(mark[group], mark.start(group), mark.end(group))
    guessed = any(word in mark[0] for word in ("suspect", "alleged", "accused"))
    return told(Stance.SUSPECTED if guessed else Stance.BLAMED, doer, mark, None, "suspect named")
