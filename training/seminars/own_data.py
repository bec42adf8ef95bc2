"""What a guest does with their own data: take it as a file, or have it erased."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import update

from training.audit.service import Happening, record
from training.core.db import amend
from training.core.errors import NotFound
from training.notices.queries import Mail, mails_to_guest
from training.seminars import own_data_queries, retention, service
from training.seminars.letters import Host
from training.seminars.models import Registration
from training.seminars.own_data_queries import GIVEN_UP_FIRST, Facts, Guest, Own
from training.seminars.plan_models import Interest
from training.seminars.service import Claim


def erase(claim: Claim, *, host: Host, now: datetime) -> None:
    """Erase a guest at their own wish: seats to come are given up, names go, links end; facts and counts stay.

    The mail that takes a date out of their calendar still goes out. Raises NotFound for a link that is void.
    """
    guest = own_data_queries.guest_of_link(claim.registration, claim.link_version or 0, now)
    if guest is None:
        raise NotFound
    for one in own_data_queries.registrations(guest.id):
        if one.state in GIVEN_UP_FIRST and now < one.starts_at:
            own = Claim(one.public_id, link_version=one.link_version)
            service.cancel_registration(own, host=host, now=now)
    record(Happening("guest-asked-to-be-forgotten", "attendee", guest.id), actor_id=None, now=now)
    amend(
        update(Registration)
        .where(Registration.attendee_id == guest.id)
        .values(link_version=Registration.link_version + 1)
    )
    amend(update(Interest).where(Interest.attendee_id == guest.id, Interest.ended_at.is_(None)).values(ended_at=now))
    service.forget_guests({guest.id: guest.email}, now=now)
    retention.forget_address(guest.email, now=now)


def whole(guest: Guest, *, now: datetime) -> dict[str, Any]:
    """Return all that is kept of a guest as a plain value, the same under the same names for every guest."""
    facts = own_data_queries.facts(guest.id)
    return {
        "made_at": now.isoformat(), "name": guest.name, "email": guest.email, "organisation": guest.organisation,
        "language": guest.language, "confirmed_at": _instant(guest.verified_at),
        "registrations": [_registration(one, facts) for one in own_data_queries.registrations(guest.id)],
        "wishes": [
            {"seminar": title, "said_at": _instant(said), "ended_at": _instant(ended), "agreed_to": sentence,
             "agreed_at": _instant(agreed)}
            for title, said, ended, sentence, agreed in facts.wishes
        ],
        "mails": _mails(mails_to_guest(guest.email)),
    }  # fmt: skip


def _registration(one: Own, facts: Facts) -> dict[str, Any]:
    return {
        "seminar": one.seminar, "starts_at": _instant(one.starts_at), "ends_at": _instant(one.ends_at),
        "time_zone": one.zone, "room": one.venue, "city": one.city, "state": str(one.state),
        "registered_at": _instant(one.registered_at), "given_up_late": one.late,
        "answers": [{"question": question, "answer": answer} for question, answer in one.answers], "needs": one.need,
        "agreed_to": one.sentence, "agreed_at": _instant(one.consent_at),
        "history": [
            {"from": old and str(old), "to": str(new), "at": _instant(at), "reason": reason}
            for registration, old, new, at, reason in facts.history if registration == one.public_id
        ],
        "attendance": [
            {"mark": str(mark), "minutes": minutes, "at": _instant(at), "reason": reason}
            for registration, mark, minutes, at, reason in facts.attendance if registration == one.public_id
        ],
    }  # fmt: skip


def _mails(mails: Sequence[Mail]) -> list[dict[str, Any]]:
    return [
        {"subject": one.subject, "written_at": _instant(one.created_at), "sent_at": _instant(one.sent_at),
         "text": one.body, "calendar": one.calendar}
        for one in mails
    ]  # fmt: skip


def _instant(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
