import pytest

from services.ingest.domain.feeds import Feed
from services.ingest.sources.credentials import MissingCredential, secret_headers


def feed(**names: object) -> Feed:
    return Feed.model_validate({"name": "harbour", "url": "https://harbourline.example/feed", **names})


def test_a_feed_without_credentials_has_no_secret_header() -> None:
    assert secret_headers(feed(), {"OTHER": "x"}) == {}


def test_credentials_come_from_the_variables_that_the_feed_names() -> None:
    environ = {"TOKEN": "t0ken\n", "KEY": "k3y", "USER_NAME": "ann", "PASSWORD": "pass:word"}
    assert secret_headers(feed(bearer_env="TOKEN"), environ) == {"Authorization": "Bearer t0ken"}
    assert secret_headers(feed(headers_env={"X-Api-Key": "KEY"}), environ) == {"X-Api-Key": "k3y"}
    names: dict[str, object] = {"user_env": "USER_NAME", "password_env": "PASSWORD"}
    basic = secret_headers(feed(**names), environ)
    assert basic == {"Authorization": "Basic YW5uOnBhc3M6d29yZA=="}


@pytest.mark.parametrize("environ", [{}, {"TOKEN": ""}])
def test_a_missing_credential_is_told_by_name(environ: dict[str, str]) -> None:
    with pytest.raises(MissingCredential, match="feed harbour: the environment variable TOKEN is not set"):
        secret_headers(feed(bearer_env="TOKEN"), environ)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("https://harbourline.example/new", True),
        ("https://harbourline.example:8443/feed", False),
        ("http://harbourline.example/feed", False),
        ("https://elsewhere.example/feed", False),
    ],
)
def test_a_feed_that_moved_elsewhere_left_its_credentials_behind(asked: str, told: bool) -> None:
    assert bool(secret_headers(feed(bearer_env="TOKEN"), {"TOKEN": "t"}, asked)) is told


def test_a_host_keeps_the_credentials_when_it_gets_tls() -> None:
    plain = feed(url="http://harbourline.example/feed", bearer_env="TOKEN")
    assert secret_headers(plain, {"TOKEN": "t"}, "https://harbourline.example/feed")
