"""Gathers what stands beside the list of a department: remarks, and whom the viewer may have reminded."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from training.completion import cut_queries, team_queries
from training.completion.reminder_queries import next_digest_days
from training.completion.rules import Status
from training.completion.team_queries import MOST_REMINDED, Group
from training.core.permissions import Viewer
from training.reports.departments import Line, PersonRow, Scope
from training.reports.remark_queries import Beside, Remark, remarks
from training.reports.wishes import Wish

WAITING = (Status.OPEN, Status.OVERDUE)


class Moment(NamedTuple):
    """An instant and the reader's day."""

    now: datetime
    today: date


def beside(viewer: Viewer, scope: Scope, line: Line, people: Sequence[PersonRow], wish: Wish, *, at: Moment) -> Beside:
    """Return what is said beside the rows of a page. Seven SELECTs, one more where it is narrowed to a site."""
    said, site = remarks([one.mark for one in people], at.today), cut_queries.site_name(wish.cut)
    outstanding = line.of(*scope.team_ids).outstanding
    if not outstanding or wish.part not in {None, *WAITING}:
        return Beside(viewer, said, site)
    if outstanding > MOST_REMINDED:
        return Beside(viewer, said, site, too_many=True)
    group = Group(scope.path, wish.slug, wish.part, wish.cut)
    ids = team_queries.to_remind(viewer, group, at.today)
    days = next_digest_days(_untold(people, said), at.now) if ids else {}
    return Beside(viewer, said, site, len(ids), mail_days=tuple(sorted(set(days.values()))))


def _untold(people: Sequence[PersonRow], said: dict[str, Remark]) -> list[int]:
    """Return who of a page has not done it and hears nothing of it with the next mail yet."""
    told = {mark for mark, remark in said.items() if remark.waits}
    return [one.person_id for one in people if one.state in WAITING and one.mark not in told]
