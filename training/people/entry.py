"""Signing in, in phases: count the try, hash with no transaction open, then record the outcome."""

from dataclasses import dataclass

from training.core.db import database, writing
from training.core.errors import Refused
from training.core.text import text
from training.core.world import World
from training.people import passwords, queries, service
from training.people.queries import LinkHolder


@dataclass(frozen=True)
class Try:
    """What somebody typed, from where."""

    email: str
    password: str
    device: str
    network: str


def sign_in(attempt: Try, *, world: World) -> str:
    """Return the token of the new sign-in. Raises TooMany, or Refused in the same words and time for every reason."""
    now = world.now()
    with writing():
        service.count_try(f"network:{attempt.network}", most=service.TRIES_PER_NETWORK, now=now)
        service.count_try(f"account:{attempt.email}", most=service.TRIES_PER_ACCOUNT, now=now)
    found = queries.credentials(attempt.email, now)
    database.session.rollback()
    if not passwords.verify(attempt.password, found.password_hash if found else None) or found is None:
        with writing():
            service.note_failed_sign_in(found.person_id if found else None, now=now)
        raise Refused("", text("The address and the password do not go together. Check both and try again."))
    token = world.token()
    with writing():
        service.forget_tries(f"account:{attempt.email}")
        service.sign_in(service.NewSignIn(found.person_id, token, attempt.device, found.privileged), now=now)
    return token


def set_password(holder: LinkHolder, password: str, *, world: World) -> None:
    """Set the password of the holder of a one-time link. Raises Refused at the field `password`."""
    known = (holder.given, holder.family, holder.email, holder.email.partition("@")[0], "muster")
    passwords.check_new(password, known=known)
    hashed = passwords.hash_password(password)
    with writing():
        service.set_password(holder.link_id, holder.person_id, hashed, now=world.now())
