"""A wire as an agency delivers it: read from bytes that are hostile until parsed."""

import re
from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, field_validator

from schemas.articles import ArticleId
from services.common.envelope import UnreadableEvent, faults

MAX_WIRE_BYTES = 2 * 1024 * 1024
_ISO_8601 = re.compile(r"\d{4}-\d{2}-\d{2}[T ]")
_WORDS = Annotated[str, Field(max_length=1_500_000)]
_SHORT = Annotated[str, Field(min_length=1, max_length=300)]
_Moment = Annotated[AwareDatetime, Field(strict=False)]
_MOMENTS = ("published_at", "updated_at", "embargo_until", "seen_at")


class UnreadableWire(UnreadableEvent):
    """Bytes that hold no wire; the text says why."""


class Wire(BaseModel):
    """One delivered wire. `revises` names the earlier wire that it replaces or, unless `usable`, takes back.

    Beside a wire's id, `revises` may name its slug (`slug:iraq-attack`): that is how desks name a story in a kill.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    id: ArticleId
    source: _SHORT
    published_at: _Moment
    language: Annotated[str, Field(min_length=2, max_length=35)] = "en"
    headline: Annotated[str, Field(max_length=2000)]
    dateline: Annotated[str, Field(max_length=300)] | None = None
    body: _WORDS
    revises: ArticleId | None = None
    status: Literal["usable", "withheld", "canceled"] = "usable"
    updated_at: _Moment | None = None
    """When this version was made, as its source says."""
    version: Annotated[int, Field(ge=0, le=10**15)] | None = None
    embargo_until: _Moment | None = None
    """Nothing of it is published before."""
    seen_at: _Moment | None = None
    """When we saw it: orders versions that say nothing of themselves."""
    slug: _SHORT | None = None
    url: Annotated[str, Field(max_length=2048)] | None = None
    byline: Annotated[str, Field(max_length=300)] | None = None
    note: Annotated[str, Field(max_length=2000)] | None = None
    """What the desk tells editors."""
    keywords: Annotated[tuple[_SHORT, ...], Field(max_length=100, strict=False)] = ()
    subjects: Annotated[tuple[_SHORT, ...], Field(max_length=100, strict=False)] = ()
    """IPTC media topics (`medtop:20000053`)."""
    trust: Annotated[float, Field(ge=0, le=1)] | None = None
    """How far the operator trusts the source."""

    @field_validator(*_MOMENTS, mode="before")
    @classmethod
    def _written_out(cls, value: object) -> object:
        """A number, or a string of digits, would be taken for seconds since 1970: the year 2022 is no date."""
        if value is None or isinstance(value, datetime) or (isinstance(value, str) and _ISO_8601.match(value)):
            return value
        raise ValueError("must be an ISO 8601 date and time with its zone, such as 2022-01-05T21:10:00+03:00")

    @field_validator(*_MOMENTS)
    @classmethod
    def _offset_in_use(cls, value: AwareDatetime | None) -> AwareDatetime | None:
        if value and abs(value.utcoffset() or timedelta()) > timedelta(hours=14):
            raise ValueError("no time zone is more than 14 hours from UTC")
        return value

    @field_validator("headline", "body", "dateline", "source", "byline", "note", "slug")
    @classmethod
    def _without_nul(cls, value: str | None) -> str | None:
        """A NUL is no text anywhere downstream; a blank keeps all offsets."""
        return value.replace("\x00", " ") if value else value


def read_wire(raw: bytes | None) -> Wire:
    """The wire in `raw`: UTF-8 JSON of one object.

    Raises:
        UnreadableWire: nothing there, too large, broken UTF-8, no JSON, a field missing, of a wrong type or impossible.
    """
    if not raw or not raw.strip():
        raise UnreadableWire("the wire is empty")
    if len(raw) > MAX_WIRE_BYTES:
        raise UnreadableWire(f"the wire is {len(raw):,} bytes long; at most {MAX_WIRE_BYTES:,} are read")
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableWire(f"broken UTF-8 at byte {error.start}: deliver wires as UTF-8") from error
    try:
        return Wire.model_validate_json(raw)
    except ValidationError as error:
        raise UnreadableWire(faults(error)) from error
