"""Gathers what the pages of evidence are made from: each a fixed number of SELECTs, however many people there are."""

from datetime import datetime

from training.catalogue.queries import citations
from training.completion import audience_queries, requirement_queries
from training.completion.evidence_rules import SAMPLE, drawn
from training.completion.requirement_words import Names
from training.reports import evidence_queries, pack_queries, population_queries, proof_queries
from training.reports.audited_duty_pages import Told
from training.reports.evidence_pages import SHOWN, Read
from training.reports.evidence_queries import EngagementRow
from training.reports.population_queries import DutyRow
from training.reports.wishes import Wish


def read(one: EngagementRow, wish: Wish, now: datetime) -> Read:
    """Return all that stands on the page of an engagement. Eight SELECTs."""
    matter, versions = one.matter(now), requirement_queries.versions(one.requirement_id)
    clauses = citations({clause for version in versions for clause in version.row["clauses"]})
    return Read(
        population_queries.counted(matter), population_queries.listed(matter, wish),
        pack_queries.exemptions_standing(matter, SHOWN + 1), versions,
        Names(sites=dict(audience_queries.sites()), clauses=clauses), evidence_queries.packs_within(one),
    )  # fmt: skip


def sampled(one: EngagementRow, now: datetime) -> tuple[list[tuple[str, str]], dict[str, DutyRow]]:
    """Return who is drawn, (SHA-256, person) in the order of the draw, and the last duty of each. Two SELECTs."""
    matter = one.matter(now)
    found = drawn(one.public_id, population_queries.keys(matter), SAMPLE)
    return found, population_queries.of_people(matter, [person for _sha256, person in found])


def told(one: EngagementRow, duty: DutyRow, now: datetime) -> Told:
    """Return all that stands on the page of one duty. Six SELECTs."""
    matter, person = one.matter(now), duty.person_id
    return Told(
        pack_queries.completions_of(matter, person), evidence_queries.attempts(matter, person),
        pack_queries.exemptions_of(matter, person), pack_queries.extensions_of(matter, person),
        pack_queries.reminders_of(matter, person), proof_queries.rosters(),
    )  # fmt: skip
