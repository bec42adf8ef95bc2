"""Verbs about organisations and those who act for them: describe one, invite a contact, end one, confirm, ask again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import update

from training.audit.service import Happening, record, record_all
from training.core.db import amend, database, insert, writing
from training.core.errors import NotFound, Refused
from training.core.text import text
from training.core.world import new_public_id
from training.notices.service import write
from training.people.service import count_try
from training.seminars import attendees, block_queries, contact_mailing, mail_limit
from training.seminars.attendees import Guest
from training.seminars.block_queries import Acting
from training.seminars.letters import Host
from training.seminars.organisation_models import Contact, Organisation
from training.seminars.organisation_rules import is_domain
from training.seminars.rules import organisation_key

LINKS_PER_NETWORK = 20  # in a quarter of an hour


@dataclass(frozen=True)
class ContactClaim:
    """Whose page it is said to be: the contact that a link names in this version."""

    contact: str
    link_version: int


@dataclass(frozen=True)
class Described:
    """An organisation as the desk describes it."""

    name: str
    domains: Sequence[str]
    agreement_until: date | None


def create_organisation(new: Described, *, by_person_id: int | None, now: datetime) -> str:
    """Describe an organisation and return its public id. A name in use breaks uq_organisation_key."""
    _check(new)
    public_id = new_public_id()
    row = Organisation(public_id=public_id, **_values(new))
    database.session.add(row)
    database.session.flush()
    record(Happening("organisation-described", "organisation", row.id), actor_id=by_person_id, now=now)
    return public_id


def edit_organisation(public_id: str, new: Described, *, by_person_id: int | None, now: datetime) -> None:
    """Change what is known of an organisation. Raises NotFound and Refused."""
    _check(new)
    changing = update(Organisation).where(Organisation.public_id == public_id).values(_values(new))
    number = amend(changing.returning(Organisation.id)).scalar_one_or_none()
    if number is None:
        raise NotFound
    record(Happening("organisation-changed", "organisation", number), actor_id=by_person_id, now=now)


def invite_contact(organisation_id: int, who: Guest, *, by_person_id: int | None, host: Host, now: datetime) -> None:
    """Let somebody act for an organisation and mail them their link. One who had ended begins anew.

    Raises Refused for who is a contact already.
    """
    attendee_id = attendees.of_guest(who)
    values = {
        "public_id": new_public_id(), "organisation_id": organisation_id, "attendee_id": attendee_id,
        "invited_at": now, "invited_by_id": by_person_id,
    }  # fmt: skip
    again = {
        "link_version": Contact.link_version + 1, "ended_at": None, "confirmed_at": None, "invited_at": now,
        "invited_by_id": by_person_id,
    }  # fmt: skip
    adding = insert(Contact).values(values).on_conflict_do_update(
        index_elements=[Contact.organisation_id, Contact.attendee_id], set_=again, where=Contact.ended_at.is_not(None)
    )  # fmt: skip
    row = database.session.execute(adding.returning(Contact.id, Contact.public_id)).one_or_none()
    if row is None:
        raise Refused("email", text("This person is a contact already. They can ask for their link again themselves."))
    record(Happening("contact-invited", "contact", row.id), actor_id=by_person_id, now=now)
    write(contact_mailing.to_invited(host, block_queries.contact(row.public_id), row.public_id), now=now)


def end_contact(contact_public_id: str, *, by_person_id: int | None, now: datetime) -> None:
    """Let somebody act no longer: their link is void. Blocks and colleagues stay as they are. Raises NotFound."""
    ending = (
        update(Contact)
        .where(Contact.public_id == contact_public_id, Contact.ended_at.is_(None))
        .values(ended_at=now, link_version=Contact.link_version + 1)
        .returning(Contact.id)
    )
    number = amend(ending).scalar_one_or_none()
    if number is None:
        raise NotFound
    record(Happening("contact-ended", "contact", number), actor_id=by_person_id, now=now)


def confirm_contact(claim: ContactClaim, *, now: datetime) -> None:
    """Note that the link reached its contact, who pressed the button. Harmless when repeated. Raises NotFound."""
    found = block_queries.acting(claim.contact, claim.link_version)
    confirming = (
        update(Contact)
        .where(Contact.id == found.id, Contact.confirmed_at.is_(None))
        .values(confirmed_at=now)
        .returning(Contact.id)
    )
    if amend(confirming).scalar_one_or_none() is not None:
        record(Happening("contact-confirmed", "contact", found.id), actor_id=None, now=now)


def acting(claim: ContactClaim, *, locked: bool = False) -> Acting:
    """Return the contact who acts. Raises NotFound for a void link, and Refused before its first button was pressed."""
    found = block_queries.acting(claim.contact, claim.link_version, locked=locked)
    if found.confirmed_at is None:
        raise Refused("", text("Open your page and press its button first."))
    return found


def ask_for_link(email: str, network: str, *, host: Host, now: datetime) -> None:
    """Mail a contact their link once more. Known or not, it answers the same. Raises TooMany for a network."""
    with writing():
        count_try(f"contact-network:{network}", most=LINKS_PER_NETWORK, now=now)
    with writing():
        mail = not mail_limit.used_up([email], now=now)
    with writing():
        found = block_queries.contacts_with(email) if mail else []
        record_all([Happening("contact-link-asked", "contact", one.id) for one in found], actor_id=None, now=now)
        write(*(contact_mailing.to_link_again(host, one, one.public_id, now=now) for one in found), now=now)


def _check(new: Described) -> None:
    wrong = [one for one in new.domains if not is_domain(one)]
    if wrong:
        raise Refused(
            "domains", text("“%(word)s” is no domain. Write what stands after the @: company.example", word=wrong[0])
        )


def _values(new: Described) -> dict[str, object]:
    return {
        "name": new.name, "key": organisation_key(new.name), "domains": sorted(new.domains),
        "agreement_until": new.agreement_until,
    }  # fmt: skip
