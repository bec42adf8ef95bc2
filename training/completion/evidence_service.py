"""The verbs of evidence: ask for a pack, keep its parts, let an auditor in, end what they may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, update

from training.audit.service import Happening, record
from training.completion import evidence_letters, evidence_queries
from training.completion.evidence_letters import Sender
from training.completion.evidence_models import Engagement, EvidencePack, EvidencePart
from training.completion.evidence_queries import Named, Reader
from training.completion.evidence_rules import BUILD_PACK, LONGEST_READING, MOST_SAMPLED, SETTLES
from training.completion.rules import PackState
from training.core.db import database
from training.core.digest import token_hash
from training.core.errors import Refused
from training.core.permissions import Viewer
from training.core.text import text
from training.core.world import new_public_id
from training.jobs.service import NewJob, add
from training.notices.service import NewMessage, write
from training.people import auditors
from training.people.auditors import Outsider
from training.people.service import make_link

# --- packs ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class NewPack:
    """What is to be proved: a requirement (slug) over a period, both days included; an empty seed is left to chance."""

    requirement: str
    since: date
    until: date
    sample: int
    seed: str = ""


def ask(viewer: Viewer, new: NewPack, *, now: datetime, today: date) -> str:
    """Ask for a pack of what is known at this instant; return its public id. A job builds it."""
    evidence_queries.check_everywhere(viewer)
    (requirement,) = _meant([new.requirement])
    _check_period(new.since, new.until, today)
    if not 1 <= new.sample <= MOST_SAMPLED:
        raise Refused("sample", text("Choose a sample of 1 to %(most)s people.", most=MOST_SAMPLED))
    public_id = new_public_id()
    row = {
        "public_id": public_id, "requirement_id": requirement.id, "since": new.since, "until": new.until,
        "known_at": now, "seed": new.seed.strip() or new_public_id(), "sample": new.sample,
        "state": PackState.BUILDING, "asked_by_id": viewer.person_id, "asked_at": now,
    }  # fmt: skip
    pack_id = database.session.execute(insert(EvidencePack).values(row).returning(EvidencePack.id)).scalar_one()
    add(NewJob(BUILD_PACK, public_id, {"pack": public_id}, due_at=now + SETTLES), now=now)
    record(Happening("evidence-asked", "evidence-pack", pack_id), actor_id=viewer.person_id, now=now)
    return public_id


def _meant(slugs: Sequence[str]) -> list[Named]:
    wanted = [one for one in evidence_queries.requirements() if one.slug in slugs]
    if not wanted or len(wanted) != len(set(slugs)):
        raise Refused("requirement", text("Choose what it is about."))
    return wanted


def _check_period(since: date, until: date, today: date) -> None:
    if until < since:
        raise Refused("until", text("Choose an end that is not before the beginning."))
    if until > today:
        raise Refused("until", text("Choose an end that has come: nothing is known of days ahead."))


_pack: Any = EvidencePack.__table__


def drop_parts(pack_id: int) -> None:
    """Drop what an earlier try left of a pack."""
    database.session.execute(delete(EvidencePart).where(EvidencePart.pack_id == pack_id))


def keep_part(pack_id: int, number: int, content: bytes) -> None:
    """Keep one part of a pack, from 1."""
    database.session.execute(insert(EvidencePart).values(pack_id=pack_id, number=number, content=content))


def finish(pack_id: int, *, digest: str, size: int, now: datetime) -> None:
    """Say that all parts are there. The log keeps the file's digest: whoever has the file can compare."""
    values = {"state": PackState.READY, "digest": digest, "size": size, "finished_at": now}
    database.session.execute(update(_pack).where(_pack.c.id == pack_id).values(values))
    detail = {"digest": digest, "size": size}
    record(Happening("evidence-made", "evidence-pack", pack_id, detail), actor_id=None, now=now)


def fail(public_id: str, *, now: datetime) -> None:
    """Say that a pack was given up."""
    change = update(_pack).where(_pack.c.public_id == public_id, _pack.c.state == PackState.BUILDING)
    database.session.execute(change.values(state=PackState.FAILED, finished_at=now))


# --- auditors ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class NewEngagement:
    """Who may read what: requirements (slugs) over a period. `last` is the last day on which they may sign in."""

    outsider: Outsider
    requirements: tuple[str, ...]
    since: date
    until: date
    last: date
    reason: str


def let_in(viewer: Viewer, new: NewEngagement, *, sender: Sender, now: datetime, today: date) -> int:
    """Let an auditor in, and write to them; return the person's id. Raises Refused at the field to mend.

    Rights begin and end with the days of UTC; `today` is the reader's day, by which the period is checked.
    """
    evidence_queries.check_everywhere(viewer)
    requirements = _meant(new.requirements)
    _check_period(new.since, new.until, today)
    if not now.date() <= new.last <= now.date() + timedelta(days=LONGEST_READING):
        raise Refused("last", text("Choose a day within the next %(days)s days.", days=LONGEST_READING))
    person_id = auditors.know(new.outsider)
    rows = [_engagement(new, one.id, person_id, viewer, now) for one in requirements]
    ids = database.session.scalars(insert(Engagement).returning(Engagement.id), rows).all()
    for number in ids:
        record(Happening("auditor-let-in", "engagement", number), actor_id=viewer.person_id, now=now)
    _fit(person_id, viewer, now)
    _write(person_id, new.outsider, [one.title for one in requirements], new.last, sender, now)
    return person_id


def _engagement(
    new: NewEngagement, requirement_id: int, person_id: int, viewer: Viewer, now: datetime
) -> dict[str, Any]:
    return {
        "public_id": new_public_id(), "person_id": person_id, "requirement_id": requirement_id, "since": new.since,
        "until": new.until, "reason": new.reason, "given_by_id": viewer.person_id, "valid_from": now.date(),
        "valid_until": new.last + timedelta(days=1), "recorded_at": now,
    }  # fmt: skip


def end(viewer: Viewer, public_id: str, *, now: datetime) -> None:
    """End what an auditor may read, now. With the last of it their sign-in ends too. Raises NotFound."""
    held = evidence_queries.reader(viewer, public_id, now.date())
    table: Any = Engagement.__table__
    database.session.execute(update(table).where(table.c.id == held.id).values(retired_at=now))
    if held.valid_from < now.date():
        database.session.execute(insert(Engagement).values(_until_today(held, now)))
    record(Happening("auditor-ended", "engagement", held.id), actor_id=viewer.person_id, now=now)
    _fit(held.person_id, viewer, now)


def _until_today(held: Reader, now: datetime) -> dict[str, Any]:
    return {
        "public_id": new_public_id(), "person_id": held.person_id, "requirement_id": held.requirement_id,
        "since": held.since, "until": held.until, "reason": held.reason, "given_by_id": held.given_by_id,
        "valid_from": held.valid_from, "valid_until": now.date(), "recorded_at": now,
    }  # fmt: skip


def write_again(viewer: Viewer, public_id: str, *, sender: Sender, now: datetime) -> None:
    """Send an auditor another link; earlier ones end. Raises NotFound."""
    held = evidence_queries.reader(viewer, public_id, now.date())
    (title,) = (one.title for one in evidence_queries.requirements() if one.id == held.requirement_id)
    to = Outsider(held.given, held.family, held.email, held.language)
    _write(held.person_id, to, [title], held.valid_until - timedelta(days=1), sender, now)
    record(Happening("auditor-link-sent", "engagement", held.id), actor_id=viewer.person_id, now=now)


def _fit(person_id: int, viewer: Viewer, now: datetime) -> None:
    until = evidence_queries.last_day(person_id, now.date())
    auditors.let_read(person_id, until=until, by_id=viewer.person_id, now=now)


def _write(person_id: int, to: Outsider, titles: Sequence[str], last: date, sender: Sender, now: datetime) -> None:
    make_link(person_id, sender.token, now=now)
    subject, body = evidence_letters.lets_in(to.given, titles, last, sender)
    name = f"{to.given} {to.family}"
    key = f"auditor:{person_id}:{token_hash(sender.token)}"
    write(NewMessage("auditor", key, to.email, name, subject, body, person_id=person_id), now=now)
