"""What is said of requirements: every example in the documents fits, and all of a rule can be said in words."""

import re
from datetime import date
from typing import Any

import pytest
from flask import Flask

from tests.shape.sources import ROOT
from training.catalogue.content.marked import read_yaml
from training.catalogue.content.requirement_schema import NUMBERS, DueRule, Requirement
from training.catalogue.rules import SubjectKind
from training.completion import requirement_words as words
from training.completion.requirement_queries import SubjectRow

BLOCKS = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / "requirements.md").read_text(), re.DOTALL)
NAMES = words.Names({"LEEDS": "Leeds Mill"}, {"E-1": "Dana Ford"})


def test_the_examples_of_the_documents_fit():
    kinds = []
    for block in BLOCKS:
        document, problems = read_yaml(block, "requirements.md")
        assert document is not None, problems
        if isinstance(document.data, list):
            (one,) = document.data
            assert Requirement.model_validate(tuples(one)).id == "payments-each-year"
        else:
            assert isinstance(document.data, dict)
            kinds.append(DueRule.model_validate(tuples(document.data["due"])).kind)
    assert sorted(kinds) == sorted(NUMBERS), "an example of each kind"


def tuples(value: Any) -> Any:
    """Lists as the shapes want them."""
    if isinstance(value, dict):
        return {key: tuples(part) for key, part in value.items()}
    return tuple(map(tuples, value)) if isinstance(value, list) else value


def said(app: Flask, function: Any, *arguments: Any) -> str:
    with app.test_request_context():
        return str(function(*arguments))


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ({"everyone": True}, "Everybody"), ({"not": {"everyone": True}}, "Nobody"),
        ({"attributes": ["reception", "facilities", "guard"]}, "All who have the attribute reception, facilities or guard"),
        ({"all": [{"departments": ["Finance"]}, {"not": {"sites": ["LEEDS"]}}]}, "All who work in Finance and do not work at Leeds Mill"),
        ({"any": [{"people": ["E-1"]}, {"all": [{"titles": ["Head"]}, {"started": {"after": "2026-01-05"}}]}]},
         "All who are Dana Ford, or who have the job title Head and began here on Mon 5 Jan 2026 or later"),
        ({"not": {"started": {"before": "2026-01-05"}}}, "All who did not begin here before Mon 5 Jan 2026"),
    ],
)  # fmt: skip
def test_an_audience_in_words(app: Flask, rule: dict[str, Any], told: str):
    assert said(app, words.audience, rule, NAMES) == told


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ({"kind": "before-access"}, "On the first day, before anything is opened for them"),
        ({"kind": "days-from-start", "days": 1}, "Within 1 day of the start"),
        ({"kind": "rolling", "months": 12}, "Within 12 months of the start"),
        ({"kind": "fixed-date", "month": 3, "day": 31}, "By 31 Mar each year"),
        ({"kind": "calendar-quarter", "days": 14}, "By the end of each quarter. Whoever is new has at least 14 days for the first time"),
        ({"kind": "month-end", "months": 15, "days": 30}, "Within 30 days of the start; again by the end of the calendar month, 15 months after the last time"),
        ({"kind": "linked-risk", "risk": "laptops", "days": 9, "low": 24, "medium": 12, "high": 6, "level": "high"},
         "Within 9 days of the start; again after 24, 12 or 6 months as the risk “laptops” is rated low, medium or high; now it is high"),
        ({"kind": "on-event", "event": "incident", "days": 5, "on": ["2026-11-02"]}, "Within 5 days of an incident. Called on Mon 2 Nov 2026"),
    ],
)  # fmt: skip
def test_due_rules_in_words(app: Flask, rule: dict[str, Any], told: str):
    assert said(app, words.due, rule) == told


def test_what_counts_in_words(app: Flask):
    rows = [
        SubjectRow(SubjectKind.COURSE, "phishing", "Phishing", "", None, 3), SubjectRow(SubjectKind.POLICY, "desk", "Clear desk", "", date(2026, 1, 1), 1),
        SubjectRow(SubjectKind.PROOF, "rule", "Rule", "A letter", None, None),
    ]  # fmt: skip
    told = "the course “Phishing”, edition 3 or later, agreeing to the policy “Clear desk” (not taught any more) or a proof from elsewhere: A letter"
    assert said(app, words.satisfied, rows) == told
    assert said(app, words.satisfied, []) == "Nothing that exists"
