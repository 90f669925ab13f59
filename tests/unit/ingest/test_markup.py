import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.ingest.domain.text.markup import line, paragraphs, plain

HOSTILE = st.text(
    st.sampled_from(list("<>/&;:!-=\"'abp #x3\n\t\r\x00\x85\u200b\u200d\u202e\u2029\xa0é\ud800\u037e")), max_size=60
) | st.lists(
    st.sampled_from("<p> </p> <b> <script> </script> <!-- --> &lt; &amp; &#60; lt; amp; <br/> <![CDATA[ ]]> a".split())
).map("".join)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One\ntwo.</p><p>Three.</p>", "One two.\n\nThree."),
        ("One<br>two<br/><br />three", "One\ntwo\n\nthree"),
        ("Dr<b>on</b>es", "Drones"),
        ("<div><div>One</div>two</div>", "One\n\ntwo"),
        ("<ul><li>One</li><li>two</li></ul>", "One\n\ntwo"),
        ("<table><tr><td>One</td><td>two</td></tr></table>", "One two"),
        ("One<script>alert('<p>')</script> two<style>p {}</style>", "One two"),
        ("One <!-- <p>not</p> --> two", "One two"),
        ("One <script>alert(1)", "One"),
        ("&lt;p&gt;One&lt;/p&gt;&lt;p&gt;two&lt;/p&gt;", "One\n\ntwo"),
        ("&amp;lt;b&amp;gt;One&amp;lt;/b&amp;gt; two", "One two"),
        ("<<b>b>One", "One"),
        ('<img alt="5 > 6" src="x">One', "One"),
        ('One <a href="https://harbourline.example/st', "One"),
        ("<media:credit>One</media:credit> <o:p></o:p>two", "One two"),
        ("<![CDATA[One]]>", "One"),
        ("&#8220;One&#8221; &ndash; two &copy;", "“One” – two ©"),
        ("One\n\ntwo <b>three</b>", "One\n\ntwo three"),
        ("<\u200bscript>alert(1)</script>One", "One"),
    ],
)
def test_markup_becomes_paragraphs(markup: str, text: str) -> None:
    assert plain(markup) == text


@pytest.mark.parametrize(
    "text",
    [
        "5 < 6 and 7 > 3",
        "5 <6, 7> 3",
        "AT&T and R&D, Q&A; one & two",
        "https://harbourline.example/?a=1&copy=2",
        "if a <b and c> d",
        "<mira@harbourline.example>",
        "<https://harbourline.example/a>",
        "<3",
        "1 << 2",
        "&",
        "&;",
        "&nosuchthing;",
        "می‌خواهم",
    ],
)
def test_what_only_looks_like_markup_stays(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("a\x00b\x07c\x9bd", "abcd"),
        ("a\tb\xa0c\u2003d\u3000e", "a b c d e"),
        ("pay\u202elap\u202c \u2066x\u2069", "paylap x"),
        ("\ufeffd\u200bro\u2060ne\xad", "drone"),
        ("dro\u200cn\u200de", "drone"),
        ("a\ud800b", "ab"),
        ("cafe\u0301", "café"),
        ("a\r\nb\rc\u2029d\n\n\n\ne", "a\nb\nc\n\nd\n\ne"),
    ],
)
def test_what_nobody_sees_is_gone(raw: str, text: str) -> None:
    assert paragraphs(raw) == plain(raw) == text


def test_a_headline_is_one_line() -> None:
    assert line("<h1>One<br>two</h1>\n three") == "One two three"


@given(HOSTILE | st.text())
@example("<" * 50 + "b>" * 50)
def test_what_is_plain_stays_plain(markup: str) -> None:
    text = plain(markup)
    assert plain(text) == text
    assert not re.search(r"</?(?:p|b|script|br)>|<!--|[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", text)
    assert unicodedata.is_normalized("NFC", text)


@pytest.mark.timeout(90)
@pytest.mark.parametrize(
    "unit",
    [
        "<div>",
        "<",
        "<a ",
        "<!--",
        "<script>",
        "</x>",
        '<a "',
        "<a '\"",
        "&amp;",
        "&lt;",
        "<a b=",
        "a <b c",
        "\u200d",
        " \n",
        " ",
    ],
)
def test_a_million_characters_of_anything_take_bounded_time(unit: str) -> None:
    assert "<div" not in plain("<p>" + unit * (1_000_000 // len(unit)))


def test_the_text_in_a_thousand_nested_blocks_is_found() -> None:
    assert plain("<div>" * 100_000 + "One" + "</div>" * 100_000) == "One"
