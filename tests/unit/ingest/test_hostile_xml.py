"""XML from anywhere: harmless, mended where that is safe, and honest about what is missing."""

import tracemalloc
from pathlib import Path

import pytest

from services.ingest.domain.formats.xml import is_cut_off, local, namespace, parsed
from services.ingest.domain.items import UnreadableDocument

LAUGHS = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
DEEPER = "<a>" * 201


@pytest.mark.parametrize(
    "document",
    [
        f"<!DOCTYPE r [<!ENTITY a0 'lol'>{LAUGHS}]><r x='&a11;'>&a11;</r>",
        f"<!DOCTYPE r [<!ENTITY a0 'lol'>{LAUGHS}] ><r x='&a11;'>&a11;</r>",
        f"<r><!DOCTYPE r [<!ENTITY a0 'lol'>{LAUGHS}]>&a11;</r>",
    ],
)
@pytest.mark.timeout(10)
def test_entities_of_entities_are_never_expanded(document: str) -> None:
    tracemalloc.start()
    text = "".join(parsed(document.encode()).itertext())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "lollol" not in text
    assert peak < 1_000_000


def test_no_file_is_read_for_an_external_entity(tmp_path: Path) -> None:
    secret = tmp_path / "file"
    secret.write_text("the secret", encoding="utf-8")
    root = parsed(f"<!DOCTYPE r SYSTEM '{secret}' [<!ENTITY a SYSTEM 'file://{secret}'>]><r>&a;</r>".encode())
    assert "secret" not in "".join(root.itertext())


@pytest.mark.parametrize(
    "piece", ["<a>", "<a ", "<!DOCTYPE ", '<!DOCTYPE r "', "<?x ", "<!--", "<![CDATA[", "<", "&", "<a x='", "]]>"]
)
@pytest.mark.timeout(30)
def test_megabytes_of_one_piece_cost_no_more_than_their_length(piece: str) -> None:
    for raw in (piece * 500_000, "<r>" + piece * 500_000):
        try:
            assert local(parsed(raw.encode())) in {"a", "r"}
        except UnreadableDocument as refused:
            assert str(refused)


def test_what_is_nested_too_deep_is_refused_with_the_limit() -> None:
    with pytest.raises(UnreadableDocument, match="deeper than 200"):
        parsed(DEEPER.encode())


@pytest.mark.parametrize(
    "raw", [b"", b"   ", b"no markup", b"<", b"<>", b"<!DOCTYPE rss [", b"\xff\xfe", b"<rss", b"{}"]
)
def test_bytes_without_an_element_are_refused(raw: bytes) -> None:
    with pytest.raises(UnreadableDocument, match="element"):
        parsed(raw)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("<?xml version='1.0' encoding='utf-16'?><r>Café – 5</r>".encode("utf-16"), "Café – 5"),
        ("<r>Café – 5</r>".encode("utf-16-be"), "Café – 5"),
        ("<r>Café – 5</r>".encode("utf-32"), "Café – 5"),
        ("\ufeff<r>Café – 5</r>".encode(), "Café – 5"),
        ("<?xml version='1.0' encoding='iso-8859-1'?><r>Café – 5</r>".encode("cp1252"), "Café – 5"),
        ("<?xml version='1.0' encoding='utf-8'?><r>Café – 5</r>".encode("cp1252"), "Café – 5"),
        ("<?xml version='1.0' encoding='iso-8859-1'?><r>Café – 5</r>".encode(), "Café – 5"),
        ("<?xml version='1.0' encoding='utf-16'?><r>Café – 5</r>".encode(), "Café – 5"),
        ("<?xml version='1.0' encoding='punycode'?><r>Café – 5</r>".encode(), "Café – 5"),
        ("<?xml version='1.0' encoding='hex'?><r>Café – 5</r>".encode(), "Café – 5"),
        ("<?xml version='1.0' encoding='windows-1251'?><r>Взрыв</r>".encode("cp1251"), "Взрыв"),
        ("<?xml version='1.0' encoding='gb2312'?><r>爆炸镕</r>".encode("gb18030"), "爆炸镕"),
        ("<?xml version='1.0' encoding='iso-2022-jp'?><r>爆発</r>".encode("iso-2022-jp"), "爆発"),
        ("<r>Café ".encode() + b"\x96 5</r>", "Café – 5"),
    ],
)
def test_the_bytes_decide_about_the_encoding(raw: bytes, text: str) -> None:
    assert parsed(raw).text == text


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("five&nbsp;dead &eacute; &amp; more", "five\u00a0dead é & more"),
        ("&#146;&#x2019;&#60;&#xD800;&#0;&#99999999999;", "’’<\ufffd\ufffd&#99999999999;"),
        ("R&#38;D &#x26;lt; &AMP;&#11;.", "R&D &lt; &."),
        ("AT&T; R&D & more", "AT&T; R&D & more"),
        ("&LT;b&gt; &nosuch;", "<b> &nosuch;"),
        ("<![CDATA[a?b=1&c=2&nbsp;<i>]]>", "a?b=1&c=2&nbsp;<i>"),
        ("a\x00b\x0bc\ufffed", "a b c d"),
    ],
)
def test_what_is_not_quite_xml_is_mended(inside: str, text: str) -> None:
    assert parsed(f"<r>{inside}</r>".encode()).text == text


def test_what_stands_before_the_root_does_not_matter() -> None:
    raw = b"\n warning <?xml version='1.0'?><!-- <x> --><!DOCTYPE r [<!ENTITY a '<b>'>]>\n<?style?><r>1</r> <junk/>"
    assert parsed(raw).text == "1"


def test_what_was_open_when_the_document_ended_is_known() -> None:
    root = parsed(b"<r><a><b>1</b></a><a><b>2</b><c><![CDATA[3")
    assert [is_cut_off(element) for element in root] == [False, True]
    assert not is_cut_off(parsed(b"<r><a/></r>"))


def test_a_prefix_that_nobody_declared_stays_in_the_name() -> None:
    root = parsed(b"<r xmlns:a='urn:a'><a:x/><dc:y/></r>")
    assert [(namespace(child), local(child)) for child in root] == [("urn:a", "x"), ("", "dc:y")]
