"""The format is told by the content."""

import json
from pathlib import Path

import pytest

from services.ingest.domain.formats.page import MAX_PAGE_BYTES
from services.ingest.domain.formats.reading import MAX_DOCUMENT_BYTES, read_document
from services.ingest.domain.items import UnreadableDocument

GOLDEN = Path(__file__).parents[2] / "golden" / "ingest"
IPTC = Path(__file__).parents[3].parent / "shared" / "data" / "iptc"
RSS = b"<rss version='2.0'><channel><item><title>Blast in Kabul</title></item></channel></rss>"
G2 = "http://iptc.org/std/nar/2006-10-01/"
STORY = "A bomb went off near a school in Kabul on Monday and wounded three people, the police said. " * 6

RECOGNISED = [
    (RSS, "rss"),
    (b"\xef\xbb\xbf\n  " + RSS, "rss"),
    (RSS.decode().encode("utf-16"), "rss"),
    (b"<!-- made by a server -->\n<?xml version='1.0'?>" + RSS, "rss"),
    (b"Warning: no cache in feed.php on line 3\n<?xml version='1.0'?>" + RSS, "rss"),
    (
        b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><item><title>A</title></item></rdf:RDF>",
        "rdf",
    ),
    (b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>A</title></entry></feed>", "atom"),
    (b"<feed xmlns='http://purl.org/atom/ns#'><entry><title>A</title></entry></feed>", "atom"),
    (b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'></urlset>", "sitemap"),
    (f"<newsMessage xmlns='{G2}'><itemSet/></newsMessage>".encode(), "newsml_g2"),
    (b"<nitf><body><body.head><hedline><hl1>A</hl1></hedline></body.head></body></nitf>", "nitf"),
    (b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', "json_feed"),
    (b'{"uri": "urn:a", "pubstatus": "usable", "headline": "A"}', "ninjs"),
    (b'[{"uri": "urn:a", "versioncreated": "2020-01-01T00:00:00Z", "headline": "A"}]', "ninjs"),
    (b'{"items": [{"uri": "urn:a", "pubStatus": "usable", "headlines": [{"value": "A"}]}]}', "ninjs"),
    (b'{"articles": [{"title": "A"}]}', "json"),
    (b'{"title": "A"}\n{"title": "B"}\n', "json"),
    (b"From: Desk <desk@h.example>\r\nSubject: A\r\n\r\nA story.\r\n", "mail"),
    (b"From desk@h.example Thu May  7 08:00:00 2020\nFrom: a@h.example\nSubject: A\n\nA story.\n", "mbox"),
    (f"<!-- p --><!DOCTYPE HTML><title>A</title><body><article><p>{STORY}</p></article>".encode(), "html"),
    (
        f"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body><p>{STORY}</p></body></html>".encode(),
        "html",
    ),
    (b"\x01HLN0042 4 i 42 0020\r\nkabul-blast\r\n\x02A bomb went off.\r\n\x03071230 jan 22\x04", "iptc7901"),
]
UNREADABLE = [
    (b"", "nothing in it"),
    (b" \r\n\t ", "nothing in it"),
    (b"%PDF-1.7 ...", "a PDF"),
    (b"\xff\xd8\xff\xe0 picture", "a JPEG picture"),
    (b"\x1f\x8b\x08 packed", "a gzip file"),
    (b"PK\x03\x04 packed", "a zip archive"),
    (b"Just a few words.", "it begins with 'Just a few words.'"),
    (
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        "XML whose root is <svg> in the namespace http://www.w3.org/2000/svg",
    ),
    (b"<feed xmlns='urn:cattle'><hay/></feed>", "XML whose root is <feed> in the namespace urn:cattle"),
    (b"<html><title>Sign in</title><form><input name=user></form></html>", "an HTML page without an article: Sign in"),
    (b"<html>" + b" " * MAX_PAGE_BYTES + b"</html>", "an HTML page of 4,194,317 bytes"),
    (b"<html>" + b"<i>" * 5000 + b"</html>", "nested deeper than 200 elements"),
    (b"<html>" + b"<p>x</p>" * 20_001, "an HTML page of more than 20,000 elements"),
    (b"From: a@h.example\nSubject: long\n\n" + b"a\n" * 500_000, "mail of more than 500,000 lines"),
    (
        b"From: a@h.example\nSubject: x\nContent-Type: text/plain" + b"; a=b" * 1000 + b"\n\nA story.\n",
        "headers of more than 2,000 bytes",
    ),
    (
        b"From: a@h.example\nSubject: x\n" + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n" * 21,
        "more than 20 parts in parts",
    ),
    (b'{"error": "no such key"}', "neither headline nor body among its keys: error"),
    (b'{"headline": "cut', "broken JSON"),
    (b"[" * 100_000, "broken JSON|nested too deep"),
    (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "nested too deep"),
    (b'{"n": 1' + b"0" * 5000 + b"}", "broken JSON"),
    (b"From: a@h.example\nSubject: nothing to say\n\n", "a message without text"),
]


@pytest.mark.parametrize(
    ("raw", "name"), RECOGNISED, ids=[f"{number}-{name}" for number, (_, name) in enumerate(RECOGNISED)]
)
def test_the_content_tells_the_format(raw: bytes, name: str) -> None:
    assert read_document(raw, hint="pdf").format == name


@pytest.mark.parametrize(("raw", "reason"), UNREADABLE, ids=[reason[:30] for _, reason in UNREADABLE])
def test_what_cannot_be_read_is_refused_with_the_reason(raw: bytes, reason: str) -> None:
    with pytest.raises(UnreadableDocument, match=reason):
        read_document(raw)


def test_a_document_beyond_the_limit_is_not_looked_at() -> None:
    with pytest.raises(UnreadableDocument, match="16,777,217 bytes; at most 16,777,216"):
        read_document(RSS + b" " * (MAX_DOCUMENT_BYTES + 1 - len(RSS)))


def test_a_hint_decides_between_two_formats_that_fit() -> None:
    both = json.dumps({"uri": "urn:a", "versioncreated": "2020-01-01T00:00:00Z", "headline": "A"}).encode()
    assert [read_document(both, hint=hint).format for hint in (None, "json", "rss")] == ["ninjs", "json", "ninjs"]


def test_half_a_surrogate_is_no_text() -> None:
    (item,) = read_document(b'{"title": "A \\ud83d bomb", "text": "\\ud83d\\ude00"}').items
    assert (item.headline, item.body) == ("A ? bomb", "\U0001f600")


def test_more_lines_than_a_document_may_have_are_named() -> None:
    found = read_document(b'{"title": "A"}\n' * 2005)
    assert len(found.items) == 2000
    assert found.faults[-1].why == "only 2,000 lines of a document are read; 5 more were in it"


@pytest.mark.skipif(not IPTC.is_dir(), reason="the IPTC's samples are not beside this checkout")
def test_every_sample_of_the_iptc_is_read_and_none_is_at_fault() -> None:
    samples = [path for path in IPTC.rglob("*") if path.suffix in (".xml", ".json")]
    found = [read_document(path.read_bytes()) for path in samples]
    assert len(found) > 60
    assert all(one.items or one.skipped for one in found)
    assert not [fault for one in found for fault in one.faults]


@pytest.mark.parametrize("folder", ["feeds", "agency", "pages", "mail", "json"])
def test_every_sample_of_ours_is_recognised(folder: str) -> None:
    samples = [path for path in (GOLDEN / folder).iterdir() if ".expected." not in path.name]
    assert all(read_document(path.read_bytes(), "https://h.example/").format for path in samples)
