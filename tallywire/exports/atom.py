"""An Atom feed (RFC 4287): one entry for each incident, with its articles as related links."""

from collections.abc import Iterable, Iterator
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape, quoteattr

from schemas.json_schema import BASE
from tallywire.explaining.visible import in_a_line, visible
from tallywire.exports.entries import Cited, Entry, Frame, rfc3339
from tallywire.exports.words import summary, title

_LONGEST = 300


def atom(entries: Iterable[Entry], frame: Frame) -> Iterator[bytes]:
    """The feed. What a wire says is text, with control and bidi characters made visible."""
    yield _head(frame).encode()
    for entry in entries:
        yield _entry(entry).encode()
    yield b"</feed>\n"


def _head(frame: Frame) -> str:
    itself = f'<link rel="self" href={_attribute(frame.address)}/>\n' if frame.address else ""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<id>{_urn('feed', frame.address or frame.title)}</id>\n<title>{_text(frame.title)}</title>\n"
        f"<updated>{rfc3339(frame.updated_at)}</updated>\n{itself}"
        "<author><name>Tallywire</name></author>\n<generator>tallywire</generator>\n"
    )


def _entry(entry: Entry) -> str:
    incident = entry.incident
    terms = (("kind", incident.event_type), ("outcome", incident.outcome), ("status", incident.status))
    categories = "".join(f'<category scheme="{BASE}/{name}" term={_attribute(str(term))}/>' for name, term in terms)
    return (
        f"<entry>\n<id>{_urn('incident', incident.incident_id)}</id>\n<title>{_text(title(incident))}</title>\n"
        f"<updated>{rfc3339(entry.updated_at)}</updated>\n{categories}\n"
        f"{''.join(_link(article) for article in entry.articles)}"
        f'<content type="text">{_text(summary(entry), None)}</content>\n</entry>\n'
    )


def _link(article: Cited) -> str:
    if article.link is None:
        return ""
    told = in_a_line(f"{article.source}: {article.headline}", _LONGEST)
    return f'<link rel="related" href={_attribute(article.link)} title={_attribute(told)}/>\n'


def _urn(kind: str, identity: str) -> str:
    return uuid5(NAMESPACE_URL, f"{BASE}/{kind}/{identity}").urn


def _text(text: str, longest: int | None = _LONGEST) -> str:
    return escape(visible(text) if longest is None else in_a_line(text, longest))


def _attribute(text: str | None) -> str:
    return quoteattr(visible(text or ""))
