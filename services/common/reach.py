"""Why a broker is not reached: a client of Kafka tells of a timeout, whatever it was. So the steps are gone by hand."""

import asyncio
import socket
import ssl
from contextlib import closing, suppress

from aiokafka.conn import create_conn
from aiokafka.errors import AuthenticationFailedError, KafkaError, SaslAuthenticationFailed

from services.common.environment import WrongSettings
from services.common.security import connection, tls
from services.common.settings import Settings

PATIENCE_SECONDS = 3.0
REFUSAL_SECONDS = 0.5
"""A broker that asks for a certificate refuses a client without one after the hands were shaken (TLS 1.3)."""


def why(settings: Settings, error: Exception) -> str:
    """What is wrong, and which setting mends it, in one line."""
    at = settings.kafka_bootstrap
    if isinstance(error, WrongSettings):
        return str(error)
    return _amiss(settings, *at.split(",")[0].rpartition(":")[::2]) or (
        f"no Kafka broker answers at {at} ({type(error).__name__}): "
        "start one (`make broker`, `docker compose up`) or set TALLYWIRE_KAFKA_BOOTSTRAP"
    )


def _amiss(settings: Settings, host: str, port: str) -> str | None:
    """What is amiss between the broker's way to speak and ours; None if it is not that."""
    plain, at = settings.kafka_security == "plaintext", f"{host}:{port}"
    try:
        _shake_hands(host, int(port), _trusting_anybody() if plain else tls(settings))
        if settings.kafka_security == "sasl_ssl":
            asyncio.run(_tell_name(settings, host, int(port)))
    except ssl.SSLCertVerificationError as error:
        distrusted = f"the certificate of {at} is not to be trusted ({error.verify_message})"
        return f"{distrusted}: TALLYWIRE_KAFKA_CA names who signed it"
    except (AuthenticationFailedError, SaslAuthenticationFailed):
        unknown = f"the broker at {at} does not take {settings.kafka_user} with this password"
        return f"{unknown}: check TALLYWIRE_KAFKA_USER and TALLYWIRE_KAFKA_PASSWORD"
    except ssl.SSLError as error:
        return None if plain else _no_tls(at, error)
    except (ConnectionResetError, TimeoutError):
        return None if plain else f"what answers at {at} speaks no TLS: check TALLYWIRE_KAFKA_SECURITY"
    except (OSError, ValueError, KafkaError):
        return None  # nobody is there
    return f"the broker at {at} wants TLS: set TALLYWIRE_KAFKA_SECURITY to sasl_ssl or ssl" if plain else None


def _no_tls(at: str, error: ssl.SSLError) -> str:
    if "CERTIFICATE" in (error.reason or ""):
        return f"the broker at {at} asks for a certificate that it knows: TALLYWIRE_KAFKA_CERTIFICATE names ours"
    return f"what answers at {at} speaks no TLS ({error.reason}): check TALLYWIRE_KAFKA_SECURITY"


def _shake_hands(host: str, port: int, context: ssl.SSLContext) -> None:
    with (
        closing(socket.create_connection((host, port), timeout=PATIENCE_SECONDS)) as door,
        context.wrap_socket(door, server_hostname=host) as spoken,
    ):
        spoken.settimeout(REFUSAL_SECONDS)
        with suppress(TimeoutError):
            spoken.recv(1)


async def _tell_name(settings: Settings, host: str, port: int) -> None:
    options = connection(settings)
    del options["bootstrap_servers"]
    (await create_conn(host, port, request_timeout_ms=int(PATIENCE_SECONDS * 1000), **options)).close()


def _trusting_anybody() -> ssl.SSLContext:
    """For the question only whether somebody speaks TLS: nothing is sent."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context
