"""Sentences that say why: one for each way in which a due day comes about, and never one that is not true."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from training.completion.due import KINDS, LAST, Done, History, plan, terms_of
from training.reports.reasons import DueDay, because_words, due_sentences

BEGAN, DONE = date(2026, 3, 3), date(2026, 4, 14)
EVENT = {"kind": "on-event", "event": "incident", "days": 14, "on": ["2026-05-01"]}
RISK = {"kind": "linked-risk", "risk": "Invoice fraud", "days": 30, "low": 24, "medium": 12, "high": 6, "level": "high"}
SAYS: list[Any] = [
    # rule, renewal, grace, opens, due, first day of work, done before, what that held until, the sentences
    ({"kind": "before-access"}, 12, 0, BEGAN, BEGAN, BEGAN, None, None,
     ["Before access is given: on the first day of work, Tuesday 3 March 2026."]),
    ({"kind": "before-access"}, 12, 0, date(2027, 2, 12), date(2027, 4, 14), BEGAN, DONE, None,
     ["12 months after it was done last, on Tuesday 14 April 2026."]),
    ({"kind": "days-from-start", "days": 30}, 12, 0, BEGAN, date(2026, 4, 2), BEGAN, None, None,
     ["30 days from the first day of work, Tuesday 3 March 2026."]),
    ({"kind": "days-from-start", "days": 1}, None, 0, BEGAN, date(2026, 3, 4), date(2020, 1, 1), None, None,
     ["1 day from the day on which it began, Tuesday 3 March 2026."]),
    ({"kind": "days-from-start", "days": 30}, 12, 7, BEGAN, date(2026, 4, 9), BEGAN, None, None,
     ["30 days from the first day of work, Tuesday 3 March 2026.", "7 days of grace are added."]),
    ({"kind": "days-from-start", "days": 30}, 12, 0, date(2027, 2, 12), date(2027, 4, 14), None, DONE, None,
     ["12 months after it was done last, on Tuesday 14 April 2026."]),
    ({"kind": "days-from-start", "days": 30}, 12, 0, date(2027, 3, 3), date(2027, 5, 1), None, DONE, date(2026, 5, 1),
     ["12 months after what had been done before ran out, on Friday 1 May 2026: nobody loses by being early."]),
    ({"kind": "days-from-start", "days": 30}, 12, 0, BEGAN, date(2026, 6, 30), BEGAN, None, None,
     ["Within 30 days of the start. It comes again every 12 months."]),
    ({"kind": "rolling", "months": 6}, None, 0, BEGAN, date(2026, 9, 3), BEGAN, None, None,
     ["6 months from the first day of work, Tuesday 3 March 2026."]),
    ({"kind": "rolling", "months": 6}, None, 0, BEGAN, date(2026, 10, 14), BEGAN, DONE, None,
     ["6 months after it was done last, on Tuesday 14 April 2026."]),
    ({"kind": "rolling", "months": 6}, None, 0, BEGAN, date(2026, 12, 24), BEGAN, None, None,
     ["It comes again every 6 months."]),
    ({"kind": "fixed-date", "month": 12, "day": 15}, None, 14, BEGAN, date(2026, 12, 29), BEGAN, None, None,
     ["Each year on 15 Dec.", "14 days of grace are added."]),
    ({"kind": "calendar-quarter", "days": 14}, None, 0, BEGAN, date(2026, 3, 31), BEGAN, None, None,
     ["Once in each quarter, by its last day."]),
    ({"kind": "month-end", "months": 15, "days": 30}, None, 0, BEGAN, date(2026, 4, 2), BEGAN, None, None,
     ["30 days from the first day of work, Tuesday 3 March 2026."]),
    ({"kind": "month-end", "months": 15, "days": 30}, None, 0, BEGAN, date(2027, 7, 31), BEGAN, DONE, None,
     ["By the end of the calendar month 15 months after it was done last, on Tuesday 14 April 2026."]),
    (RISK, None, 0, BEGAN, date(2026, 4, 2), BEGAN, None, None,
     ["30 days from the first day of work, Tuesday 3 March 2026."]),
    (RISK, None, 0, BEGAN, date(2026, 10, 14), BEGAN, DONE, None,
     [("6 months after it was done last, on Tuesday 14 April 2026."
      " So often, since the risk “Invoice fraud” is rated high.")]),
    (EVENT, None, 0, BEGAN, date(2026, 5, 15), BEGAN, None, None,
     ["14 days after an incident, which came on Friday 1 May 2026."]),
    (EVENT | {"on": [], "event": "edition"}, None, 7, BEGAN, LAST, BEGAN, None, None,
     ["No day yet: it is due only after a new edition."]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "renewal", "grace", "opens", "due", "started", "done", "held", "sentences"), SAYS)
def test_each_way_has_its_sentence(
    app: Flask, rule: Any, renewal: Any, grace: int, opens: date, due: date, started: Any, done: Any, held: Any,
    sentences: list[str],
):  # fmt: skip
    day = DueDay(terms_of(rule, renewal, 60, grace), opens, due, started, done, held)
    with app.test_request_context():
        assert list(due_sentences(day)) == sentences


def test_every_kind_is_in_the_table():
    assert {one[0]["kind"] for one in SAYS} == set(KINDS)


RULES = st.sampled_from([one[0] for one in SAYS])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rule=RULES,
    renewal=st.sampled_from([None, 6, 12]),
    grace=st.integers(0, 30),
    done=st.lists(st.integers(1, 900), max_size=5, unique=True),
)
def test_every_cycle_of_every_rule_has_a_sentence(app: Flask, rule: Any, renewal: Any, grace: int, done: list[int]):
    """Whatever was done when: each cycle says something, and what it says gives a day of that very history."""
    terms = terms_of(rule, renewal, 30, grace)
    days = tuple(Done(BEGAN + timedelta(days=ahead), number) for number, ahead in enumerate(sorted(done)))
    cycles = plan(History(BEGAN, days), terms, until=date(2030, 1, 1))
    with app.test_request_context():
        before = None
        for cycle in cycles:
            old_end = before.due - timedelta(days=grace) if before else None
            day = DueDay(terms, cycle.opens, cycle.due, BEGAN, before.done_on if before else None, old_end)
            said = due_sentences(day)
            assert said
            assert all(one and "None" not in one and "%" not in one for one in said)
            before = cycle


@pytest.mark.parametrize(
    ("because", "words"),
    [
        ("everyone", ("everybody",)),
        ("department Finance / Accounts payable, site LEEDS", ("everybody in Finance / Accounts payable", "everybody at LEEDS")),
        ("department Research, Development, attribute phi", ("everybody in Research, Development", "everybody with the attribute “phi”")),
        ("title Nurse", ("everybody with the job title “Nurse”",)),
        ("started after 2026-01-01 and before 2026-07-01",
         ("everybody whose first day of work was from Thursday 1 January 2026 on and before Wednesday 1 July 2026",)),
        ("started after 2026-01", ("everybody whose first day of work was ",)),
        ("person E01234", ("people who are named in the rule",)),
        ("not department Sales", ("all others than some who are left out",)),
        ("", ()),
    ],
)  # fmt: skip
def test_each_reason_has_its_words(app: Flask, because: str, words: tuple[str, ...]):
    with app.test_request_context():
        assert because_words(because) == words
