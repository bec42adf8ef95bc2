"""The outside world as one value: the clock, chance and the post. Nobody else asks for them."""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import TypeVar

# Crockford's base 32 in small letters: no i, l, o or u, so that an id can be read aloud and typed.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
PUBLIC_ID_LENGTH = 12
CODE_LENGTH = 8
_LETTERS = bytes(ord(ALPHABET[byte % len(ALPHABET)]) for byte in range(256))

Item = TypeVar("Item")


def new_public_id() -> str:
    """Return twelve random characters, 60 bits: a name for a row in an address. It is never a secret."""
    return new_public_ids(1)[0]


def new_public_ids(number: int) -> list[str]:
    """Return as many of them: one look at the system's chance, since a job may ask for a million."""
    # 256 is a multiple of 32: no letter comes more often than another.
    letters = secrets.token_bytes(PUBLIC_ID_LENGTH * number).translate(_LETTERS).decode("ascii")
    return [letters[start : start + PUBLIC_ID_LENGTH] for start in range(0, len(letters), PUBLIC_ID_LENGTH)]


def new_code() -> str:
    """Return eight random characters, 40 bits, that somebody reads off a mail and types."""
    return new_public_id()[:CODE_LENGTH]


def new_token() -> str:
    """Return 256 random bits as 43 characters that fit into an address."""
    return secrets.token_urlsafe(32)


def new_salt() -> bytes:
    """Return 256 random bits, so that a commitment to a short detail cannot be guessed."""
    return secrets.token_bytes(32)


def new_seed() -> bytes:
    """Return 256 random bits: a private Ed25519 key is nothing else (RFC 8032, 5.1.5)."""
    return secrets.token_bytes(32)


def shuffled(items: Iterable[Item]) -> list[Item]:
    """Return the items in an order that nobody can foretell."""
    order = list(items)
    secrets.SystemRandom().shuffle(order)
    return order


def system_now() -> datetime:
    """Return the present instant in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class World:
    """What the program cannot know by itself. `post` sends one mail or raises OSError or smtplib's errors."""

    now: Callable[[], datetime]
    token: Callable[[], str]
    post: Callable[[EmailMessage], None]
