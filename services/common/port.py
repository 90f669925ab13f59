"""The port of a service's web side."""

import socket

from services.common.settings import Settings


def bind(listening: socket.socket, settings: Settings) -> None:
    """Takes the port of the settings.

    Raises:
        OSError: it cannot be taken; the text names the port and the remedy.
    """
    try:
        listening.bind((settings.web_host, settings.web_port))
    except OSError as error:
        raise OSError(
            f"port {settings.web_host}:{settings.web_port} cannot be taken ({error.strerror}): "
            "end what uses it, or set TALLYWIRE_WEB_PORT"
        ) from error
