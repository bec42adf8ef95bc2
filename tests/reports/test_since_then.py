"""What came of a duty since a past day: one line for each case."""

from datetime import UTC, date, datetime

import pytest

from training.completion.as_of import AsOf, Known
from training.completion.rules import Status
from training.reports.since_then import DutyNow, Kind, PlaceNow, Since, Then, since_then

DAY, TODAY = date(2026, 9, 30), date(2026, 11, 23)
OPENED, DUE = date(2026, 9, 1), date(2026, 10, 10)
AS_OF = AsOf(DAY, datetime(2026, 9, 30, 22, tzinfo=UTC), Known.THEN)
HERE = (PlaceNow(OPENED, None, "/1/2/"),)


def duty(
    done_on: date | None = None, due: date = DUE, until: date | None = None, cycle: int = 1, opened: date = OPENED,
    exempt: tuple[date | None, date | None] = (None, None),
) -> DutyNow:  # fmt: skip
    return DutyNow(cycle, opened, until, due, done_on, *exempt)


def came(state: Status, *duties: DutyNow, places: tuple[PlaceNow, ...] = HERE, path: str = "/1/") -> Since:
    return since_then(Then(AS_OF, 1, state, path), duties, places, TODAY)


NEXT = date(2026, 11, 1)
CASES = [
    ("done in time", Status.OPEN, [duty(date(2026, 10, 9))], Since(Kind.DONE, date(2026, 10, 9))),
    ("done late", Status.OPEN, [duty(date(2026, 10, 11))], Since(Kind.DONE_LATE, date(2026, 10, 11))),
    ("done by then, told later", Status.OPEN, [duty(DAY)], Since(Kind.RECORDED_LATER, DAY)),
    ("nothing yet, time left", Status.OPEN, [duty(due=date(2026, 12, 1))], Since(Kind.OPEN)),
    ("nothing yet, time over", Status.OPEN, [duty()], Since(Kind.OVERDUE)),
    ("on leave now", Status.OVERDUE, [duty(exempt=(date(2026, 11, 1), None))], Since(Kind.EXEMPT)),
    ("the rule is not for them any more", Status.OPEN, [duty(until=date(2026, 11, 1))], Since(Kind.OVER)),
    ("done and still so", Status.DONE, [duty(DAY)], Since(Kind.NOTHING)),
    ("done, and taken back since", Status.DONE, [duty()], Since(Kind.TAKEN_BACK)),
    ("done, and the cycle is gone", Status.DONE, [], Since(Kind.TAKEN_BACK)),
    ("done, and asked again", Status.DONE_LATE,
     [duty(DAY, until=NEXT), duty(due=date(2026, 12, 24), cycle=2, opened=NEXT)], Since(Kind.OPEN)),
    ("done, and done again", Status.DONE, [duty(DAY, until=NEXT), duty(date(2026, 11, 5), cycle=2, opened=NEXT)],
     Since(Kind.AGAIN, date(2026, 11, 5))),
]  # fmt: skip


@pytest.mark.parametrize(("state", "duties", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_came(state: Status, duties: list[DutyNow], expected: Since) -> None:
    assert came(state, *duties) == expected


def test_who_left_the_team_left_it_on_the_last_day() -> None:
    left = (PlaceNow(OPENED, date(2026, 10, 5), "/1/2/"), PlaceNow(date(2026, 10, 5), None, "/7/"))
    assert came(Status.OPEN, duty(), places=left) == Since(Kind.LEFT, date(2026, 10, 5))
    assert came(Status.OPEN, duty(), places=left, path="/") == Since(Kind.OVERDUE), "for the whole they are still there"
    assert came(Status.OPEN, duty(date(2026, 10, 9)), places=left).kind is Kind.DONE, "what was done says more"
    within = (PlaceNow(OPENED, date(2026, 10, 5), "/1/2/"), PlaceNow(date(2026, 10, 5), None, "/1/3/"))
    assert came(Status.OPEN, duty(), places=within) == Since(Kind.OVERDUE), "a move within the subtree is none"


def test_who_was_never_there_as_recorded_now() -> None:
    assert came(Status.OPEN, duty(), places=(PlaceNow(OPENED, None, "/7/"),)) == Since(Kind.ELSEWHERE)
    before = (PlaceNow(OPENED, date(2026, 9, 20), "/1/2/"), PlaceNow(date(2026, 9, 20), None, "/7/"))
    assert came(Status.OPEN, duty(), places=before) == Since(Kind.ELSEWHERE)
