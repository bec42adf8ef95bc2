"""What makes requirements and registers whole: ids stand once, and what they name exists."""

from collections.abc import Collection, Iterator

from training.catalogue.content.marked import Document
from training.catalogue.content.problems import Problem, nearest
from training.catalogue.content.written import Catalogue


def requirement_problems(catalogue: Catalogue, courses: Collection[str], clauses: Collection[str]) -> Iterator[Problem]:
    """Everything that is wrong with requirements.yaml beyond its shape. `courses` are the slugs of all folders."""
    seen: set[str] = set()
    for requirement, document in zip(catalogue.requirements, catalogue.requirement_documents, strict=True):
        if requirement.id in seen:
            what = f"a requirement '{requirement.id}' stands above already"
            yield document.place("id").error("R001", what, "give this one another id")
        seen.add(requirement.id)
        slugs = [(number, thing.course) for number, thing in enumerate(requirement.satisfied_by) if thing.course]
        for number, slug in slugs:
            if slug not in courses:
                place = document.place("satisfied_by", number, "course")
                fix = nearest(slug, courses) or "write the course first"
                yield place.error("R002", f"there is no course '{slug}'", fix)
        if requirement.renewal_months and not requirement.window_days:
            what = "nobody can renew this before the day it runs out: it has no 'window_days'"
            fix = "write 'window_days: 60', so that people can renew it in the last two months"
            yield document.place("renewal_months").warning("R003", what, fix)
        yield from _clauses(document, requirement.clauses, clauses)


def _clauses(document: Document, named: tuple[str, ...], known: Collection[str]) -> Iterator[Problem]:
    for number, clause in enumerate(named):
        if clause not in known:
            fix = nearest(clause, known) or "see courses/frameworks/ for the clauses"
            yield document.place("clauses", number).error("C009", f"clause '{clause}' does not exist", fix)


def register_problems(catalogue: Catalogue) -> Iterator[Problem]:
    """Clauses that stand in two places, and files of the register that carry another's name."""
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
