"""What the page of auditors shows, as frozen values in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for

from training.reports.evidence_queries import EngagementRow
from training.reports.pack_pages import period
from training.web.language import day, day_year, in_days
from training.web.words import _, count_word, ngettext

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class AuditorLine:
    """One engagement. Addresses are empty where it is over."""

    name: str
    email: str
    title: str
    facts: tuple[str, ...]
    reason: str
    last: str
    distance: str
    end_href: str
    link_href: str
    read_href: str


@dataclass(frozen=True)
class AuditorsPage:
    first: str
    rest: str
    now: tuple[AuditorLine, ...]
    over: tuple[AuditorLine, ...]


def auditors_page(rows: Sequence[EngagementRow], today: date) -> AuditorsPage:
    """Build the page; days are those of UTC, on which a right ends."""
    holding = [one for one in rows if one.valid_until > today]
    people = len({one.email for one in holding})
    word = count_word(people)
    first = ngettext(
        "%(word)s auditor can read.", "%(word)s auditors can read.", people, word=word[:1].upper() + word[1:]
    )
    return AuditorsPage(
        first=first if people else _("No auditor can read."),
        rest=_("They see what you name below, change nothing, and are out after the last day."),
        now=tuple(_line(one, today) for one in holding),
        over=tuple(_line(one, today) for one in rows if one.valid_until <= today),
    )  # fmt: skip


def _line(one: EngagementRow, today: date) -> AuditorLine:
    last, holds = one.valid_until - ONE_DAY, one.valid_until > today
    said = period(day_year(one.since), day_year(one.until))
    facts = (said, _("let in by %(name)s", name=one.by)) if one.by else (said,)
    return AuditorLine(
        name=f"{one.family}, {one.given}", email=one.email, title=one.title, facts=facts, reason=one.reason,
        last=day(last), distance=in_days((last - today).days) if holds else "",
        end_href=url_for("reports.end_auditor", engagement_id=one.public_id) if holds else "",
        link_href=url_for("reports.write_to_auditor", engagement_id=one.public_id) if holds else "",
        read_href=url_for("reports.engagement", engagement_id=one.public_id) if holds else "",
    )  # fmt: skip
