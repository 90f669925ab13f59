"""Where others reach a process."""

import socket

import pytest

from services.common.settings import Settings

ANY = "0.0.0.0"  # noqa: S104  # nothing is bound here


@pytest.mark.parametrize(
    ("host", "url", "reached"),
    [
        ("127.0.0.1", "", "http://127.0.0.1:6063"),
        ("::1", "", "http://[::1]:6063"),
        (ANY, "", f"http://{socket.gethostname()}:6063"),
        ("::", "", f"http://{socket.gethostname()}:6063"),
        (ANY, "https://counts.example/2/", "https://counts.example/2"),
    ],
)
def test_a_process_is_reached_where_it_hears_unless_it_is_told_otherwise(host: str, url: str, reached: str) -> None:
    assert Settings(web_host=host, web_port=6063, web_url=url).reached_at == reached


@pytest.mark.parametrize("url", ["counts.example", "ftp://counts.example", "http://"])
def test_where_others_reach_it_is_an_address_of_the_web(url: str) -> None:
    with pytest.raises(ValueError, match="web_url"):
        Settings(web_url=url)
