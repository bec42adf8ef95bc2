"""What the certificate of a guest says, on the screen, on paper and to a stranger who checks its number."""

from datetime import date
from zoneinfo import ZoneInfo

from flask import url_for

from training.core.links import Links
from training.reports import certificate_pages
from training.reports.certificate_pages import Certificate, CertificatePage, CheckedPage, present
from training.reports.certificate_queries import CheckedRow
from training.reports.guest_queries import GuestRow
from training.reports.pages import Fact
from training.reports.rules import Standing, grouped
from training.web.language import clock, day_full, day_year
from training.web.pictures import tally
from training.web.square_code import square_code
from training.web.words import _


def certificate_page(row: GuestRow, links: Links, organisation: str) -> CertificatePage:
    """Build a guest's own page."""
    return CertificatePage(_("Attended."), _("Your certificate."), _certificate(row, links, organisation))


def _certificate(row: GuestRow, links: Links, organisation: str) -> Certificate:
    number = grouped(row.public_id)
    path = url_for("reports.check", number=number)
    address = links.to(path)
    return Certificate(
        band=_("%(organisation)s, security training", organisation=organisation), records=_("This records that"),
        person=row.name or _("A person whose details have been erased"), sentence_before=_("attended"),
        course=row.title, sentence_after=_("on %(day)s.", day=_day(row)), facts=tuple(_facts(row)), supports="",
        check_label=_("Check it:"), check_address=address.partition("://")[2] or address, check_href=path,
        check_url=address, code=square_code(address),
        code_label=_("Square code that leads to the check page of number %(number)s", number=number),
        digest_label="", digest="", note=_("The check page shows this record and nothing else about the person."),
        tally=tally(count=30, gold=30, columns=3),
    )  # fmt: skip


def _day(row: GuestRow) -> str:
    return day_full(row.happened_at.astimezone(ZoneInfo(row.zone)).date())


def _facts(row: GuestRow) -> list[Fact]:
    recorded = row.recorded_at.astimezone(ZoneInfo(row.zone)).date()
    place = row.zone.rpartition("/")[2].replace("_", " ")
    return [
        Fact(_("How"), _("A seminar")),
        *present(row.minutes),
        Fact(_("Recorded"), f"{day_year(recorded)}, {clock(row.recorded_at, row.zone)}", place),
    ]


def checked_page(row: CheckedRow | GuestRow, number: str, organisation: str, today: date) -> CheckedPage:
    """Build the page that checks one certificate, an employee's or a guest's; `number` is what was typed."""
    if isinstance(row, CheckedRow):
        return certificate_pages.checked_page(row, number, organisation, today)
    later = row.taken_back_at
    return CheckedPage(
        over=_("Certificate %(number)s", number=grouped(row.public_id)),
        standing=Standing.TAKEN_BACK if later else Standing.STANDS,
        statement=_("It was taken back on %(day)s.", day=day_full(later)) if later else _("This record stands."),
        rest=_("What stands below does not count any more.") if later else _("No end is set to its validity."),
        person=row.name or _("A person whose details have been erased"), did=_("attended"), course=row.title,
        after=_("on %(day)s.", day=_day(row)),
        facts=(
            Fact(_("How"), _("A seminar")), *present(row.minutes), Fact(_("Organisation"), organisation),
        ),
        digest="",
    )  # fmt: skip
