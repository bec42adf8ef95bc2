"""What the lists of codes show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import url_for

from training.seminars.contact_queries import CodeRow
from training.seminars.organisation_rules import Bound, shown_code, still_opens
from training.web.language import day_year
from training.web.request import local
from training.web.words import _


@dataclass(frozen=True)
class CodeLine:
    code: str
    bound: str
    used: str
    state: str
    opens: bool
    address: str


def code_lines(codes: Sequence[CodeRow], now: datetime) -> tuple[CodeLine, ...]:
    """Return codes as a list shows them, each with the address to send along."""
    return tuple(
        CodeLine(
            shown_code(one.code), bound_words(one.bound),
            used_words(one.bound), code_state(one.bound, now), still_opens(one.bound, now),
            url_for("seminars.invited", code=shown_code(one.code)),
        )
        for one in codes
    )  # fmt: skip


def made_words(code: str) -> str:
    """Say which code was made."""
    return _("The code is %(code)s. Send it, or its address, to those for whom it is.", code=shown_code(code))


def bound_words(bound: Bound) -> str:
    """Say for whom a code is; its addresses are erased some time after the date."""
    return ", ".join([*bound.domains, *bound.addresses]) or _("(erased)")


def used_words(bound: Bound) -> str:
    """Say how often a code was used."""
    return str(bound.used) if bound.most is None else _("%(n)d of %(all)d", n=bound.used, all=bound.most)


def code_state(bound: Bound, now: datetime) -> str:
    """Say whether a code still opens anything."""
    if bound.revoked_at is not None:
        return _("Revoked")
    if bound.ends_at is not None and bound.ends_at <= now:
        return _("Over")
    if bound.most is not None and bound.used >= bound.most:
        return _("Used up")
    return _open_words(bound.ends_at)


def _open_words(ends_at: datetime | None) -> str:
    if ends_at is None:
        return _("Open")
    return _("Until %(day)s", day=day_year(local(ends_at - timedelta(seconds=1)).date()))
