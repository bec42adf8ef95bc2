"""What a certificate says, on the screen, on paper, in a PDF and to a stranger who checks its number."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from flask import url_for
from markupsafe import Markup

from training.catalogue.rules import SubjectKind
from training.completion.rules import ELSEWHERE, How
from training.core.links import Links
from training.learning.pages import supports
from training.reports.certificate_queries import CertificateRow, CheckedRow
from training.reports.pages import Fact, hours, how_words
from training.reports.rules import Standing, grouped, read_number, standing
from training.web.language import clock, day_full, day_year
from training.web.pictures import Tally, tally
from training.web.square_code import square_code
from training.web.words import _

PARTS_OF_DIGEST = (slice(0, 4), slice(4, 8), slice(8, 12))


@dataclass(frozen=True)
class Certificate:
    """One sheet: every word of it stands here, so that page and PDF cannot say different things."""

    band: str
    records: str
    person: str
    sentence_before: str
    course: str
    sentence_after: str
    facts: tuple[Fact, ...]
    supports: str
    check_label: str
    check_address: str
    """As people type it, without the scheme."""
    check_href: str
    check_url: str
    code: Markup
    code_label: str
    digest_label: str
    digest: str
    """Shortened; empty where nothing of a known text was taken."""
    note: str
    tally: Tally


@dataclass(frozen=True)
class CertificatePage:
    """One's own certificate with what can be done with it."""

    statement: str
    rest: str
    certificate: Certificate
    pdf_href: str = ""
    badge_href: str = ""
    problem: str = ""


def certificate_of(
    row: CertificateRow, public_id: str, organisation: str, citations: Mapping[str, str], links: Links
) -> Certificate:
    """Build the sheet of one completion."""
    number = grouped(public_id)
    path = url_for("reports.check", number=number)
    address = links.to(path)
    return Certificate(
        band=_("%(organisation)s, security training", organisation=organisation),
        records=_("This records that"),
        person=f"{row.given} {row.family}",
        sentence_before=_did(row.kind, row.how),
        course=row.title,
        sentence_after=_after(row),
        facts=tuple(_facts(row)),
        supports=_supports(row, citations),
        check_label=_("Check it:"),
        check_address=address.partition("://")[2] or address,
        check_href=path,
        check_url=address,
        code=square_code(address),
        code_label=_("Square code that leads to the check page of number %(number)s", number=number),
        digest_label=_("Content digest"),
        digest=_short(row.digest),
        note=_("The check page shows this record and nothing else about the person."),
        tally=tally(count=30, gold=30, columns=3),
    )


def certificate_page(row: CertificateRow, certificate: Certificate, **ways: str) -> CertificatePage:
    """Build one's own page; `ways` are its addresses for downloads and a problem with one of them."""
    rest = _("Valid until %(day)s.", day=day_full(row.valid_until)) if row.valid_until else ""
    return CertificatePage(_statement(row), rest, certificate, **ways)


def _statement(row: CertificateRow) -> str:
    if row.how in ELSEWHERE:
        return _("Done elsewhere.")
    if row.right is not None and row.asked is not None:
        return _("Passed, with %(right)d of %(asked)d.", right=row.right, asked=row.asked)
    if row.kind is SubjectKind.POLICY:
        return _("Read and agreed to.")
    return _("Attended.") if row.kind is SubjectKind.SEMINAR else _("Done.")


def _did(kind: SubjectKind, how: How) -> str:
    """Say what somebody did with a subject, so that its title can follow."""
    if how is How.OUTSIDE_PROOF:
        return _("did elsewhere, with a proof, what counts as")
    if how is How.IMPORT:
        return _("did, as an earlier system tells, what counts as")
    return {
        SubjectKind.COURSE: _("finished"),
        SubjectKind.POLICY: _("read and agreed to"),
        SubjectKind.SEMINAR: _("attended"),
        SubjectKind.PROOF: _("did elsewhere, with a proof, what counts as"),
    }[kind]


def _after(row: CertificateRow | CheckedRow) -> str:
    when = day_full(row.local_date)
    if row.how in ELSEWHERE:
        return _("on %(day)s. It was not taught here.", day=when)
    if row.right is None or row.asked is None or row.needed is None:
        return _("on %(day)s.", day=when)
    return _(
        "on %(day)s and answered %(right)d of %(asked)d questions right. %(needed)d were needed.",
        day=when,
        right=row.right,
        asked=row.asked,
        needed=row.needed,
    )


def _supports(row: CertificateRow, citations: Mapping[str, str]) -> str:
    named = supports({"serves": row.serves or []}, citations)
    says = _("It says what was done, on which content, and when.")
    return f"{named} {says}" if named else ""


def _short(digest: str | None) -> str:
    """Return the beginning and the end of a digest, enough to compare by eye."""
    return " ".join(["sha256", *(digest[part] for part in PARTS_OF_DIGEST), "…", digest[-4:]]) if digest else ""


def _facts(row: CertificateRow) -> list[Fact]:
    zone = row.zone or "UTC"
    recorded = row.recorded_at.astimezone(ZoneInfo(zone)).date()
    place = zone.rpartition("/")[2].replace("_", " ")
    return [
        *_edition(row),
        Fact(_("How"), how_words(row.how)),
        *present(row.minutes),
        *([Fact(_("As told there"), row.origin)] if row.origin else []),
        Fact(_("Valid until"), _until(row.valid_until)),
        Fact(_("Recorded"), f"{day_year(recorded)}, {clock(row.recorded_at, zone)}", place),
    ]


def present(minutes: int | None) -> list[Fact]:
    """Say how long somebody was in a seminar and what it is worth as continuing education."""
    if minutes is None:
        return []
    worth = _("60 minutes are one, in whole quarters")
    return [Fact(_("Minutes present"), str(minutes)), Fact(_("CPE hours"), hours(minutes), worth)]


def _edition(row: CertificateRow | CheckedRow) -> list[Fact]:
    if row.number is None or row.published_at is None:
        return []
    return [Fact(_("Edition"), str(row.number), _("of %(day)s", day=day_year(row.published_at)))]


def _until(day: date | None) -> str:
    return day_year(day) if day else _("no end is set")


@dataclass(frozen=True)
class CheckedPage:
    """What a stranger reads who has the number: whether the record stands, and what the certificate says."""

    over: str
    standing: Standing
    statement: str
    rest: str
    person: str
    did: str
    course: str
    after: str
    facts: tuple[Fact, ...]
    digest: str


def checked_page(row: CheckedRow, number: str, organisation: str, today: date) -> CheckedPage:
    """Build the page that checks one certificate; `number` is what was typed."""
    found = standing(row.valid_until, row.later, today)
    statement, rest = _standing_words(row, found)
    return CheckedPage(
        over=_("Certificate %(number)s", number=grouped(read_number(number) or "")),
        standing=found,
        statement=statement,
        rest=rest,
        person=_person(row),
        did=_did(row.kind, row.how),
        course=row.title,
        after=_after(row),
        facts=(
            *_edition(row),
            Fact(_("How"), how_words(row.how)),
            *present(row.minutes),
            Fact(_("Valid until"), _until(row.valid_until)),
            Fact(_("Organisation"), organisation),
        ),
        digest=_short(row.digest),
    )


def _person(row: CheckedRow) -> str:
    name = f"{row.given} {row.family}".strip()
    return name if name and row.erased_at is None else _("A person whose details have been erased")


def _standing_words(row: CheckedRow, found: Standing) -> tuple[str, str]:
    later = day_full(row.later.recorded_at) if row.later else ""
    until = day_full(row.valid_until) if row.valid_until else ""
    return {
        Standing.STANDS: (
            _("This record stands."),
            _("It is valid until %(day)s.", day=until) if until else _("No end is set to its validity."),
        ),
        Standing.ENDED: (_("Its validity ended on %(day)s.", day=until), _("The record itself stands.")),
        Standing.CORRECTED: (
            _("It was corrected on %(day)s: a later record took its place.", day=later),
            _("What stands below does not count any more."),
        ),
        Standing.TAKEN_BACK: (
            _("It was taken back on %(day)s.", day=later),
            _("What stands below does not count any more."),
        ),
    }[found]
