"""Who may see what, by the bearer token that they send."""

from collections.abc import Iterable
from enum import IntEnum

from pydantic import SecretStr

from services.common.bearers import Bearers


class Role(IntEnum):
    """What somebody may: each may what those before it may."""

    NOBODY = 0
    READER = 1
    OPERATOR = 2


class Roles:
    """The roles by token."""

    def __init__(self, readers: Iterable[SecretStr], operators: Iterable[SecretStr]) -> None:
        """With no token at all everybody may everything; a token of both is an operator's."""
        self._bearers: Bearers[Role] = Bearers()
        for role, tokens in ((Role.OPERATOR, operators), (Role.READER, readers)):
            for token in tokens:
                self._bearers.give(token.get_secret_value(), role)

    @property
    def asked_for(self) -> bool:
        """Whether tokens are asked for at all."""
        return len(self._bearers) > 0

    def of(self, authorization: str) -> Role:
        """The role of whoever sends this header."""
        return (self._bearers.owner(authorization) or Role.NOBODY) if self.asked_for else Role.OPERATOR
