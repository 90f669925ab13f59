"""IPTC's codes as our words: publishing status, media topics, versions."""

import re

from services.ingest.domain.items import Status

_STATUSES: dict[str, Status] = {"withheld": "withheld", "canceled": "canceled", "cancelled": "canceled"}
_TOPIC = re.compile(r"(?:(?P<scheme>.*)[:/#])?(?P<code>\d{8})/?", re.DOTALL)
_SCHEMES = {
    "medtop": "medtop",
    "mediatopic": "medtop",
    "subj": "subj",
    "subjectcode": "subj",
    "iptcsubjectcodes": "subj",
}
_SUBJECT_CODES = range(1_000_000, 18_000_000)
_MEDIA_TOPICS = range(20_000_000, 30_000_000)
_MAX_VERSION = 10**15


def name_of(code: str | None) -> str:
    """The last word of a code, in small letters: `canceled` of `stat:canceled` or of its address."""
    return re.split(r"[:/#]", (code or "").strip().rstrip("/").lower())[-1].strip()


def status_of(code: str | None) -> Status:
    """The publishing status that a word, a qcode or an address names; what is not said is usable."""
    return _STATUSES.get(name_of(code), "usable")


def topic_of(code: str | None, scheme: str | None = None) -> str | None:
    """`medtop:20000053` or `subj:16000000`, from a qcode, an address, or a code beside its scheme; else None.

    Eight digits without a scheme are told by their range: subject codes end before 18000000, media topics that are
    no subject codes begin at 20000000.
    """
    found = _TOPIC.fullmatch((code or "").strip())
    if not found:
        return None
    named = (found["scheme"] or scheme or "").rstrip("/:#")
    prefix = _SCHEMES.get(name_of(named)) if named else _by_range(int(found["code"]))
    return f"{prefix}:{found['code']}" if prefix else None


def version_of(value: object) -> int | None:
    """The version, if it is a whole number that is no time in disguise; None otherwise."""
    text = str(value).strip() if isinstance(value, int | str) and not isinstance(value, bool) else ""
    number = int(text) if re.fullmatch(r"[0-9]{1,16}", text) else None
    return number if number is not None and number <= _MAX_VERSION else None


def _by_range(number: int) -> str | None:
    if number in _MEDIA_TOPICS:
        return "medtop"
    return "subj" if number in _SUBJECT_CODES else None
