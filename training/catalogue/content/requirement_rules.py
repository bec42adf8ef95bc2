"""What makes requirements and registers whole: ids stand once, and what they name exists."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from training.catalogue.content.head_rules import months_after
from training.catalogue.content.marked import Document
from training.catalogue.content.problems import Problem, nearest
from training.catalogue.content.requirement_schema import Requirement
from training.catalogue.content.written import Catalogue

_CHECKED_EVERY = 12


def requirement_problems(catalogue: Catalogue, clauses: Collection[str]) -> Iterator[Problem]:
    """Everything that is wrong with requirements.yaml beyond its shape."""
    known = {
        "course": [course.slug for course in catalogue.courses],
        "policy": [policy.slug for policy in catalogue.policies],
    }
    served = {
        **{("course", one.slug): {serves.clause for serves in one.course.serves} for one in catalogue.courses},
        **{("policy", one.slug): {serves.clause for serves in one.policy.serves} for one in catalogue.policies},
    }
    seen: set[str] = set()
    for requirement, document in zip(catalogue.requirements, catalogue.requirement_documents, strict=True):
        if requirement.id in seen:
            what = f"a requirement '{requirement.id}' stands above already"
            yield document.place("id").error("R001", what, "give this one another id")
        seen.add(requirement.id)
        for number, thing in enumerate(requirement.satisfied_by):
            kind, slug = thing.named
            # Seminars are planned on the site, so any name will do.
            if kind in known and slug not in known[kind]:
                place = document.place("satisfied_by", number, kind)
                fix = nearest(slug, known[kind]) or f"write the {kind} first"
                yield place.error("R002", f"there is no {kind} '{slug}'", fix)
        if requirement.renewal_months and not requirement.window_days:
            what = "nobody can renew this before the day it runs out: it has no 'window_days'"
            fix = "write 'window_days: 60', so that people can renew it in the last two months"
            yield document.place("renewal_months").warning("R003", what, fix)
        yield from _clauses(document, requirement.clauses, clauses)
        yield from _unserved(document, requirement, served)


def _clauses(document: Document, named: tuple[str, ...], known: Collection[str]) -> Iterator[Problem]:
    for number, clause in enumerate(named):
        if clause not in known:
            fix = nearest(clause, known) or "see courses/frameworks/ for the clauses"
            yield document.place("clauses", number).error("C009", f"clause '{clause}' does not exist", fix)


def _unserved(
    document: Document, requirement: Requirement, served: Mapping[tuple[str, str], Collection[str]]
) -> Iterator[Problem]:
    """Clauses that a requirement names, and that nothing which satisfies it says it serves."""
    ways = [served[one.named] for one in requirement.satisfied_by if one.named in served]
    for number, clause in enumerate(requirement.clauses):
        if ways and not any(clause in way for way in ways):
            fix = "leave it out here, or claim it in 'serves' with a note"
            place = document.place("clauses", number)
            yield place.warning("R004", f"nothing that satisfies this says that it serves '{clause}'", fix)


def register_problems(catalogue: Catalogue, today: date) -> Iterator[Problem]:
    """Clauses that stand in two places or were not looked at for a year, and files that carry another's name.

    A clause that was `never` checked warns nobody here: the site says so wherever it shows the clause.
    """
    seen: set[str] = set()
    for framework, document in zip(catalogue.frameworks, catalogue.framework_documents, strict=True):
        if not document.path.endswith(f"/{framework.framework}.yaml"):
            what = f"'{framework.framework}' is not the name of this file"
            yield document.place("framework").error("F002", what, "write the name of the file without '.yaml'")
        for number, clause in enumerate(framework.clauses):
            if clause.id in seen:
                what = f"the clause '{clause.id}' stands in the register already"
                yield document.place("clauses", number, "id").error("F001", what, "keep one of the two")
            seen.add(clause.id)
            if isinstance(clause.checked, date) and months_after(clause.checked, _CHECKED_EVERY) < today:
                what = f"'{clause.id}' was checked on {clause.checked}, more than {_CHECKED_EVERY} months ago"
                fix = "read the source again, mend the entry, then write the day"
                yield document.place("clauses", number, "checked").warning("F003", what, fix)
