"""Outside organisations: described, their contacts let in, blocks of seats kept and named, codes given out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from training.demo.calendar import DAY
from training.demo.names import address
from training.demo.scene import Scene
from training.demo.seminar_queries import contact_mark, first_block, organisation_id, seated, session_id
from training.demo.seminars_described import OUTSIDE, Outsider
from training.demo.seminars_held import CONSENT, DAYS_KEPT, Date
from training.seminars import codes, contacts, holding, naming, service
from training.seminars.attendees import Guest
from training.seminars.block_queries import code as code_of
from training.seminars.block_queries import to_remind
from training.seminars.codes import NewCode
from training.seminars.colleagues import Colleague
from training.seminars.contacts import ContactClaim, Described
from training.seminars.holding import Wish
from training.seminars.organisation_rules import REMIND_BEFORE, last_day
from training.seminars.service import Claim

DENTAL, CLINIC, SCHOOL, FREIGHT, *_OTHERS = OUTSIDE
AGREED_FOR = timedelta(days=400)
CONFIRMED_AFTER = timedelta(hours=3)
NETWORK = "192.0.2.7"
GIVEN_BACK = 8
"""How many days before its date what has no name in a block goes back."""
HELD_BEFORE = timedelta(days=34)
"""How long before its date the block was asked for that is over by now."""


@dataclass(frozen=True)
class Contact:
    """Who acts for an organisation."""

    organisation: Outsider
    given: str
    family: str

    @property
    def email(self) -> str:
        return address(self.given, self.family, self.organisation.domain)

    @property
    def guest(self) -> Guest:
        return Guest(f"{self.given} {self.family}", self.email, self.organisation.name, "en", "")


AT_CLINIC = Contact(CLINIC, "Ruth", "Bellamy")
AT_SCHOOL = Contact(SCHOOL, "Joanna", "Faulkner")
AT_FREIGHT = Contact(FREIGHT, "Gareth", "Underhill")
OF_CLINIC = (("Callum", "Pratt"), ("Nisha", "Chopra"), ("Vera", "Falk"), ("Otto", "Steiner"), ("Selma", "Friis"))
OF_FREIGHT = (("Fiona", "Marsh"), ("Tariq", "Hossain"), ("Niamh", "Keane"), ("Sean", "Dorsey"), ("Eilidh", "Brodie"))
COMES_INSTEAD = ("Judith", "Carrick")
OF_DENTAL = (("Marisol", "Ortega"), ("Leon", "Pace"), ("Hanna", "Vogel"))


def describe_organisations(scene: Scene, at: datetime) -> None:
    """Describe the organisations before the first guest names one, and enter when their contacts are let in."""
    by_id = scene.team.person_id
    for one in OUTSIDE:
        until = scene.calendar.today + AGREED_FOR if one in (CLINIC, SCHOOL, FREIGHT) else None
        contacts.create_organisation(Described(one.name, [one.domain], until), by_person_id=by_id, now=at)
    for weeks, contact in enumerate((AT_CLINIC, AT_SCHOOL, AT_FREIGHT)):
        invited = scene.calendar.morning(scene.calendar.roster_day(8)) + timedelta(weeks=weeks, hours=5)
        scene.diary.enter(invited, partial(_invite, scene, contact))
        scene.diary.enter(invited + CONFIRMED_AFTER, partial(_open_page, contact))


def _invite(scene: Scene, contact: Contact, at: datetime) -> None:
    number, host = organisation_id(contact.organisation.name), scene.host_at(at)
    contacts.invite_contact(number, contact.guest, by_person_id=scene.team.person_id, host=host, now=at)


def _open_page(contact: Contact, at: datetime) -> None:
    contacts.confirm_contact(_claim(contact), now=at)


def ask_for_links(scene: Scene) -> None:
    """Let the contacts ask for their links once more: so these stand among the newest mails. No transaction is open."""
    for minutes, contact in ((48, AT_CLINIC), (33, AT_SCHOOL), (21, AT_FREIGHT)):
        at = scene.calendar.now - timedelta(minutes=minutes)
        contacts.ask_for_link(contact.email, NETWORK, host=scene.host_at(at), now=at)


def _claim(contact: Contact) -> ContactClaim:
    return ContactClaim(contact_mark(contact.email), 0)


# --- blocks -----------------------------------------------------------------------------------------------------------


def held_block(date: Date, _at: datetime) -> None:
    """The clinic keeps five seats, four confirm, the fifth goes back; those four are expected on the day."""
    begun = date.starts_at - HELD_BEFORE
    wish = _wish(date, 5, 3)
    enter = date.scene.diary.enter
    enter(begun, partial(_hold, date, AT_CLINIC, wish))
    enter(begun + DAY, partial(_name, date, AT_CLINIC, OF_CLINIC))
    for place, who in enumerate(OF_CLINIC[:-1]):
        enter(begun + DAY + (place + 1) * CONFIRMED_AFTER, partial(_confirm, date, CLINIC, who))
    _look_after(date)


def coming_block(date: Date, _at: datetime) -> None:
    """The freight company keeps six seats and has named five; three have confirmed, and one of them was swapped."""
    now, enter = date.scene.calendar.now, date.scene.diary.enter
    begun = now - 20 * DAY
    enter(begun, partial(_hold, date, AT_FREIGHT, _wish(date, 6, 4)))
    enter(begun + 2 * DAY, partial(_name, date, AT_FREIGHT, OF_FREIGHT))
    for place, who in enumerate(OF_FREIGHT[:3]):
        enter(begun + 2 * DAY + (place + 1) * CONFIRMED_AFTER, partial(_confirm, date, FREIGHT, who))
    enter(now - 2 * DAY, partial(_swap, date, OF_FREIGHT[1], COMES_INSTEAD))
    enter(now - DAY, partial(_confirm, date, FREIGHT, COMES_INSTEAD))
    _look_after(date)


def waiting_block(date: Date, _at: datetime) -> None:
    """The school wants eight seats, six at least: there are fewer, and it waits as one."""
    wish = _wish(date, 8, 6)
    date.scene.diary.enter(date.scene.calendar.now - 4 * DAY, partial(_hold, date, AT_SCHOOL, wish))
    _look_after(date)


def _wish(date: Date, seats: int, least: int) -> Wish:
    """Return what a contact wants: seats for as long as they are kept."""
    return Wish(seats, least, last_day(date.starts_at - GIVEN_BACK * DAY, date.zone_there))


def _hold(date: Date, contact: Contact, wish: Wish, at: datetime) -> None:
    holding.hold_seats(_claim(contact), date.public_id, wish, host=date.scene.host_at(at), now=at)


def _name(date: Date, contact: Contact, people: Sequence[tuple[str, str]], at: datetime) -> None:
    named = [_colleague(contact.organisation, one) for one in people]
    host, block = date.scene.host_at(at), first_block(date.public_id)
    naming.name_colleagues(_claim(contact), block, named, host=host, now=at)


def _colleague(organisation: Outsider, who: tuple[str, str]) -> Colleague:
    return Colleague(" ".join(who), address(*who, organisation.domain))


def _confirm(date: Date, organisation: Outsider, who: tuple[str, str], at: datetime) -> None:
    claim = Claim(seated(date.public_id)[address(*who, organisation.domain)], link_version=0)
    naming.confirm_colleague(claim, _guest(date, organisation, who), host=date.scene.host_at(at), now=at)


def _guest(date: Date, organisation: Outsider, who: tuple[str, str]) -> Guest:
    consent = CONSENT % DAYS_KEPT[date.session.seminar]
    return Guest(" ".join(who), address(*who, organisation.domain), organisation.name, "en", consent)


def _swap(date: Date, gone: tuple[str, str], other: tuple[str, str], at: datetime) -> None:
    goes = seated(date.public_id)[address(*gone, FREIGHT.domain)]
    host = date.scene.host_at(at)
    naming.substitute(_claim(AT_FREIGHT), goes, _colleague(FREIGHT, other), host=host, now=at)


def _look_after(date: Date) -> None:
    """Enter what the job of blocks does: remind the contact, give back what has no name, end what was not confirmed."""
    over = date.starts_at - (GIVEN_BACK - 1) * DAY
    date.scene.diary.enter(over - REMIND_BEFORE, partial(_remind, date))
    date.scene.diary.enter(over, partial(_release, date))
    date.scene.diary.enter(date.starts_at + timedelta(minutes=15), partial(_end_named, date))


def _remind(date: Date, at: datetime) -> None:
    for one in to_remind(at, REMIND_BEFORE):
        holding.remind_contact(one, host=date.scene.host_at(at), now=at)


def _release(date: Date, at: datetime) -> None:
    holding.release_due(date.public_id, host=date.scene.host_at(at), now=at)


def _end_named(date: Date, at: datetime) -> None:
    holding.expire_named(date.public_id, now=at)


# --- codes ------------------------------------------------------------------------------------------------------------


def invite_with_codes(date: Date, at: datetime) -> None:
    """Make a code for two organisations, with which three people come, and one that was revoked."""
    now = date.scene.calendar.now
    date.scene.diary.enter(at + DAY, partial(_make_codes, date, max(at + 2 * DAY, now - 12 * DAY)))


def _make_codes(date: Date, asked_from: datetime, at: datetime) -> None:
    number, by_id = session_id(date.public_id), date.scene.team.person_id
    mistyped = codes.make_code(number, NewCode(["canalstreet-dental.example"], 10), by_person_id=by_id, now=at)
    found = code_of(mistyped)
    if found is not None:
        codes.revoke_code(found.id, by_person_id=by_id, now=at + timedelta(minutes=3))
    bound = [DENTAL.domain, CLINIC.domain, AT_SCHOOL.email]
    code = codes.make_code(
        number, NewCode(bound, 10, date.starts_at - 5 * DAY), by_person_id=by_id, now=at + timedelta(minutes=4)
    )
    for place, who in enumerate(OF_DENTAL):
        asked = asked_from + 2 * place * DAY
        last = place == len(OF_DENTAL) - 1
        asked = date.scene.calendar.now - timedelta(hours=7) if last else asked
        guest = _guest(date, DENTAL, who)
        date.scene.diary.enter(asked, partial(_ask, date, guest, code))
        if not last:
            date.scene.diary.enter(asked + CONFIRMED_AFTER, partial(_verify, date, guest.email))


def _ask(date: Date, guest: Guest, code: str, at: datetime) -> None:
    told = replace(date.told(guest.email), code=code)
    service.register_guest(date.public_id, guest, host=date.scene.host_at(at), now=at, told=told)


def _verify(date: Date, email: str, at: datetime) -> None:
    claim = Claim(seated(date.public_id)[email], link_version=0)
    service.verify_guest(claim, host=date.scene.host_at(at), now=at)
