"""`access`: names, passwords and rights on a broker that asks for them."""

import os
import secrets
from pathlib import Path
from typing import Annotated

import typer

from services.common.access import USERS, Grant, give, grants
from services.common.admin import administration
from services.common.settings import Settings
from tallywire import screen

BYTES = 32


def access(
    passwords: Annotated[Path, typer.Argument(help="a folder with a file for each user; those missing are made")],
) -> None:
    """Give each service, and who publishes or reads wires, a name, a password and its rights, and nobody else any.

    Wants to be the broker's administrator (TALLYWIRE_KAFKA_SECURITY=ssl with TALLYWIRE_KAFKA_CERTIFICATE).

    Examples:
      tallywire access secrets/
    """
    settings = Settings()
    with administration(settings) as client:
        give(client, settings, {user: _password(passwords, user) for user in USERS})
    every = grants(settings)
    for user in USERS:
        screen.line(f"{user:<12} reads {_names(every, user, 'read')}; writes {_names(every, user, 'write')}")


def _password(folder: Path, user: str) -> str:
    """What the user's file holds; a new one is for nobody but who made it."""
    path = folder / user
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="utf-8").strip()
    with os.fdopen(made, "w") as file:
        file.write(password := secrets.token_urlsafe(BYTES))
    return password


def _names(every: list[Grant], user: str, operation: str) -> str:
    names = [
        f"{grant.name}{'*' * grant.begins}"
        for grant in every
        if grant.user == user and grant.operation == operation and grant.kind == "topic"
    ]
    return ", ".join(names) or "nothing"
