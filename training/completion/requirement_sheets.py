"""The sheet on which a requirement is written: its form, empty, filled or as it was sent, and what it may choose."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from training.completion import audience_queries, draft_queries, publishing_queries, requirement_queries
from training.completion.audience_queries import Named, Sample, Vocabulary, check_everywhere
from training.completion.builder import Built, built_of
from training.completion.drafting import At
from training.completion.groups import KINDS
from training.completion.publishing_queries import Said
from training.completion.requirement_forms import RequirementForm, ThereIs, right_now, values_of
from training.completion.requirement_queries import Choice, Line, SubjectRow, Taught
from training.core.errors import NotFound
from training.core.permissions import Viewer
from training.web.language import month_names


@dataclass(frozen=True)
class Sheet:
    """A form and its surroundings. `line` is the requirement that is changed, None for a new one."""

    form: RequirementForm
    line: Line | None
    at: At
    vocabulary: Vocabulary
    people: Mapping[str, Named]
    """Whoever is named in the audience, as typed."""
    taught: tuple[Taught, ...]
    clauses: tuple[Choice, ...]

    @property
    def slug(self) -> str:
        return self.line.slug if self.line else ""


def blank(viewer: Viewer, draft_id: str) -> Sheet:
    """Return the sheet of a new requirement, empty or filled from a draft. Raises NotFound."""
    check_everywhere(viewer)
    return _sheet(None, _form(_of_draft(viewer, draft_id)) if draft_id else _form({}))


def filled(viewer: Viewer, slug: str, draft_id: str) -> Sheet:
    """Return the sheet of a requirement that is to be changed, as it is or as a draft has it. Raises NotFound."""
    line = requirement_queries.line_everywhere(viewer, slug)
    return _sheet(line, _form(_of_draft(viewer, draft_id) if draft_id else _as_it_is(line)))


def sent(viewer: Viewer, slug: str) -> Sheet:
    """Return the sheet as it was sent. Raises NotFound."""
    check_everywhere(viewer)
    line = requirement_queries.line(slug) if slug else None
    said = publishing_queries.said(slug) if slug else None
    kept = Built(kept=built_of(said.row["audience"]).kept) if said else Built()
    return _sheet(line, RequirementForm.read(audience=kept).name_months(month_names()))


def _form(values: Mapping[str, Any]) -> RequirementForm:
    return RequirementForm(**values).name_months(month_names())


def _of_draft(viewer: Viewer, draft_id: str) -> dict[str, Any]:
    found = draft_queries.draft_for(viewer, draft_id)
    more = {"owner": _address(found.content.get("owner", "")), "reason": found.reason, "replaces": found.public_id}
    return values_of(found.content) | more


def _as_it_is(line: Line) -> dict[str, Any]:
    said = publishing_queries.said(line.slug)
    if said is None:
        raise NotFound
    now = requirement_queries.versions(line.id)[0]
    return values_of(_content(said, now.subjects)) | {"owner": _address(said.owner)}


def _content(said: Said, subjects: tuple[SubjectRow, ...]) -> dict[str, Any]:
    ways = [{one.kind.value: one.summary if one.kind == "proof" else one.slug} for one in subjects]
    return said.row | {"satisfied_by": ways}


def _address(owner: str) -> str:
    """The address of whoever has this key: by it people are found and known."""
    found = audience_queries.named([owner]).get(owner) if owner else None
    return (found.email if found else None) or owner


def _sheet(line: Line | None, form: RequirementForm) -> Sheet:
    built: Built = form.audience.data
    vocabulary, people = audience_queries.vocabulary(), audience_queries.named(built.people)
    values = {kind: {value for value, _words in vocabulary.of(kind)} for kind in KINDS}
    at = right_now()
    here = {typed: one for typed, one in people.items() if one.left_on is None or one.left_on > at.today}
    form.there_is = ThereIs(values | {"person": set(here)}, {typed: one.external_id for typed, one in people.items()})
    ways = [one.rpartition(":")[2] for one in form.satisfied_by.data or ()]
    taught, clauses = tuple(requirement_queries.taught(ways)), tuple(requirement_queries.clauses())
    return Sheet(form, line, at, vocabulary, people, taught, clauses)


@dataclass(frozen=True)
class Reach:
    """Whom an audience takes in so far, of how many who work here. None: nothing is built yet."""

    sample: Sample | None
    everybody: int


def reach(viewer: Viewer, sheet: Sheet) -> Reach:
    """Return whom the audience of a sheet takes in as it stands. Two SELECTs."""
    built: Built = sheet.form.audience.data
    rule = built.naming(sheet.form.there_is.keys).rule
    sample = audience_queries.reached(viewer, rule, sheet.at.today) if rule else None
    return Reach(sample, audience_queries.everybody(sheet.at.today))
