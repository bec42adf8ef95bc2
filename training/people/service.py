"""The verbs of sign-in: throttle, sign a device in, end it, set a password, make an administrator."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update

from training.audit.service import Happening, record
from training.core.db import database, insert
from training.core.digest import token_hash
from training.core.errors import NotFound, TooMany
from training.core.permissions import Role, Viewer
from training.core.text import text
from training.people import queries
from training.people.models import Account, Grant, OneTimeLink, Person, SignIn, Throttle
from training.people.rules import (
    LINK_HOLDS,
    PRIVILEGED_HOLDS,
    SIGN_IN_HOLDS,
    GrantSource,
    LinkPurpose,
)

WINDOW = timedelta(minutes=15)
TRIES_PER_ACCOUNT = 10
TRIES_PER_NETWORK = 200


@dataclass(frozen=True)
class NewSignIn:
    """A device that is about to be signed in; `token` is what its cookie will hold."""

    person_id: int
    token: str
    device: str
    privileged: bool


def count_try(key: str, *, most: int, now: datetime, window: timedelta = WINDOW, tries: int = 1) -> None:
    """Count one try, or several at once, against a key; raises TooMany when the window is full.

    Known and unknown keys count alike.
    """
    if count_tries({key: tries}, most=most, now=now, window=window):
        raise _too_many(now, window)


def check_tries(key: str, *, most: int, now: datetime, window: timedelta = WINDOW) -> None:
    """Raise TooMany when the window of a key is full, and count nothing: for tries that count only when they fail."""
    if queries.tries(token_hash(key), _window_start(now, window)) >= most:
        raise _too_many(now, window)


def _too_many(now: datetime, window: timedelta) -> TooMany:
    wait = int((_window_start(now, window) + window - now).total_seconds()) + 1
    return TooMany(text("Too many tries. Wait %(n)s minutes, then try again.", n=-(-wait // 60)), retry_after=wait)


def count_tries(tries: Mapping[str, int], *, most: int, now: datetime, window: timedelta = WINDOW) -> list[str]:
    """Count tries against many keys in one statement; return the keys whose window is full, in their order."""
    start, names = _window_start(now, window), {token_hash(key): key for key in tries}
    # Two that count the same keys at once take them in the same order.
    rows = [{"key": name, "window_start": start, "tries": tries[names[name]]} for name in sorted(names)]
    if not rows:
        return []
    adding = insert(Throttle).values(rows)
    counted = adding.on_conflict_do_update(
        index_elements=[Throttle.key, Throttle.window_start], set_={"tries": Throttle.tries + adding.excluded.tries}
    ).returning(Throttle.key, Throttle.tries)
    full = {names[name] for name, number in database.session.execute(counted) if number > most}
    return [key for key in tries if key in full]


def _window_start(now: datetime, window: timedelta) -> datetime:
    return datetime.fromtimestamp(now.timestamp() // window.total_seconds() * window.total_seconds(), now.tzinfo)


def forget_tries(key: str) -> None:
    """A right password clears the account's count."""
    database.session.execute(update(Throttle).where(Throttle.key == token_hash(key)).values(tries=0))


def sign_in(new: NewSignIn, *, now: datetime) -> None:
    """Record a signed-in device."""
    holds = PRIVILEGED_HOLDS if new.privileged else SIGN_IN_HOLDS
    row = SignIn(
        person_id=new.person_id, token_hash=token_hash(new.token), device=new.device,
        created_at=now, seen_at=now, expires_at=now + holds,
    )  # fmt: skip
    database.session.add(row)
    database.session.flush()
    record(Happening("signed-in", "sign-in", row.id), actor_id=new.person_id, now=now)


def note_failed_sign_in(person_id: int | None, *, now: datetime) -> None:
    """Record a wrong password, or an address that nobody has."""
    record(Happening("sign-in-failed", "person", person_id), actor_id=None, now=now)


def end_sign_in(viewer: Viewer, public_id: str, *, now: datetime) -> None:
    """Sign one of the viewer's own devices out. Raises NotFound."""
    ended = (
        update(SignIn)
        .where(SignIn.public_id == public_id, SignIn.person_id == viewer.person_id, SignIn.ended_at.is_(None))
        .values(ended_at=now)
        .returning(SignIn.id)
    )
    found = database.session.execute(ended).scalar_one_or_none()
    if found is None:
        raise NotFound
    record(Happening("signed-out", "sign-in", found), actor_id=viewer.person_id, now=now)


def end_this_sign_in(viewer: Viewer, *, now: datetime) -> None:
    """Sign out here."""
    database.session.execute(update(SignIn).where(SignIn.id == viewer.sign_in_id).values(ended_at=now))
    record(Happening("signed-out", "sign-in", viewer.sign_in_id), actor_id=viewer.person_id, now=now)


def end_other_sign_ins(viewer: Viewer, *, now: datetime) -> None:
    """Sign out everywhere but here."""
    others = (SignIn.person_id == viewer.person_id, SignIn.id != viewer.sign_in_id, SignIn.ended_at.is_(None))
    database.session.execute(update(SignIn).where(*others).values(ended_at=now))
    record(Happening("signed-out-elsewhere", "person", viewer.person_id), actor_id=viewer.person_id, now=now)


def choose_language(viewer: Viewer, language: str, *, now: datetime) -> None:
    """Keep in which language somebody wants to read; empty: as the roster says, else as the browser asks."""
    chosen = update(Account).where(Account.person_id == viewer.person_id).values(language=language)
    database.session.execute(chosen)
    record(Happening("language-chosen", "person", viewer.person_id), actor_id=viewer.person_id, now=now)


def note_seen(sign_in_id: int, *, now: datetime) -> None:
    """Note that a device is in use; asked for at most every five minutes."""
    database.session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=now))


def make_link(person_id: int, token: str, *, now: datetime) -> None:
    """Make a link with which the person sets a password; earlier ones end."""
    unused = (OneTimeLink.person_id == person_id, OneTimeLink.used_at.is_(None))
    database.session.execute(update(OneTimeLink).where(*unused).values(used_at=now))
    database.session.add(
        OneTimeLink(
            person_id=person_id, purpose=LinkPurpose.SET_PASSWORD, token_hash=token_hash(token),
            created_at=now, expires_at=now + LINK_HOLDS,
        )
    )  # fmt: skip


def set_password(link_id: int, person_id: int, password_hash: str, *, now: datetime) -> None:
    """Use a link up and store the password; all sign-ins end. Raises NotFound if it was used meanwhile."""
    use = (
        update(OneTimeLink).where(OneTimeLink.id == link_id, OneTimeLink.used_at.is_(None)).values(used_at=now)
    ).returning(OneTimeLink.id)
    if database.session.execute(use).scalar_one_or_none() is None:
        raise NotFound
    values = {"person_id": person_id, "password_hash": password_hash, "password_changed_at": now}
    database.session.execute(
        insert(Account).values(values).on_conflict_do_update(index_elements=[Account.person_id], set_=values)
    )
    open_ones = (SignIn.person_id == person_id, SignIn.ended_at.is_(None))
    database.session.execute(update(SignIn).where(*open_ones).values(ended_at=now))
    record(Happening("password-set", "person", person_id), actor_id=person_id, now=now)


def make_administrator(email: str, name: str, *, now: datetime) -> int:
    """Make (or find) a person with this address, give them an account and the administrator's role; return their id."""
    person_id = queries.person_id_by_email(email)
    if person_id is None:
        given, _space, family = name.strip().rpartition(" ")
        person = Person(given=given or family, family=family, email=email, language="", zone="", started_on=now.date())
        database.session.add(person)
        database.session.flush()
        person_id = person.id
    account = insert(Account).values(person_id=person_id).on_conflict_do_nothing(index_elements=[Account.person_id])
    database.session.execute(account)
    grant(person_id, Role.ADMINISTRATOR, source=GrantSource.COMMAND, now=now)
    return person_id


def grant(person_id: int, role: Role, *, source: GrantSource, now: datetime, department_id: int | None = None) -> None:
    """Give a role, everywhere or in a department's subtree, unless it is held already."""
    if not queries.holds(person_id, role, department_id):
        row = Grant(
            person_id=person_id, role=role, department_id=department_id, source=source,
            valid_from=now.date(), valid_until=None, recorded_at=now,
        )  # fmt: skip
        database.session.add(row)
        database.session.flush()
        record(Happening("granted", "person", person_id, {"role": str(role)}), actor_id=None, now=now)
