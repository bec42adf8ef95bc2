"""Gathers what a page of requirements tells: asks the queries of this room and of the catalogue."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from training.catalogue.queries import citations
from training.completion import audience_queries, draft_queries, publishing_queries, requirement_queries
from training.completion.audience_queries import check_everywhere
from training.completion.builder import built_of
from training.completion.draft_pages import Told
from training.completion.draft_queries import Draft
from training.completion.drafting import CALLED
from training.completion.requirement_pages import Found, History, RequirementPage, requirement_page
from training.completion.requirement_queries import Line, SubjectRow
from training.completion.requirement_words import Names, changes, facts
from training.completion.rules import FiveParts
from training.core.errors import NotFound
from training.core.permissions import Viewer
from training.people.departments import EVERYWHERE


def everything(viewer: Viewer, today: date) -> Found:
    """Return all requirements with their numbers and gaps. Four SELECTs at most."""
    everywhere = _is_everywhere(viewer)
    return Found(
        requirement_queries.lines(), requirement_queries.parts(viewer, today),
        requirement_queries.under_none(viewer, today), draft_queries.waiting() if everywhere else (), everywhere,
    )  # fmt: skip


def cited(found: Found) -> dict[str, str]:
    """Return how the clauses of all of them are cited: slug → citation. One SELECT."""
    return citations({clause for line in found.lines for clause in line.clauses})


def _is_everywhere(viewer: Viewer) -> bool:
    return EVERYWHERE in viewer.paths(audience_queries.MANAGE)


def requirement(viewer: Viewer, slug: str, today: date) -> RequirementPage:
    """Return the page of one requirement. Raises NotFound. Eight SELECTs at most."""
    line = requirement_queries.line(slug)
    versions = requirement_queries.versions(line.id)
    names = _names(*(one.row for one in versions))
    known = History(line, versions, requirement_queries.ends(line.id), names)
    parts = requirement_queries.parts(viewer, today).get(line.id, FiveParts())
    return requirement_page(known, parts, everywhere=_is_everywhere(viewer))


def _names(*rows: Mapping[str, Any]) -> Names:
    """Return how the codes in some versions are read."""
    people = {person for row in rows for person in built_of(row["audience"]).people}
    found = audience_queries.named(sorted(people))
    return Names(
        sites=dict(audience_queries.sites()),
        people={key: f"{one.given} {one.family}" for key, one in found.items()},
        clauses=citations({clause for row in rows for clause in row["clauses"]}),
    )


def draft(found: Draft) -> Told:
    """Return what a draft says, what it changes, and who comes in. Seven SELECTs at most."""
    row = found.content | {"renewal_months": found.content.get("renewal_months")}
    row = {"window_days": 0, "grace_days": 0, "clauses": []} | row
    versions = requirement_queries.versions(found.requirement_id) if found.requirement_id else []
    names = _names(row, *(one.row for one in versions[:1]))
    said = facts(row, _ways(found.content), _owner(found.content.get("owner", "")), names)
    before = [(one.row, facts(one.row, one.subjects, one.owner, names)) for one in versions[:1]]
    changed = changes((row, said), before[0]) if before else ()
    return Told(said, changed, draft_queries.names(found.consequences.get("numbers", {}).get("names", ())))


def _owner(key: str) -> str:
    found = audience_queries.named([key]).get(key) if key else None
    return f"{found.given} {found.family}" if found else key


def _ways(content: Mapping[str, Any]) -> list[SubjectRow]:
    return requirement_queries.named_subjects(content)


def standing(viewer: Viewer, slug: str, today: date) -> tuple[Line, FiveParts]:
    """Return one requirement that the viewer may change, with its numbers. Raises NotFound. Two SELECTs."""
    line = requirement_queries.line_everywhere(viewer, slug)
    return line, requirement_queries.parts(viewer, today).get(line.id, FiveParts())


def callable_one(viewer: Viewer, slug: str, today: date) -> tuple[Line, int]:
    """Return a requirement that can be called, and how many people it takes in. Raises NotFound. Four SELECTs."""
    check_everywhere(viewer)
    said, line = publishing_queries.said(slug), requirement_queries.line(slug)
    if said is None or said.row["due"].get("event") not in CALLED or line.ended_on is not None:
        raise NotFound
    return line, audience_queries.reached(viewer, said.row["audience"], today).number
