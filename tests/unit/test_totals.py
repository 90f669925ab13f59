from schemas.values import Casualties, Location, Range
from schemas.vocabulary import Facet
from services.aggregation.domain.counting import folded
from tallywire.totals import totals_by_country
from tests.builders import BAGHDAD, DAY, incident_resolved


def test_every_incident_is_in_its_countrys_total_once_however_it_is_dated() -> None:
    toll = Casualties(killed=Range(min=2), wounded=Range(min=1, max=3))
    known = [
        incident_resolved(occurred=DAY, location=BAGHDAD),
        incident_resolved(location=BAGHDAD, casualties=toll),
        incident_resolved(occurred=DAY, location=Location(country="SY")),
    ]
    totals = totals_by_country(cell.count(bucket) for bucket, cell in folded(known).items())
    assert {country: total.incidents for country, total in totals.items()} == {"IQ": 2, "SY": 1}
    assert (totals["IQ"].killed, totals["IQ"].wounded) == (Range(min=2), Range(min=1, max=3))
    assert totals["IQ"].by[Facet.EVENT_TYPE] == {"drone_strike": 2}
