"""Codes, keyword lines and times of agencies, one by one."""

import pytest

from services.ingest.domain.formats.codes import status_of, topic_of, version_of
from services.ingest.domain.formats.iptc_slug import slug_of
from services.ingest.domain.formats.iptc_time import moment_in


@pytest.mark.parametrize(
    ("code", "scheme", "topic"),
    [
        ("medtop:20000053", None, "medtop:20000053"),
        ("http://cv.iptc.org/newscodes/mediatopic/20000053", None, "medtop:20000053"),
        ("https://cv.iptc.org/newscodes/mediatopic/16000000/", None, "medtop:16000000"),
        ("20000053", "http://cv.iptc.org/newscodes/mediatopic/", "medtop:20000053"),
        ("20000053", "medtop", "medtop:20000053"),
        ("20000053", None, "medtop:20000053"),
        ("16000000", "IptcSubjectCodes", "subj:16000000"),
        ("04015000", None, "subj:04015000"),
        ("99000000", None, None),
        ("20000053", "urn:harbourline:desk", None),
        ("harbourline:20000053", None, None),
        ("medtop:2000005", None, None),
        ("sport", None, None),
        (None, "medtop", None),
    ],
)
def test_a_topic_is_told_by_its_scheme_or_its_range(code: str | None, scheme: str | None, topic: str | None) -> None:
    assert topic_of(code, scheme) == topic


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("stat:canceled", "canceled"),
        ("http://cv.iptc.org/newscodes/pubstatusg2/withheld", "withheld"),
        ("Cancelled", "canceled"),
        ("usable", "usable"),
        ("", "usable"),
        (None, "usable"),
    ],
)
def test_a_status_is_told_by_word_qcode_or_address(code: str | None, status: str) -> None:
    assert status_of(code) == status


@pytest.mark.parametrize(
    ("told", "version"), [("3", 3), (0, 0), (" 12 ", 12), ("1.5", None), (True, None), ("9" * 17, None), (-1, None)]
)
def test_a_version_is_a_whole_number(told: object, version: int | None) -> None:
    assert version_of(told) == version


@pytest.mark.parametrize(
    ("line", "name", "version", "take"),
    [
        ("Ellery-convoy/", "Ellery-convoy", None, None),
        ("BC-Wend--Truce, 2nd Ld-Writethru,416", "Wend--Truce", 2, None),
        ("Wend-truce 1st Lead", "Wend-truce", 1, None),
        ("Wend-truce Lead 3", "Wend-truce", 3, None),
        ("Wend-truce WRITE-THRU", "Wend-truce", 1, None),
        ("Wend-truce, 2nd Take", "Wend-truce", None, 2),
        ("Wend-truce KILL", "Wend-truce", None, None),
        ("Leading-lights", "Leading-lights", None, None),
        ("Road-kill-rises", "Road-kill-rises", None, None),
        ("2ND LEAD", "", 2, None),
        ("", "", None, None),
    ],
)
def test_a_keyword_line_is_a_name_and_what_is_said_of_the_version(
    line: str, name: str, version: int | None, take: int | None
) -> None:
    slug = slug_of(line)

    assert (slug.name, slug.version, slug.take) == (name, version, take)


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("051810 GMT Jan 22", "2022-01-05T18:10:00+00:00"),
        ("051810 CET Dezember 21", "2021-12-05T18:10:00+01:00"),
        ("051810 MESZ Jul 1999", "1999-07-05T18:10:00+02:00"),
        ("311200 GMT Feb 22", None),
        ("SM-WF-01-07-22 0610GMT", "2022-01-07T06:10:00+00:00"),
        ("No date here", None),
    ],
)
def test_a_date_and_time_group_names_a_moment_or_none(line: str, moment: str | None) -> None:
    found = moment_in(line)

    assert (found.isoformat() if found else None) == moment
