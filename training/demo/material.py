"""What a course holds for those who take it: its lessons, and the questions from which an attempt is drawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from training.catalogue.queries import taught
from training.catalogue.rules import SubjectKind
from training.core.permissions import NOBODY
from training.demo.queries import questions
from training.learning import attempt_queries
from training.learning.policy_queries import policy
from training.learning.queries import course
from training.learning.rules import Candidate, Drawn, Given, Terms, needed_of


@dataclass(frozen=True)
class Material:
    """A course as it is taught now. `options` are those of each question, with their key and whether they are right."""

    subject_id: int
    edition_id: int
    digest: str
    language: str
    lessons: tuple[str, ...]
    terms: Terms
    candidates: list[Candidate]
    options: Mapping[int, list[dict[str, Any]]]
    statement: str = ""
    """Of a policy: the sentence that is agreed to. A policy has no lessons and no questions."""

    @property
    def asked(self) -> int:
        return min(self.terms.draw, len(self.candidates))

    @property
    def needed(self) -> int:
        return needed_of(self.asked, self.terms)

    def answer(self, drawn: Drawn, *, right: bool) -> Given:
        """Return an answer to a drawn question: the right one, or the first wrong one in the order shown."""
        keys = {one["key"] for one in self.options[drawn.question] if one["right"]}
        return Given(next(key for key in drawn.options if (key in keys) is right), right)


def material(slug: str) -> Material:
    """Return what a course holds. Raises NotFound."""
    found = course(NOBODY, slug)
    quiz = found.content["quiz"]
    return Material(
        found.subject_id, found.edition_id, taught(SubjectKind.COURSE)[slug].digest or "", found.content["language"],
        tuple(lesson["slug"] for lesson in found.content["lessons"]),
        Terms(quiz["draw"], quiz["from_each_objective"], quiz["pass_percent"]),
        attempt_queries.candidates(found.edition_id), questions(found.edition_id),
    )  # fmt: skip


def policy_material(slug: str, today: date) -> Material:
    """Return what a policy holds. Raises NotFound."""
    found = policy(NOBODY, slug, today)
    return Material(
        found.subject_id, found.edition_id, found.digest, found.content["language"], (), Terms(0, 0, 100), [], {},
        found.content["statement"],
    )  # fmt: skip
