"""Passwords: argon2id with OWASP's figures; never more hashes at once than there are cores."""

import os
import threading
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from training.core.errors import Refused
from training.core.text import text
from training.people.rules import LONGEST_PASSWORD, SHORTEST_PASSWORD

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_turn = threading.BoundedSemaphore(os.cpu_count() or 1)


def hash_password(password: str) -> str:
    """Return the argon2id hash. Takes some 25 ms of CPU: never call it with a write transaction open."""
    with _turn:
        return HASHER.hash(_normal(password))


@cache
def _nobodys() -> str:
    # Verified when there is no account, so that an unknown address takes as long as a wrong password.
    return HASHER.hash("nobody has this password")


def verify(password: str, stored: str | None) -> bool:
    """Tell whether it is the password; the same work is done whether or not there is one stored."""
    nobodys = _nobodys()
    with _turn:
        try:
            HASHER.verify(stored or nobodys, _normal(password)[:LONGEST_PASSWORD])
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None


def check_new(password: str, *, known: tuple[str, ...]) -> None:
    """Refuse a password that is too short, too long or made from what everybody knows of the person."""
    normal = _normal(password)
    if len(normal) < SHORTEST_PASSWORD:
        needed = text("Use at least %(n)s characters: four or five words do well", n=SHORTEST_PASSWORD)
        raise Refused("password", needed)
    if len(normal) > LONGEST_PASSWORD:
        raise Refused("password", text("Use at most %(n)s characters", n=LONGEST_PASSWORD))
    rest = normal.casefold()
    for word in known:
        rest = rest.replace(word.casefold(), "") if len(word) > 2 else rest  # noqa: PLR2004  initials prove nothing
    if len(set(rest)) < SHORTEST_PASSWORD // 3:
        raise Refused("password", text("Use words that have nothing to do with your name, your address or this site"))


def _normal(password: str) -> str:
    return unicodedata.normalize("NFC", password)
