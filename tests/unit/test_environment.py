"""Settings from the environment, or from files that it names; what does not fit together is told at the start."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from services.api.settings import ApiSettings
from services.common.security import connection, tls
from services.common.settings import Settings

NAMED = {"kafka_security": "sasl_ssl", "kafka_user": "api", "kafka_password": "a-password"}


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SECURITY", "USER", "PASSWORD", "PASSWORD_FILE", "CA", "CERTIFICATE"):
        monkeypatch.delenv(f"TALLYWIRE_KAFKA_{name}", raising=False)


def test_a_setting_may_stand_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "password").write_text("p ä\n", encoding="utf-8")
    (tmp_path / "tokens").write_text("one-0123456789abc,two-0123456789abc\n")
    monkeypatch.setenv("TALLYWIRE_KAFKA_SECURITY", "sasl_ssl")
    monkeypatch.setenv("TALLYWIRE_KAFKA_USER", "api")
    monkeypatch.setenv("TALLYWIRE_KAFKA_PASSWORD_FILE", str(tmp_path / "password"))
    monkeypatch.setenv("TALLYWIRE_API_READER_TOKENS_FILE", str(tmp_path / "tokens"))
    assert Settings().kafka_password.get_secret_value() == "p ä"
    tokens = [token.get_secret_value() for token in ApiSettings().reader_tokens]
    assert tokens == ["one-0123456789abc", "two-0123456789abc"]


def test_a_setting_that_is_given_twice_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALLYWIRE_KAFKA_USER", "api")
    monkeypatch.setenv("TALLYWIRE_KAFKA_USER_FILE", str(tmp_path / "user"))
    with pytest.raises(ValueError, match="TALLYWIRE_KAFKA_USER and TALLYWIRE_KAFKA_USER_FILE are both set"):
        Settings()


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALLYWIRE_KAFKA_PASSWORD_FILE", str(tmp_path / "nothing"))
    with pytest.raises(ValueError, match=r"TALLYWIRE_KAFKA_PASSWORD_FILE: .*nothing cannot be read"):
        Settings()


@pytest.mark.parametrize(
    ("wrong", "remedy"),
    [
        ({"kafka_security": "sasl_ssl"}, "set KAFKA_USER and KAFKA_PASSWORD"),
        ({"kafka_security": "sasl_ssl", "kafka_user": "api"}, "set KAFKA_USER and KAFKA_PASSWORD"),
        ({"kafka_user": "api"}, "KAFKA_SECURITY is plaintext: set it to sasl_ssl"),
        ({**NAMED, "kafka_security": "ssl"}, "KAFKA_SECURITY is ssl: set it to sasl_ssl"),
        ({"kafka_ca": Path("ca.pem")}, "set it to ssl or sasl_ssl"),
        ({"kafka_security": "sasl_plaintext"}, "kafka_security"),
    ],
)
def test_what_contradicts_itself_is_refused_with_the_remedy(wrong: dict[str, Any], remedy: str) -> None:
    with pytest.raises(ValidationError, match=remedy):
        Settings.model_validate(wrong)


def test_secrets_are_not_shown() -> None:
    settings = Settings.model_validate(NAMED)
    assert "a-password" not in f"{settings!r} {settings}"
    assert "a-password" in connection(settings).values()


def test_in_the_clear_nothing_is_told_but_the_place() -> None:
    assert connection(Settings(kafka_bootstrap="here:9092")) == {"bootstrap_servers": "here:9092"}


@pytest.mark.parametrize("name", ["kafka_ca", "kafka_certificate"])
def test_a_file_that_is_no_certificate_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "odd.pem").write_text("no certificate\n")
    with pytest.raises(ValueError, match=rf"TALLYWIRE_{name.upper()}: .*odd\.pem is no PEM"):
        tls(Settings.model_validate({"kafka_security": "ssl", name: tmp_path / "odd.pem"}))
