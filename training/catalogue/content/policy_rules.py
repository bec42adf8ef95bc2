"""What makes policies and seminar kits whole, and the shelves of the catalogue."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import date

from training.catalogue.content import wording
from training.catalogue.content.head_rules import Piece, claim_problems, head_problems
from training.catalogue.content.lesson_rules import HIGHEST_GRADE
from training.catalogue.content.lessons import Rendered, render_text
from training.catalogue.content.links import link_problems
from training.catalogue.content.problems import Problem, nearest
from training.catalogue.content.schema import Clause
from training.catalogue.content.written import Surroundings, WrittenKit, WrittenPolicy, WrittenText

LONGEST_POLICY = 520
"""Words: what one page holds. What nobody reads binds nobody."""
_FIRST_PERSON = re.compile(r"\bI\b")


def policy_problems(policy: WrittenPolicy, clauses: Mapping[str, Clause], today: date) -> Iterator[Problem]:
    """Everything that is wrong with a policy."""
    piece = Piece(policy.slug, policy.policy, policy.document, policy.changes, clauses)
    yield from head_problems(piece, today)
    for number, serves in enumerate(policy.policy.serves):
        yield from claim_problems(piece, number, serves)
    rendered = render_text(policy.text, policy.surroundings)
    yield from _text(policy.text, rendered, policy.surroundings)
    for change in policy.changes:
        yield from render_text(change.written, policy.surroundings).problems
    words = wording.word_count(rendered.prose)
    if words > LONGEST_POLICY:
        fix = f"keep it to {LONGEST_POLICY}; move the how-to into a course"
        yield policy.text.place().warning("P001", f"{words} words are more than one page", fix)
    if policy.policy.language.startswith("en") and not _FIRST_PERSON.search(policy.policy.statement):
        fix = "write what the person agrees to, as they would say it: 'I have read …'"
        yield policy.document.place("statement").error("P002", "nobody speaks in this statement", fix)


def kit_problems(
    kit: WrittenKit, clauses: Mapping[str, Clause], courses: Collection[str], today: date
) -> Iterator[Problem]:
    """Everything that is wrong with a seminar kit."""
    piece = Piece(kit.slug, kit.kit, kit.document, kit.changes, clauses)
    yield from head_problems(piece, today)
    for number, serves in enumerate(kit.kit.serves):
        yield from claim_problems(piece, number, serves)
    yield from _papers(kit)
    yield from _kit_ids(kit, courses)


def _papers(kit: WrittenKit) -> Iterator[Problem]:
    used: set[str] = set()
    for text in (*kit.papers.values(), *(change.written for change in kit.changes)):
        rendered = render_text(text, kit.surroundings)
        used.update(rendered.pictures)
        yield from _text(text, rendered, kit.surroundings)
    for name, picture in kit.pictures.items():
        if name not in used:
            yield picture.place.warning("C038", "no paper shows this picture", "show it or remove the file")


def _kit_ids(kit: WrittenKit, courses: Collection[str]) -> Iterator[Problem]:
    if kit.kit.course is not None and kit.kit.course not in courses:
        fix = nearest(kit.kit.course, courses) or "name a course of this folder, or leave it out"
        yield kit.document.place("course").error("K001", f"there is no course '{kit.kit.course}'", fix)
    for slug, count in Counter(one.id for one in kit.kit.feedback).items():
        if count > 1:
            yield kit.document.place("feedback").error("K002", f"'{slug}' stands {count} times", "give each its own id")


def _text(text: WrittenText, rendered: Rendered, around: Surroundings) -> Iterator[Problem]:
    yield from rendered.problems
    yield from link_problems(rendered.links, text.body, text.place(), around.hosts)
    grade = wording.reading_grade(rendered.prose) if around.language.startswith("en") else None
    if grade is not None and grade > HIGHEST_GRADE:
        fix = "shorten sentences and use common words"
        yield text.place().warning("C021", f"the reading grade is {grade:.1f}, above {HIGHEST_GRADE:.0f}", fix)
    unkind = wording.unkind_word(text.body)
    if unkind:
        yield text.place().warning("C026", f"'{unkind}' blames people", "say what to do instead")
