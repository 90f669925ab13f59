"""What a sentence says outright of who did it: claims, accusations, suspicions, denials, and that nobody is known."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from schemas.values import Attribution
from schemas.vocabulary import Stance
from services.extraction.domain.anaphora import meant, speakers, words_for_groups
from services.extraction.domain.doers import Doer, accused_forces, bands, doers, newcomers
from services.extraction.domain.page import Page, Told
from services.extraction.domain.patterns import Pattern
from services.extraction.domain.text import Sentence

_TRIGGER: Final = Pattern("attributions.trigger")
_UNKNOWN: Final = Pattern("attributions.unknown")
_NO_ONE: Final = Pattern("attributions.no_one")
_NEGATED: Final = Pattern("attributions.negated")
_DEED_SAID: Final = Pattern("attributions.deed_said")
_HEDGED: Final = Pattern("attributions.hedged")
_SPEAKER: Final = Pattern("attributions.speaker")
_THEY: Final = Pattern("attributions.they")
_SUBJECT_BREAK: Final = Pattern("attributions.subject_break")
_OBJECT_BREAK: Final = Pattern("attributions.object_break")
_SUFFERS: Final = Pattern("attributions.suffers")
_WIDELY: Final = Pattern("attributions.widely")
_MUNITIONS_USED: Final = Pattern("attributions.munitions_used")
_APPOSITION: Final = re.compile(
    r"(?:, (?:an?|the|which|who|whose|part|based|led|also|known|one|once|then|formerly|affiliated|linked|allied|close)"
    r"\b[^,;:]{1,120},| \([^()]{1,40}\),?) (?:[\w-]+ ){0,3}$"
)
_WHICH: Final = re.compile(
    r",? (?:which|who|whose (?:\w+ ){0,2}?(?:spokes\w+|leaders?|office|government))(?: [\w'-]+){0,6} ?$"
)
_ASIDE: Final = Pattern("attributions.aside")
_DENIED_WHAT: Final = Pattern("attributions.denied_what")
_ACCUSED_OF: Final = Pattern("attributions.accused_of_other")
_HELD: Final = re.compile(r"\b(?:responsib\w+|to blame|accountable|culpable|liable)\b")
_LAID: Final = re.compile(r"\b(?:door|charge|feet|blame|doorstep)\b")
_SEEN: Final = re.compile(r"\b(?:hand|behind|fingerprints|work)\b")
_NEEDS: Final = (
    ("held", _HELD),
    ("hold", _HELD),
    ("laid", _LAID),
    ("lay", _LAID),
    ("see", _SEEN),
    ("saw", _SEEN),
    ("name", re.compile(r"\b(?:as|culprits?|suspects?|perpetrators?|responsible)\b")),
    ("attribut", re.compile(r" to ")),
    ("ascrib", re.compile(r" to ")),
    ("identif", re.compile(r"\b(?:as|attackers?|bombers?|culprits?)\b")),
)
"""What must follow verbs that mostly accuse nobody."""
_PASSIVE: Final = re.compile(
    r"\b(?:was|were|is|are|be|been|being|stands?|stood)"
    r"(?: (?:\w+ly|also|then|still|since|once|again|now|all|both)){0,2} $"
)
_ONTO: Final = re.compile(r" (?:on|to|at) ")
_NOUN: Final = re.compile(
    r"\b(?:the|an?|his|of|any|this|that|its|their|such|these|those|no|two|rival|several|competing)"
    r" (?:(?:initial|first|immediate|unverified|false|earlier|public|similar|separate|other) )?$"
)
_BY_WHOM: Final = re.compile(r" by (?!\w+ing)")
_NOR_CONFIRMED: Final = re.compile(r"\bconfirm(?:ed|ing|s)? (?:nor|or) $")
_RELATIVE: Final = re.compile(r"(?:, )?(?:who|whom|which|that) (?:[\w'.-]+ ){0,6}$")
_OTHERS: Final = re.compile(r"\b(?:for|of|because|over|as)\b(?! (?:being|having|firing|launching))")
_ASKED: Final = re.compile(
    r"\b(?:who|whoever|whether [\w ]{1,25}|which (?:\w+ )?(?:groups?|factions?|sides?|party|of \w+))(?: \w+)? $"
)
_WE: Final = re.compile(r"\bwe (?:\w+ )?$")
_HAS_NAMED: Final = re.compile(r"\b(?:has|have|had) named$")
_OWN_WORK: Final = re.compile(r"(?:was|were|is|are|had been) ")
_SUSPECT_BEHIND: Final = re.compile(r"\bsuspects?\b")
_SAID_THAT: Final = re.compile(r"\b(?:said|says|claimed|announced|boasted|that)\b")
_GUESSED: Final = ("suspect", "see", "saw", "think", "believ", "thought")
_UNNAMED: Final = ("attribut", "ascrib", "put")
_REACH: Final = 120
_OBJECT: Final = 95
_BESIDE: Final = 50
_NEXT: Final = 26
_LIST: Final = re.compile(r"^(?:,|,? and|,? or| as well as| nor)(?: from)? ?(?:the |an? |its )?$")


@dataclass(frozen=True)
class _Sentence:
    """A sentence and everyone in it who may be the subject or the object of a remark, looked for when asked for."""

    page: Page
    start: int
    end: int

    @cached_property
    def known(self) -> tuple[Doer, ...]:
        """Those who are named."""
        found = doers(self.page, self.start, self.end)
        new = newcomers(self.page, self.start, self.end)
        return (*found, *(n for n in new if _is_apart(n, found)))

    @cached_property
    def others(self) -> tuple[Doer, ...]:
        """Those who are meant by "the group" or by the name of a spokesman."""
        found = [*words_for_groups(self.page, self.start, self.end), *speakers(self.page, self.start, self.end)]
        return tuple(o for o in found if _is_apart(o, self.known))


def _is_apart(doer: Doer, known: Iterable[Doer]) -> bool:
    return not any(doer.start < d.end and d.start < doer.end for d in known)


def remarks(page: Page, sentence: Sentence, start: int, end: int) -> list[Told[Attribution]]:
    """All remarks of a part of a sentence, in order; each stands where the word is that makes it one."""
    whole = _Sentence(page, sentence.start, sentence.end)
    found: list[Told[Attribution]] = []
    for mark in _TRIGGER.finditer(page.folded, start, end):
        found.extend(_RULES[mark.lastgroup or ""](whole, mark))
    if nobody := _UNKNOWN.search(page.folded, start, end):
        found.append(_told(Stance.UNATTRIBUTED, None, nobody, speaker(page, start, end), "nobody"))
    return found


def _told(stance: Stance, doer: Doer | None, mark: re.Match[str], by: str | None, rule: str) -> Told[Attribution]:
    value = Attribution(stance=stance, actor=doer.name if doer else None, by=by)
    start, end = (doer.start, doer.end) if doer and abs(doer.start - mark.start()) < _REACH else mark.span()
    return Told(value, min(start, mark.start()), max(end, mark.end()), f"attribution:{rule}")


def _subject(s: _Sentence, at: int) -> Doer | None:
    """Who stands as the subject of a verb: the nearest before it with no other clause between."""
    before = sorted((d for d in (*s.known, *s.others) if d.end <= at and not d.deed), key=lambda d: -d.end)
    if outer := _before_aside(s, before, at):
        return outer
    for doer in before:
        gap = s.page.folded[doer.end : at]
        if _WHICH.match(gap):
            return doer
        aside = _ASIDE.search(gap)
        gap = gap[: aside.start()] + " " + gap[aside.end() :] if aside else gap
        gap = gap.rstrip(' "')
        if len(gap) < _REACH and not _SUBJECT_BREAK.search(gap) and not _is_object(s, doer):
            return doer
    return None


def _before_aside(s: _Sentence, before: list[Doer], at: int) -> Doer | None:
    """As in "Ansaru, an offshoot of Boko Haram, claimed it": the subject stands before the apposition."""
    aside = _APPOSITION.search(s.page.folded, max(s.start, at - 170), at)
    return next((d for d in before if aside and 0 <= aside.start() - d.end <= 1), None)


def _is_object(s: _Sentence, doer: Doer) -> bool:
    before = max(s.start, doer.start - 60)
    if doer.bare and s.page.folded.startswith("of ", doer.start - 3):
        return True
    return bool(_SUFFERS.search(s.page.folded, before, doer.start))


def _nobody(s: _Sentence, at: int) -> bool:
    """As in "no group has claimed": the subject is nobody."""
    mark = None
    for mark in _NO_ONE.finditer(s.page.folded, max(s.start, at - 70), at):  # noqa: B007 (the last is wanted)
        pass
    return mark is not None and not _SUBJECT_BREAK.search(s.page.folded[mark.end() : at])


def _objects(s: _Sentence, at: int) -> list[Doer]:
    """Those named behind a verb in its clause; several in a list."""
    stop = min(s.end, at + _OBJECT)
    if cut := _OBJECT_BREAK.search(s.page.folded, at, stop):
        stop = cut.start()
    named = [d for d in s.known if at <= d.start < stop and not d.held]
    named = named or accused_forces(s.page, at, min(stop, at + _BESIDE)) or bands(s.page, at, stop)
    named = named or [d for d in s.others if at <= d.start < stop and _is_group(s, d)]
    if (
        named
        and _OTHERS.search(s.page.folded, at, named[0].start)
        and not _ONTO.search(s.page.folded, at, named[0].start)
    ):
        return []
    found = named[:1]
    for doer in named[1:4]:
        if not _LIST.match(s.page.folded[found[-1].end : doer.start]):
            break
        found.append(doer)
    return found


def _is_group(s: _Sentence, doer: Doer) -> bool:
    """As in "the same group", which may be an object; "it" is mostly the attack."""
    return s.page.folded[doer.start : doer.end] not in ("it", "they")


def _hedge(s: _Sentence, mark: re.Match[str], doer: Doer) -> Stance:
    start, end = min(mark.start(), doer.start) - 30, max(mark.end(), doer.start)
    hedged = _HEDGED.search(s.page.folded, max(s.start, start), end)
    return Stance.SUSPECTED if hedged else Stance.BLAMED


def _claimed(s: _Sentence, mark: re.Match[str]) -> Iterator[Told[Attribution]]:
    if _nobody(s, mark.start()):
        yield _told(Stance.UNATTRIBUTED, None, mark, None, "nobody")
        return
    if _NEGATED.search(s.page.folded, s.start, mark.start()):
        return
    doer = _owner(s, mark.start()) if _OWN_WORK.match(mark[0]) else _subject(s, mark.start())
    if doer:
        yield _told(Stance.CLAIMED, doer, mark, doer.name, "claimed")


def _owner(s: _Sentence, at: int) -> Doer | None:
    """As in "Islamic State said that one was its doing": the last named."""
    return next((d for d in reversed(s.known) if d.end <= at), None)


def _claim_verb(s: _Sentence, mark: re.Match[str]) -> Iterator[Told[Attribution]]:
    """As in "the group claimed it": a verb with a subject; passive and noun are read elsewhere."""
    if _PASSIVE.search(s.page.folded, s.start, mark.start()) or s.page.folded.startswith(" by ", mark.end()):
        return
    noun = mark[0] in ("claim", "claims")
    if noun and _NOUN.search(s.page.folded, max(s.start, mark.start() - 24), mark.start()):
        return
    yield from _claimed(s, mark)


def _claimed_by(s: _Sentence, mark: re.Match[str]) -> Iterator[Told[Attribution]]:
    for doer in [d for d in _objects(s, mark.end())[:2] if not d.bare]:
        yield _told(Stance.CLAIMED, doer, mark, doer.name, "claimed")


def _said_did(s: _Sentence, mark: re.Match[str]) -> Iterator[Told[Attribution]]:
    """As in "the group said its fighters had stormed"; a government that destroyed something mostly shot it down."""
    words = s.page.folded[mark.end() : min(s.end, mark.end() + 150)]
    did = _DEED_SAID.search(words)
    used = _MUNITIONS_USED.search(words)
    if (did is None and used is None) or _nobody(s, mark.start()):
        return
    doer = _subject(s, mark.start()) or _speaker_behind(s, mark)
    if doer is None or _NEGATED.search(s.page.folded, s.start, mark.start()):
        return
    if doer.state and (did is None or did[0].endswith("destroyed")):
        return
    yield _told(Stance.CLAIMED, doer, mark, doer.name, "said so")


def _speaker_behind(s: _Sentence, mark: re.Match[str]) -> Doer | None:
    """As in ", said the group's spokesman"."""
    if s.page.folded[max(0, mark.start() - 3) : mark.start()].strip(" ") not in (",", ',"', '"'):
        return None
    return next((d for d in (*s.known, *s.others) if 0 <= d.start - mark.end() <= 5), None)  # noqa: PLR2004


def _we(s: _Sentence, mark: re.Match[str]) -> Iterator[Told[Attribution]]:
    if s.page.said_in(mark.start()) is None:
        return
    doer = _we_who(s, mark) or meant(s.page, mark.start(), s.start)
    if doer and not doer.bare:
        yield _told(Stance.CLAIMED, doer, mark, doer.name, "we")


def _we_who(s: _Sentence, mark: re.Match[str]) -> Doer | None:
    """Who says "we": those named behind the quotation, or before it."""
    after = s.page.folded.find('"', mark.end(), s.end)
    after = mark.end() if after < 0 else after
    behind = [d for d in (*s.known, *s.others) if d.start > after and not _is_object(s, d)]
    behind = behind or accused_forces(s.page, after, s.end)
    return next(iter(behind), None) or _subject(s, mark.start())


def _denied(s: _Sentence, mark: re.Match[str]) -> Iterator[Told[Attribution]]:
    plain = mark[0].startswith("den")
    if plain and _NEGATED.search(s.page.folded, s.start, mark.start()):
        return
    if _NOR_CONFIRMED.search(s.page.folded, max(s.start, mark.start() - 20), mark.start()):
        return
    if plain and not _DENIED_WHAT.match(s.page.folded, mark.end(), min(s.end + 1, mark.end() + 70)):
        return
    doer = _we_who(s, mark) if _WE.search(s.page.folded, s.start, mark.start()) else _subject(s, mark.start())
    if doer and not _nobody(s, mark.start()):
        yield _told(Stance.DENIED, doer, mark, doer.name, "denied")


def _blamed(s: _Sentence, mark: re.Match[str]) -> Iterator[Told[Attribution]]:
    if _nobody(s, mark.start()) or _NEGATED.search(s.page.folded, s.start, mark.start()) or not _accuses(s, mark):
        return
    passive = _PASSIVE.search(s.page.folded, s.start, mark.start()) or _BY_WHOM.match(s.page.folded, mark.end())
    by = speaker(s.page, s.start, mark.start())
    for doer in _accused(s, mark, passive=passive is not None):
        unnamed = mark[0].startswith(_UNNAMED) and (passive or s.page.folded.startswith(" to ", mark.end()))
        guessed = unnamed or mark[0].startswith(_GUESSED) or _is_guess(s, mark, doer)
        yield _told(Stance.SUSPECTED if guessed else _hedge(s, mark, doer), doer, mark, by, "blamed")


def _is_guess(s: _Sentence, mark: re.Match[str], doer: Doer) -> bool:
    """As in "named them as first suspects", "whom everyone holds responsible"."""
    behind = mark[0].startswith("name") and _SUSPECT_BEHIND.search(s.page.folded, doer.end, min(s.end, doer.end + 50))
    return bool(behind or _WIDELY.search(s.page.folded, max(s.start, mark.start() - 40), mark.end()))


def _accuses(s: _Sentence, mark: re.Match[str]) -> bool:
    """Whether "held", "named", "laid" go on as an accusation does, and one of having done it."""
    end = min(s.end, mark.end() + 90)
    if mark[0].startswith("accus"):
        return not _ACCUSED_OF.search(s.page.folded, mark.end(), end)
    if _HAS_NAMED.search(s.page.folded, max(s.start, mark.start() - 5), mark.end()):
        return True
    need = next((pattern for stem, pattern in _NEEDS if mark[0].startswith(stem)), None)
    return need is None or bool(need.search(s.page.folded, mark.end(), end))


def _accused(s: _Sentence, mark: re.Match[str], *, passive: bool) -> list[Doer]:
    """Whom the verb accuses: what follows it, its subject in the passive, or "whom" it is about."""
    relative = None if passive else _RELATIVE.search(s.page.folded, max(s.start, mark.start() - 70), mark.start())
    if relative and _nearest(s, relative.start()) is None:
        relative = None
    if (passive or relative) and not _ONTO.match(s.page.folded, mark.end() - 3 * mark[0].endswith(" to")):
        doer = _nearest(s, relative.start()) if relative else _subject(s, mark.start())
        return [doer] if doer else []
    return [] if mark[0] == "suspected" and not passive else _objects(s, mark.end())


def _nearest(s: _Sentence, at: int) -> Doer | None:
    before = [d for d in (*s.known, *s.others) if at - 6 <= d.end <= at + 1]
    return before[-1] if before else None


def _by_account(s: _Sentence, mark: re.Match[str]) -> Iterator[Told[Attribution]]:
    """As in "that was the Taliban, by their own word", "hidden there by Ansaru's account"."""
    before = [d for d in (*s.known, *s.others) if d.end <= mark.start() and not d.state]
    own = mark[0][0] != " "
    doer = before[-1] if before else meant(s.page, mark.start(), s.start) if own else None
    if doer and (own or mark.start() - doer.end <= 3):  # noqa: PLR2004 ("'s")
        yield _told(Stance.CLAIMED, doer, mark, doer.name, "own account")


def _behind(s: _Sentence, mark: re.Match[str]) -> Iterator[Told[Attribution]]:
    if _nobody(s, mark.start()) or _NEGATED.search(s.page.folded, s.start, mark.start()) or " not " in mark[0]:
        return
    doer = _subject(s, mark.start())
    if doer is None or _ASKED.search(s.page.folded, max(s.start, mark.start() - 40), mark.start()):
        return
    word = s.page.folded[doer.start : doer.end]
    himself = _THEY.fullmatch(word) and _SAID_THAT.search(s.page.folded, s.start, doer.start)
    same = re.match(r"the (?:same )?[a-z]", word)
    if himself and not same:
        yield _told(Stance.CLAIMED, doer, mark, doer.name, "said so")
    else:
        yield _told(_hedge(s, mark, doer), doer, mark, speaker(s.page, s.start, doer.start), "behind")


def _marked(s: _Sentence, mark: re.Match[str]) -> Iterator[Told[Attribution]]:
    hedged = not re.search(r"work of|hands of|doing of| by$", mark[0])
    before = s.page.folded[max(s.start, mark.start() - 6) : mark.start()]
    if before.endswith(("not ", "n't ")):
        return
    by = speaker(s.page, s.start, mark.start())
    for doer in _objects(s, mark.end()):
        if doer.start - mark.end() < _NEXT:
            yield _told(Stance.SUSPECTED if hedged else _hedge(s, mark, doer), doer, mark, by, "marks")


_RULES: Final[dict[str, Callable[[_Sentence, re.Match[str]], Iterator[Told[Attribution]]]]] = {
    "responsible": _claimed, "claim": _claim_verb, "claimed_by": _claimed_by, "said_did": _said_did, "we": _we,
    "said_was": _blamed,
    "said_not": _denied,
    "account": _by_account,
    "deny": _denied, "blame": _blamed, "behind": _behind, "marks": _marked,
}  # fmt: skip


def speaker(page: Page, start: int, end: int) -> str | None:
    """Who says so, if the stretch names him."""
    mark = _SPEAKER.search(page.text, start, end)
    return (mark["after"] or mark["before"]).strip() if mark else None
