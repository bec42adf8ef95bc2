"""The verbs of interest: say that one would come, confirm it, end it; and tell everybody once that there is a date."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, update

from training.audit.service import Happening, record, record_all
from training.core.db import amend, insert
from training.core.errors import NotFound, Refused
from training.core.permissions import Viewer
from training.core.text import text
from training.jobs.service import NewJob, add
from training.seminars import attendees, interest_letters, interest_queries
from training.seminars.attendees import Guest
from training.seminars.interest_queries import LIVE, Known, Published, Said
from training.seminars.letters import About, Host
from training.seminars.models import Attendee
from training.seminars.plan_models import Interest
from training.seminars.rules import VERIFY_HOLDS, State, place_words
from training.seminars.service import forget_guests, send

TELL = "seminars.tell-interested"
"""The job that tells those who are interested of one date."""
HOLDS = timedelta(days=365)
"""After so long an interest ends by itself."""
LAPSED_AT_ONCE = 500
CAME = (State.ATTENDED, State.PARTIAL)


def say_interested(viewer: Viewer, slug: str, *, online: bool, now: datetime) -> None:
    """Note that an employee would come: at their own site, or online. Said again, it replaces what was said."""
    known, site_id = interest_queries.known(viewer, slug), None if online else viewer.site_id
    if not online and site_id is None:
        raise Refused("", text("We do not know your site. Say that you would come online."))
    row = _row(known, attendees.of_employee(viewer), viewer.language, now) | {"site_id": site_id, "confirmed_at": now}
    adding = insert(Interest).values(row)
    changes = {name: adding.excluded[name] for name in ("site_id", "language")}
    amend(adding.on_conflict_do_update(index_elements=["seminar_id", "attendee_id"], index_where=LIVE, set_=changes))
    record(Happening("interest-said", "seminar", known.id), actor_id=viewer.person_id, now=now)


def end_own(viewer: Viewer, slug: str, *, now: datetime) -> None:
    """End an employee's interest in a seminar; harmless where there is none."""
    found = interest_queries.own(viewer, slug)
    if found is not None:
        _end([found.id], now=now, by_id=viewer.person_id)


def note_guest(viewer: Viewer, slug: str, guest: Guest, *, host: Host, now: datetime, mail: bool = True) -> None:
    """Take a guest's wish to be told and mail the link that confirms it. Known or not, it does and answers the same.

    `mail` is False once the address has used up its letters of the day. Raises NotFound.
    """
    known = interest_queries.known(viewer, slug)
    attendee_id = attendees.of_guest(guest)
    agreed = attendees.consent(guest, now=now)
    row = _row(known, attendee_id, guest.language, now) | {
        "confirmed_at": None, "consent_id": agreed, "consent_at": now,
    }  # fmt: skip
    amend(insert(Interest).values(row).on_conflict_do_nothing())
    record(Happening("interest-asked", "seminar", known.id, {"consent": agreed}), actor_id=None, now=now)
    to = interest_queries.of_attendee(known.id, attendee_id)
    letter = interest_letters.to_already_interested if to.confirmed_at else interest_letters.to_confirm
    send([letter(to, host, now=now)] if mail else [], now)


def _row(known: Known, attendee_id: int, language: str, now: datetime) -> dict[str, Any]:
    return {"seminar_id": known.id, "attendee_id": attendee_id, "language": language, "link_version": 0, "said_at": now}


def confirm_interest(public_id: str, link_version: int, *, now: datetime) -> Said:
    """Confirm a guest's address: they are told from now on. Harmless when repeated. Raises NotFound once it ended."""
    found = _live(public_id, link_version)
    if found.confirmed_at is None:
        amend(update(Interest).where(Interest.id == found.id, LIVE).values(confirmed_at=now))
        verified = func.coalesce(Attendee.verified_at, now)
        amend(update(Attendee).where(Attendee.id == found.attendee_id).values(verified_at=verified))
        record(Happening("interest-confirmed", "interest", found.id), actor_id=None, now=now)
    return found


def end_by_link(public_id: str, link_version: int, *, now: datetime) -> None:
    """End an interest with the link of a mail, and forget a guest who wants nothing else. Harmless when repeated."""
    found = interest_queries.of_link(public_id, link_version)
    if found is None:
        raise NotFound
    if found.ended_at is None:
        _end([found.id], now=now, by_id=found.person_id)


def _live(public_id: str, link_version: int) -> Said:
    found = interest_queries.of_link(public_id, link_version)
    if found is None or found.ended_at is not None or not found.email:
        raise NotFound
    return found


def _end(ids: list[int], *, now: datetime, by_id: int | None) -> None:
    ending = update(Interest).where(Interest.id.in_(ids), LIVE).values(ended_at=now).returning(
        Interest.id, Interest.attendee_id
    )  # fmt: skip
    ended = list(amend(ending))
    record_all(
        [Happening("interest-ended", "interest", number) for number, _attendee in ended], actor_id=by_id, now=now
    )
    forget_guests(interest_queries.unheard_of([attendee for _number, attendee in ended]), now=now)


def end_lapsed(*, now: datetime, limit: int = LAPSED_AT_ONCE) -> int:
    """End what was not confirmed within 24 hours, and what was said a year ago; return how many. Safe to repeat."""
    lapsed = interest_queries.lapsed(unconfirmed=now - VERIFY_HOLDS, too_old=now - HOLDS, limit=limit)
    if lapsed:
        _end(lapsed, now=now, by_id=None)
    return len(lapsed)


def end_for_those_who_came(session_id: int, *, now: datetime) -> None:
    """End the interest of those who have had what they waited for."""
    if came := interest_queries.of_those_in(session_id, CAME):
        _end(came, now=now, by_id=None)


# --- a date -----------------------------------------------------------------------------------------------------------


def date_published(session_id: int, *, now: datetime) -> None:
    """Have everybody told who waits for a date of this seminar. Called where a date is published; once is enough."""
    if interest_queries.anybody(session_id):
        add(NewJob(TELL, str(session_id), {"session": session_id}), now=now)


def tell_some(date: Published, host: Host, *, after: int, limit: int, now: datetime) -> int:
    """Write to some of those who wait, in the order of their ids; return the last id, 0 when nobody is left."""
    some = interest_queries.to_tell(date, after=after, limit=limit)
    about = About(
        date.title, date.slug, date.public_id, date.starts_at, date.ends_at, date.zone,
        place_words(date.venue, date.address, date.city), "",
    )  # fmt: skip
    send([interest_letters.to_interested(replace(about, language=to.language), to, host) for to in some], now)
    if not some:
        return 0
    amend(update(Interest).where(Interest.id.in_([to.id for to in some])).values(told_at=now))
    return some[-1].id
