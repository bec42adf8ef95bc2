"""What the pages of contacts need of the request: whose link it is, what was pasted, what a code opens."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from training.core.errors import NotFound
from training.core.permissions import Viewer
from training.seminars import block_queries, code_asking, contact_queries, queries
from training.seminars.addresses import COLLEAGUE, CONTACT, invitation_path
from training.seminars.block_queries import Acting
from training.seminars.codes import NewCode
from training.seminars.colleagues import Colleague, Line, look_through, parse
from training.seminars.contact_forms import CodeForm, PeopleForm
from training.seminars.contact_queries import BlockRow, CodeRow
from training.seminars.contacts import ContactClaim
from training.seminars.hosting import LONGEST_AHEAD
from training.seminars.organisation_rules import read_code, shown_code, still_opens, words_of
from training.seminars.pages import SeatPage, SessionPage, consent_words, seat_page, session_page
from training.seminars.queries import Seat
from training.seminars.service import Claim
from training.web.request import links, network, now, zone


def contact_claim(token: str) -> ContactClaim:
    """Return what a contact's link is good for. Raises NotFound."""
    payload = links().read(CONTACT, token, holds=LONGEST_AHEAD)
    if payload is None:
        raise NotFound
    return ContactClaim(payload[0], payload[1])


def contact_of(token: str) -> Acting:
    """Return whose link it is; they have pressed its button. Raises NotFound."""
    found = contact_newly(token)
    if found.confirmed_at is None:
        raise NotFound
    return found


def contact_newly(token: str) -> Acting:
    """Return whose link it is, also before its button was pressed. Raises NotFound."""
    claim = contact_claim(token)
    return block_queries.acting(claim.contact, claim.link_version)


def contact_if_any(token: str) -> Acting | None:
    """Return whose link it is, or None: forged, ended or made void."""
    try:
        return contact_newly(token)
    except NotFound:
        return None


def colleague_claim(token: str) -> Claim:
    """Return what the link of a colleague is good for. Raises NotFound."""
    payload = links().read(COLLEAGUE, token, holds=LONGEST_AHEAD)
    if payload is None:
        raise NotFound
    return Claim(payload[0], link_version=payload[1])


def seat_of_colleague(token: str) -> Seat | None:
    """Return what the link of a colleague shows, or None: forged, void or long over."""
    payload = links().read(COLLEAGUE, token, holds=LONGEST_AHEAD)
    return queries.seat_of_link(payload[0], payload[1], now()) if payload is not None else None


@dataclass(frozen=True)
class ColleaguePage:
    """What somebody sees whom a contact named."""

    seat: SeatPage
    by: str
    organisation: str
    consent: str
    kept: bool


def colleague_page(token: str) -> ColleaguePage:
    """Build the page of somebody whom a contact named. Raises NotFound."""
    seat = seat_of_colleague(token)
    if seat is None:
        raise NotFound
    by = contact_queries.named_by(seat.registration)
    return ColleaguePage(seat_page(seat, now()), by.name, by.organisation, consent_words(by.retention_days), by.kept)


def looked_through(form: PeopleForm, contact: Acting, block: BlockRow) -> tuple[Line, ...]:
    """Return what was pasted, with what is wrong with each."""
    lines = parse(form.people.data or "")
    registered = block_queries.registered(block.session, sorted({one.who.email for one in lines}))
    domains = [] if form.others.data else contact.domains
    return look_through(lines, registered=registered, domains=domains, left=max(block.seats - block.named, 0))


def ready(lines: tuple[Line, ...]) -> list[Colleague]:
    """Return who can be named."""
    return [one.who for one in lines if one.problem is None]


def new_code(form: CodeForm) -> NewCode:
    """Return what was entered; a last day is meant as a whole."""
    day = form.ends_on.data
    ends_at: datetime | None = datetime.combine(day + timedelta(days=1), time(), zone()) if day else None
    return NewCode(words_of(form.bound_to.data or ""), form.most.data, ends_at)


def looked_at(typed: str) -> tuple[str, contact_queries.Opened] | None:
    """Return the same, and count what opens nothing against the network. Raises TooMany."""
    return code_asking.look(typed, network(), opened, now=now())


def opened(typed: str) -> tuple[str, contact_queries.Opened] | None:
    """Return a code as it is stored and what it opens now, or None."""
    code = read_code(typed)
    found = contact_queries.opened_by(code) if code else None
    return (code, found) if code and found and still_opens(found.bound, now()) else None


def opened_page(viewer: Viewer, typed: str) -> tuple[str, SessionPage]:
    """Return a code and the page of the date that it opens. Raises NotFound, and TooMany for a network."""
    found = looked_at(typed)
    if found is None:
        raise NotFound
    about, row = queries.session(viewer, found[1].slug, found[1].session, code=True)
    return found[0], replace(
        session_page(viewer, about, row, now(), invited=True), href=invitation_path(shown_code(found[0]))
    )


def revocable(codes: Sequence[CodeRow], typed: str) -> int:
    """Return which of these codes is meant. Raises NotFound."""
    code = read_code(typed)
    for one in codes:
        if one.code == code:
            return one.id
    raise NotFound
