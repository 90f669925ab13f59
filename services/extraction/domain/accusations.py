"""Accusations and suspicions: whom a sentence names as the culprit, outright, by his marks, or as being behind it."""

import re
from collections.abc import Iterator
from typing import Final

from schemas.values import Attribution
from schemas.vocabulary import Stance
from services.extraction.domain.doers import Doer
from services.extraction.domain.page import Told
from services.extraction.domain.patterns import Pattern
from services.extraction.domain.remark_scope import Scope, hedge, is_nobody, objects, speaker, subject, told

_NEGATED: Final = Pattern("attributions.negated")
_THEY: Final = Pattern("attributions.they")
_WIDELY: Final = Pattern("attributions.widely")
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
_BY_WHOM: Final = re.compile(r" by (?!\w+ing)")
_RELATIVE: Final = re.compile(r"(?:, )?(?:who|whom|which|that) (?:[\w'.-]+ ){0,6}$")
_ASKED: Final = re.compile(
    r"\b(?:who|whoever|whether [\w ]{1,25}|which (?:\w+ )?(?:groups?|factions?|sides?|party|of \w+))(?: \w+)? $"
)
_IS_WHO: Final = re.compile(r"(?! (?:\w+ly )?\w+ing\b)")
"""Behind "said it was": not what somebody was doing ("sending police")."""
_HAS_NAMED: Final = re.compile(r"\b(?:has|have|had) named$")
_SUSPECT_BEHIND: Final = re.compile(r"\bsuspects?\b")
_SAID_THAT: Final = re.compile(r"\b(?:said|says|claimed|announced|boasted|that)\b")
_GUESSED: Final = ("suspect", "see", "saw", "think", "believ", "thought")
_UNNAMED: Final = ("attribut", "ascrib", "put")
_NEXT: Final = 26


def blamed(s: Scope, mark: re.Match[str]) -> Iterator[Told[Attribution]]:
    """As in "blamed Ansaru for it", "Ansaru was held responsible", "Ansaru, whom the army accuses"."""
    if is_nobody(s, mark.start()) or _NEGATED.search(s.page.folded, s.start, mark.start()) or not _accuses(s, mark):
        return
    if mark.lastgroup == "said_was" and not _IS_WHO.match(s.page.folded, mark.end()):
        return
    passive = _PASSIVE.search(s.page.folded, s.start, mark.start()) or _BY_WHOM.match(s.page.folded, mark.end())
    by = speaker(s.page, s.start, mark.start())
    for doer in _accused(s, mark, passive=passive is not None):
        unnamed = mark[0].startswith(_UNNAMED) and (passive or s.page.folded.startswith(" to ", mark.end()))
        guessed = unnamed or mark[0].startswith(_GUESSED) or _is_guess(s, mark, doer)
        yield told(Stance.SUSPECTED if guessed else hedge(s, mark, doer), doer, mark, by, "blamed")


def _is_guess(s: Scope, mark: re.Match[str], doer: Doer) -> bool:
    """As in "named them as first suspects", "whom everyone holds responsible"."""
    behind = mark[0].startswith("name") and _SUSPECT_BEHIND.search(s.page.folded, doer.end, min(s.end, doer.end + 50))
    return bool(behind or _WIDELY.search(s.page.folded, max(s.start, mark.start() - 40), mark.end()))


def _accuses(s: Scope, mark: re.Match[str]) -> bool:
    """Whether "held", "named", "laid" go on as an accusation does, and one of having done it."""
    end = min(s.end, mark.end() + 90)
    if mark[0].startswith("accus"):
        return not _ACCUSED_OF.search(s.page.folded, mark.end(), end)
    if _HAS_NAMED.search(s.page.folded, max(s.start, mark.start() - 5), mark.end()):
        return True
    need = next((pattern for stem, pattern in _NEEDS if mark[0].startswith(stem)), None)
    return need is None or bool(need.search(s.page.folded, mark.end(), end))


def _accused(s: Scope, mark: re.Match[str], *, passive: bool) -> list[Doer]:
    """Whom the verb accuses: what follows it, its subject in the passive, or "whom" it is about."""
    relative = None if passive else _RELATIVE.search(s.page.folded, max(s.start, mark.start() - 70), mark.start())
    if relative and _nearest(s, relative.start()) is None:
        relative = None
    if (passive or relative) and not _ONTO.match(s.page.folded, mark.end() - 3 * mark[0].endswith(" to")):
        doer = _nearest(s, relative.start()) if relative else subject(s, mark.start())
        return [doer] if doer else []
    return [] if mark[0] == "suspected" and not passive else objects(s, mark.end())


def _nearest(s: Scope, at: int) -> Doer | None:
    before = [d for d in (*s.known, *s.others) if at - 6 <= d.end <= at + 1]
    return before[-1] if before else None


def behind(s: Scope, mark: re.Match[str]) -> Iterator[Told[Attribution]]:
    """As in "the governor said that Ansaru was behind it"; who says so of himself claims it."""
    if is_nobody(s, mark.start()) or _NEGATED.search(s.page.folded, s.start, mark.start()) or " not " in mark[0]:
        return
    doer = subject(s, mark.start())
    if doer is None or _ASKED.search(s.page.folded, max(s.start, mark.start() - 40), mark.start()):
        return
    word = s.page.folded[doer.start : doer.end]
    himself = _THEY.fullmatch(word) and _SAID_THAT.search(s.page.folded, s.start, doer.start)
    same = re.match(r"the (?:same )?[a-z]", word)
    if himself and any(is_nobody(s, m.start()) for m in _SAID_THAT.finditer(s.page.folded, s.start, doer.start)):
        return
    if himself and not same:
        yield told(Stance.CLAIMED, doer, mark, doer.name, "said so")
    else:
        yield told(hedge(s, mark, doer), doer, mark, speaker(s.page, s.start, doer.start), "behind")


def marked(s: Scope, mark: re.Match[str]) -> Iterator[Told[Attribution]]:
    """As in "bears the hallmarks of Ansaru", "the work of Ansaru"."""
    hedged = not re.search(r"work of|hands of|doing of| by$", mark[0])
    before = s.page.folded[max(s.start, mark.start() - 6) : mark.start()]
    if before.endswith(("not ", "n't ")):
        return
    by = speaker(s.page, s.start, mark.start())
    for doer in objects(s, mark.end()):
        if doer.start - mark.end() < _NEXT:
            yield told(Stance.SUSPECTED if hedged else hedge(s, mark, doer), doer, mark, by, "marks")
