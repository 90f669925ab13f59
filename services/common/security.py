"""How the broker is spoken to: in the clear, by TLS with a certificate, or by TLS with a name and password."""

import ssl
from pathlib import Path
from typing import Any

from services.common.environment import WrongSettings
from services.common.settings import Settings

MECHANISM = "SCRAM-SHA-512"


def connection(settings: Settings) -> dict[str, Any]:
    """Where the broker is and how it is spoken to, for the clients of kafka-python and of aiokafka alike.

    Raises:
        WrongSettings: a file of the settings is no certificate, or no key that fits it.
    """
    told: dict[str, Any] = {"bootstrap_servers": settings.kafka_bootstrap}
    if settings.kafka_security == "plaintext":
        return told
    told |= {"security_protocol": settings.kafka_security.upper(), "ssl_context": tls(settings)}
    if settings.kafka_security == "sasl_ssl":
        told |= {"sasl_mechanism": MECHANISM, "sasl_plain_username": settings.kafka_user}
        told |= {"sasl_plain_password": settings.kafka_password.get_secret_value()}
    return told


def tls(settings: Settings) -> ssl.SSLContext:
    """What is asked of the broker's certificate, and the one that is shown to it if it asks.

    Raises:
        WrongSettings: as `connection`.
    """
    context = _trusting(settings.kafka_ca)
    if settings.kafka_certificate:
        try:
            context.load_cert_chain(settings.kafka_certificate)
        except (OSError, ssl.SSLError) as error:
            wanted = f"{settings.kafka_certificate} is no PEM file of a certificate and its key"
            raise WrongSettings(f"TALLYWIRE_KAFKA_CERTIFICATE: {wanted} ({error})") from error
    return context


def _trusting(authority: Path | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=authority)
    except (OSError, ssl.SSLError) as error:
        raise WrongSettings(f"TALLYWIRE_KAFKA_CA: {authority} is no PEM file of certificates ({error})") from error
