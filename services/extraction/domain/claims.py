"""Claims and denials: what those named say of themselves, and that nobody has said it was he."""

import re
from collections.abc import Iterator
from typing import Final

from schemas.values import Attribution
from schemas.vocabulary import Stance
from services.extraction.domain.anaphora import meant
from services.extraction.domain.doers import Doer, accused_forces, home_speaker
from services.extraction.domain.page import Told
from services.extraction.domain.patterns import Pattern
from services.extraction.domain.remark_scope import Scope, is_nobody, is_object, objects, subject, told

_NEGATED: Final = Pattern("attributions.negated")
_DEED_SAID: Final = Pattern("attributions.deed_said")
_SUBJECT_BREAK: Final = Pattern("attributions.subject_break")
_MUNITIONS_USED: Final = Pattern("attributions.munitions_used")
_HABIT: Final = Pattern("attributions.habit")
_DENIED_WHAT: Final = Pattern("attributions.denied_what")
_PASSIVE: Final = re.compile(
    r"\b(?:was|were|is|are|be|been|being|stands?|stood)"
    r"(?: (?:\w+ly|also|then|still|since|once|again|now|all|both)){0,2} $"
)
_NOUN: Final = re.compile(
    r"\b(?:the|an?|his|of|any|this|that|its|their|such|these|those|no|two|rival|several|competing)"
    r" (?:(?:initial|first|immediate|unverified|false|earlier|public|similar|separate|other) )?$"
)
_NOR_CONFIRMED: Final = re.compile(r"\bconfirm(?:ed|ing|s)? (?:nor|or) $")
_WE: Final = re.compile(r"\bwe (?:\w+ )?$")
_HIMSELF: Final = re.compile(
    r" (?:it|this|that|any|all|both|involvement|responsib|having|being|carrying|targeting"
    r"|the (?:accus|charge|allegation))"
)
_OWN_WORK: Final = re.compile(r"(?:was|were|is|are|had been) ")
_OWN_DEEDS: Final = (
    "bombed",
    "shelled",
    "struck",
    "hit",
    "targeted",
    "attacked",
    "fired",
    "launched",
    "raided",
    "carried out",
)
_BESIDE: Final = 50
_NEXT: Final = 26


def claimed(s: Scope, mark: re.Match[str]) -> Iterator[Told[Attribution]]:
    """As in "Ansaru took responsibility", "no group has owned up"."""
    if is_nobody(s, mark.start()):
        yield told(Stance.UNATTRIBUTED, None, mark, None, "nobody")
        return
    if _NEGATED.search(s.page.folded, s.start, mark.start()):
        return
    doer = _owner(s, mark.start()) if _OWN_WORK.match(mark[0]) else subject(s, mark.start())
    if doer:
        yield told(Stance.CLAIMED, doer, mark, doer.name, "claimed")


def _forces(s: Scope, mark: re.Match[str]) -> Doer | None:
    """As in "the army denied it": those of the country told of, right before the verb."""
    if not _HIMSELF.match(s.page.folded, mark.end()):
        return None
    found = accused_forces(s.page, max(s.start, mark.start() - _BESIDE), mark.start())
    near = found and not _SUBJECT_BREAK.search(s.page.folded[found[0].end : mark.start()])
    return found[0] if near and mark.start() - found[0].end < _NEXT else None


def _owner(s: Scope, at: int) -> Doer | None:
    """As in "Islamic State said that one was its doing": the last named."""
    return next((d for d in reversed(s.known) if d.end <= at), None)


def claim_verb(s: Scope, mark: re.Match[str]) -> Iterator[Told[Attribution]]:
    """As in "the group claimed it": a verb with a subject; passive and noun are read elsewhere."""
    if _PASSIVE.search(s.page.folded, s.start, mark.start()) or s.page.folded.startswith(" by ", mark.end()):
        return
    noun = mark[0] in ("claim", "claims")
    if noun and _NOUN.search(s.page.folded, max(s.start, mark.start() - 24), mark.start()):
        return
    yield from claimed(s, mark)


def claimed_by(s: Scope, mark: re.Match[str]) -> Iterator[Told[Attribution]]:
    """As in "claimed by Ansaru"."""
    for doer in [d for d in objects(s, mark.end())[:2] if not d.bare]:
        yield told(Stance.CLAIMED, doer, mark, doer.name, "claimed")


def said_did(s: Scope, mark: re.Match[str]) -> Iterator[Told[Attribution]]:
    """As in "the group said its fighters had stormed"; a government that destroyed something mostly shot it down."""
    words = s.page.folded[mark.end() : min(s.end, mark.end() + 150)]
    did = _DEED_SAID.search(words)
    used = _MUNITIONS_USED.search(words)
    if (did is None and used is None) or is_nobody(s, mark.start()):
        return
    doer = subject(s, mark.start()) or _speaker_behind(s, mark) or _own_army(s, mark, did)
    if doer is None or _NEGATED.search(s.page.folded, s.start, mark.start()):
        return
    if doer.state and (did is None or did[0].endswith("destroyed")):
        return
    yield told(Stance.CLAIMED, doer, mark, doer.name, "said so")


def _own_army(s: Scope, mark: re.Match[str], did: re.Match[str] | None) -> Doer | None:
    """As in "the army said its troops had bombed": the home army of its own deed, no arrest."""
    if did is None or not did[0].endswith(_OWN_DEEDS):
        return None
    return home_speaker(s.page, max(s.start, mark.start() - _NEXT), mark.start())


def _speaker_behind(s: Scope, mark: re.Match[str]) -> Doer | None:
    """As in ", said the group's spokesman"."""
    if s.page.folded[max(0, mark.start() - 3) : mark.start()].strip(" ") not in (",", ',"', '"'):
        return None
    return next((d for d in (*s.known, *s.others) if 0 <= d.start - mark.end() <= 5), None)  # noqa: PLR2004


def said_we(s: Scope, mark: re.Match[str]) -> Iterator[Told[Attribution]]:
    """As in "We struck the convoy", in direct speech."""
    if s.page.said_in(mark.start()) is None:
        return
    doer = _we_who(s, mark) or meant(s.page, mark.start(), s.start)
    if doer and not doer.bare:
        yield told(Stance.CLAIMED, doer, mark, doer.name, "we")


def _we_who(s: Scope, mark: re.Match[str]) -> Doer | None:
    """Who says "we": those named behind the quotation, or before it."""
    after = s.page.folded.find('"', mark.end(), s.end)
    after = mark.end() if after < 0 else after
    behind = [d for d in (*s.known, *s.others) if d.start > after and not is_object(s, d)]
    behind = behind or accused_forces(s.page, after, s.end)
    return next(iter(behind), None) or subject(s, mark.start())


def denied(s: Scope, mark: re.Match[str]) -> Iterator[Told[Attribution]]:
    """As in "Ansaru denied involvement", "said it was not behind it"; not that nothing happened."""
    plain = mark[0].startswith("den")
    if plain and _NEGATED.search(s.page.folded, s.start, mark.start()):
        return
    if _NOR_CONFIRMED.search(s.page.folded, max(s.start, mark.start() - 20), mark.start()):
        return
    if plain and _HABIT.search(s.page.folded, max(s.start, mark.start() - 14), min(s.end, mark.end() + 40)):
        return
    if plain and not _DENIED_WHAT.match(s.page.folded, mark.end(), min(s.end + 1, mark.end() + 70)):
        return
    doer = _we_who(s, mark) if _WE.search(s.page.folded, s.start, mark.start()) else subject(s, mark.start())
    doer = doer or _forces(s, mark)
    if doer and not is_nobody(s, mark.start()):
        yield told(Stance.DENIED, doer, mark, doer.name, "denied")


def by_account(s: Scope, mark: re.Match[str]) -> Iterator[Told[Attribution]]:
    """As in "that was the Taliban, by their own word", "hidden there by Ansaru's account"."""
    before = [d for d in (*s.known, *s.others) if d.end <= mark.start() and not d.state]
    own = mark[0][0] != " "
    doer = before[-1] if before else meant(s.page, mark.start(), s.start) if own else None
    if doer and (own or mark.start() - doer.end <= 3):  # noqa: PLR2004 ("'s")
        yield told(Stance.CLAIMED, doer, mark, doer.name, "own account")
