"""What the keyword line of a teleprinter message says: the story's name, and which of its versions or takes this is."""

import re
from dataclasses import dataclass

_ORDINAL = r"\d{1,2}\s?(?:st|nd|rd|th)[\s-]{0,2}"
_WRITE_THRU = r"write[\s-]?thr(?:u|ough)"
_VERSION = rf"(?:{_ORDINAL})?(?:ld|lead|update|version|{_WRITE_THRU})(?:[\s-]?\d{{1,2}})?"
_TAKE = rf"(?:{_ORDINAL})?(?:take|add)(?:[\s-]?\d{{1,2}})?"
_WORDS = (
    r"kill(?:s|ed)?|withh(?:old|eld)|mandatory|advisory|correct(?:s|ed|ion|ive)?|embargo(?:ed)?|refile[sd]?|repeats?|"
    r"urgent|flash|bulletin|substitute|subs?"
)
_ONE = rf"(?:{_VERSION}|{_TAKE}|{_WORDS})"
_AT_THE_END = re.compile(rf"(?:(?:^|[\s,/:-]+){_ONE})+[\s,/:-]*$", re.IGNORECASE)
_LENGTH = re.compile(r",\s*\d{2,5}\s*$")
_CYCLE = re.compile(r"^(?:AM|PM|BC)-+")
_NUMBER = re.compile(r"\d{1,2}")
_MAX_LINE = 200


@dataclass(frozen=True, slots=True)
class Slug:
    """A keyword line, taken apart."""

    name: str = ""
    """The story's name without cycle, version, take and urgency."""
    qualifiers: str = ""
    """What was taken off: `1st Lead-Writethru`, `KILL`."""

    @property
    def version(self) -> int | None:
        """Which lead this is: 2 for `2nd Lead`, 1 for a lead or write-thru without a number; None for anything else."""
        return _counted(_VERSION, self.qualifiers)

    @property
    def take(self) -> int | None:
        """Which part of a long story this is; None if it is a whole one."""
        return _counted(_TAKE, self.qualifiers)


def slug_of(line: str) -> Slug:
    """The keyword line, taken apart; a length in words (`,416`) is dropped."""
    told = _LENGTH.sub("", " ".join(line[:_MAX_LINE].split()).strip("^<=/, "))
    found = _AT_THE_END.search(told)
    name = told[: found.start()] if found else told
    return Slug(_CYCLE.sub("", name).strip(" ,/:-"), found.group().strip(" ,/:-") if found else "")


def is_qualifier(line: str) -> bool:
    """Whether the line is nothing but such words: `1ST LEAD`, `REFILE`."""
    return bool(line.strip()) and len(line) <= _MAX_LINE and not slug_of(line).name


def _counted(pattern: str, qualifiers: str) -> int | None:
    found = re.search(rf"(?<![a-z]){pattern}(?![a-z])", qualifiers, re.IGNORECASE)
    number = _NUMBER.search(found.group()) if found else None
    return (int(number.group()) if number else 1) if found else None
