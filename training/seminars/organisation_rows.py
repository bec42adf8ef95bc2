"""What the files of organisations hold: the list, contacts, blocks, who attended, codes. The head first."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from training.seminars.code_pages import bound_words, code_state
from training.seminars.contact_pages import mark_words, where
from training.seminars.contact_queries import Attended, BlockRow, CodeRow
from training.seminars.organisation_pages import block_state, contact_state
from training.seminars.organisation_queries import ContactRow, Listed
from training.seminars.organisation_rules import shown_code
from training.web.request import local
from training.web.words import _

Row = tuple[object, ...]


def organisations(found: Sequence[Listed]) -> Iterator[Row]:
    """Yield organisations."""
    yield _("Organisation"), _("Domains"), _("Agreement until"), _("Contacts"), _("Blocks"), _("Attended")
    for one in found:
        domains = ", ".join(one.domains)
        yield one.name, domains, one.agreement_until, one.contacts, one.open_blocks, one.attended


def contacts(found: Sequence[ContactRow]) -> Iterator[Row]:
    """Yield who may act for an organisation."""
    yield _("Person"), _("Work e-mail"), _("State")
    for one in found:
        yield one.name, one.email or "", contact_state(one)


def blocks(found: Sequence[BlockRow]) -> Iterator[Row]:
    """Yield the blocks of an organisation."""
    yield _("Seminar"), _("Begins"), _("Time zone"), _("Place"), _("State"), _("Seats"), _("Named"), _("Confirmed")
    for one in found:
        begins = local(one.starts_at, one.zone)
        yield one.title, begins, one.zone, where(one), block_state(one), one.seats, one.named, one.used


def attended(found: Sequence[Attended]) -> Iterator[Row]:
    """Yield who of an organisation was at which seminar."""
    yield _("Person"), _("Seminar"), _("Begins"), _("Time zone"), _("Attendance"), _("Minutes")
    for one in found:
        begins = local(one.starts_at, one.zone)
        yield one.name or _("(erased)"), one.title, begins, one.zone, mark_words(one.mark), one.minutes


def codes(found: Sequence[CodeRow], now: datetime) -> Iterator[Row]:
    """Yield codes and whom they let in."""
    yield _("Code"), _("For whom"), _("Used"), _("At most"), _("State")
    for one in found:
        bound = one.bound
        yield shown_code(one.code), bound_words(bound), bound.used, bound.most, code_state(bound, now)
