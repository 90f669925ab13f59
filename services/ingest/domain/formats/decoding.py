"""Bytes of a document to text that XML and JSON may hold: what is declared is a claim, the bytes decide."""

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})""")
# Python knows codecs that are no encodings of documents, and some of them (punycode) take quadratic time.
_IN_USE = re.compile(r"iso8859|cp\d|koi8|mac-|gb|big5|euc|shift_jis|iso2022|hz|tis")
# As browsers do: who declares these has the curly quotes of Windows in the text.
_SUPERSETS = {"iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030"}
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONE_BYTES = re.compile("[\udc80-\udcff]+")


def decoded(raw: bytes) -> str:
    """The text of a document, whatever its bytes: byte order mark, then UTF-8 if it is, then what it declares.

    Bytes that are no UTF-8 in a document that should be are taken for windows-1252, one by one: feeds are glued
    together from several sources. Characters that no XML may hold are blanks.
    """
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return legal(raw.decode(encoding, "replace"))
    declared = _declared(raw)
    # A 7-bit encoding (ISO-2022-JP) is valid UTF-8 as well; other text is so only if it is UTF-8.
    if declared and (raw.isascii() or not _is_utf8(raw)):
        return legal(raw.decode(declared, "replace"))
    return legal(_LONE_BYTES.sub(_from_windows, raw.decode("utf-8", "surrogateescape")))


def legal(text: str) -> str:
    """The text with a blank for each character that XML forbids: controls, lone surrogates, non-characters."""
    return _ILLEGAL.sub(" ", text)


def _declared(raw: bytes) -> str | None:
    found = _DECLARED.search(raw, 0, 2000)
    try:
        name = codecs.lookup(found[1].decode("ascii")).name if found else ""
    except (LookupError, ValueError):
        return None
    return _SUPERSETS.get(name, name) if _IN_USE.match(name) else None


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def _from_windows(lone: re.Match[str]) -> str:
    return lone[0].encode("utf-8", "surrogateescape").decode("cp1252", "replace")
