"""The words in which incidents are told: closed lists, one name per thing everywhere.

The lists are those of the annotation guide; their codings follow the distinctions that conflict data sets
(ACLED, UCDP GED) make between shelling, air and drone strikes, remote explosives and armed assault.
"""

from enum import StrEnum


class EventType(StrEnum):
    """What kind of violent act it was."""

    SHELLING = "shelling"
    DRONE_STRIKE = "drone_strike"
    AIR_STRIKE = "air_strike"
    SUICIDE_BOMBING = "suicide_bombing"
    BOMBING = "bombing"
    GRENADE = "grenade"
    ARMED_ATTACK = "armed_attack"
    ARMED_CLASH = "armed_clash"
    ABDUCTION = "abduction"
    ARSON_SABOTAGE = "arson_sabotage"
    OTHER = "other"


class Factuality(StrEnum):
    """Whether the wire reports it as a fact, as unconfirmed, or as denied."""

    OCCURRED = "occurred"
    POSSIBLE = "possible"
    DENIED = "denied"


class Outcome(StrEnum):
    """What became of the attack."""

    HIT = "hit"
    INTERCEPTED = "intercepted"
    FOILED = "foiled"
    MISSED = "missed"
    UNKNOWN = "unknown"


class Precision(StrEnum):
    """How exactly a place is known."""

    SITE = "site"
    CITY = "city"
    ADMIN1 = "admin1"
    COUNTRY = "country"


class WeaponKind(StrEnum):
    """What the attack was made with."""

    ROCKET = "rocket"
    MISSILE = "missile"
    MORTAR = "mortar"
    ARTILLERY = "artillery"
    DRONE = "drone"
    AIRCRAFT_BOMB = "aircraft_bomb"
    IED = "ied"
    CAR_BOMB = "car_bomb"
    SUICIDE_VEST = "suicide_vest"
    MINE = "mine"
    GRENADE = "grenade"
    SMALL_ARMS = "small_arms"
    KNIFE = "knife"
    ARSON = "arson"
    OTHER = "other"
    UNKNOWN = "unknown"


class TargetKind(StrEnum):
    """What sort of thing was attacked."""

    MILITARY = "military"
    DIPLOMATIC = "diplomatic"
    GOVERNMENT = "government"
    POLICE = "police"
    INFRASTRUCTURE = "infrastructure"
    ENERGY = "energy"
    TRANSPORT = "transport"
    SHIPPING = "shipping"
    RELIGIOUS = "religious"
    CIVILIAN = "civilian"
    MEDICAL = "medical"
    MEDIA = "media"
    UNKNOWN = "unknown"


class Stance(StrEnum):
    """How somebody is tied to the deed."""

    CLAIMED = "claimed"
    BLAMED = "blamed"
    SUSPECTED = "suspected"
    DENIED = "denied"
    UNATTRIBUTED = "unattributed"


DOERS = (Stance.CLAIMED, Stance.BLAMED, Stance.SUSPECTED)
"""How somebody is tied to a deed who counts as an actor of it: whoever is said to have done it, however surely."""


class IncidentStatus(StrEnum):
    """Whether a resolved incident stands, lives on in another, or was taken back."""

    STANDING = "standing"
    MERGED_INTO = "merged_into"
    WITHDRAWN = "withdrawn"


class Facet(StrEnum):
    """What the incidents of a count are told apart by."""

    EVENT_TYPE = "event_type"
    WEAPON = "weapon"
    OUTCOME = "outcome"
    ACTOR = "actor"
    TARGET_KIND = "target_kind"


class SeriesKind(StrEnum):
    """What is watched for upsurges within a country."""

    TOTAL = "total"
    ADMIN1 = "admin1"
    ACTOR = "actor"
    WEAPON = "weapon"


class UpsurgeEnd(StrEnum):
    """Why an upsurge is over: seven days passed without it, or corrections took its ground away."""

    SUBSIDED = "subsided"
    CORRECTED = "corrected"


class StatisticStatus(StrEnum):
    """Whether a wire's statistic stands, or was taken back."""

    STANDING = "standing"
    WITHDRAWN = "withdrawn"
