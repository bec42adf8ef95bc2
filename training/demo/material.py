"""What a course holds for those who take it: its lessons, and the questions from which an attempt is drawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from training.catalogue.queries import taught
from training.catalogue.rules import SubjectKind
from training.core.digest import digest
from training.core.permissions import NOBODY
from training.demo.queries import questions
from training.learning import drawing_queries
from training.learning.marking import Chosen, Content, Kind, credit, kind_of
from training.learning.policy_queries import policy
from training.learning.queries import course
from training.learning.rules import Candidate, Drawn, Given, Terms, needed_of


@dataclass(frozen=True)
class Material:
    """A course as it is taught now. `contents` are the frozen questions, by id."""

    subject_id: int
    edition_id: int
    digest: str
    language: str
    lessons: tuple[str, ...]
    minutes: Mapping[str, int]
    """Of each lesson."""
    terms: Terms
    candidates: list[Candidate]
    contents: Mapping[int, Content]
    statement: str = ""
    """Of a policy: the sentence that is agreed to. A policy has no lessons and no questions."""

    @property
    def asked(self) -> int:
        return min(self.terms.draw, len(self.candidates))

    @property
    def needed(self) -> int:
        return needed_of(self.asked, self.terms)

    def answer(self, drawn: Drawn, *, right: bool, salt: str = "") -> Given:
        """Return an answer to a drawn question: the right one, or one that is worth nothing."""
        content = self.contents[drawn.question]
        chosen = right_answer(content, drawn) if right else wrong_answer(content, drawn, salt)
        return Given(chosen, credit(content, chosen))


def right_answer(content: Content, drawn: Drawn) -> Chosen:
    """Return what is right, as it is stored."""
    parts = {part["key"]: part for part in content["options"]}
    kind = kind_of(content)
    if kind is Kind.ORDER:
        return tuple(sorted(parts, key=lambda key: int(parts[key]["place"])))
    if kind is Kind.MATCH:
        return tuple(f"{key}:{parts[key]['answer']}" for key in drawn.options)
    return tuple(sorted(key for key, part in parts.items() if part["right"]))


def wrong_answer(content: Content, drawn: Drawn, salt: str = "") -> Chosen:
    """Return what is wrong altogether: of several ways, most take the one that tempts most."""
    kind = kind_of(content)
    if kind is Kind.ORDER:
        return tuple(reversed(right_answer(content, drawn)))
    if kind is Kind.MATCH:
        parts = {part["key"]: part["answer"] for part in content["options"]}
        others = {key: next(one for one in drawn.choices if one != parts[key]) for key in drawn.options}
        return tuple(f"{key}:{others[key]}" for key in drawn.options)
    wrong = [part["key"] for part in content["options"] if not part["right"]]
    tempting = hash_of(drawn.digest) % len(wrong)
    other = hash_of(f"{drawn.digest} {' '.join(drawn.options)} {salt}") % (2 * len(wrong))
    return (wrong[other] if other < len(wrong) else wrong[tempting],)


def hash_of(text: str) -> int:
    """Return a number that is the same for the same text, always."""
    return int(digest(text.encode())[:8], 16)


def material(slug: str) -> Material:
    """Return what a course holds. Raises NotFound."""
    found = course(NOBODY, slug)
    quiz = found.content["quiz"]
    return Material(
        found.subject_id, found.edition_id, taught(SubjectKind.COURSE)[slug].digest or "", found.content["language"],
        tuple(lesson["slug"] for lesson in found.content["lessons"]),
        {lesson["slug"]: lesson["minutes"] for lesson in found.content["lessons"]},
        Terms(quiz["draw"], quiz["from_each_objective"], quiz["pass_percent"]),
        drawing_queries.candidates(found.edition_id), questions(found.edition_id),
    )  # fmt: skip


def policy_material(slug: str, today: date) -> Material:
    """Return what a policy holds. Raises NotFound."""
    found = policy(NOBODY, slug, today)
    return Material(
        found.subject_id, found.edition_id, found.digest, found.content["language"], (), {}, Terms(0, 0, 100), [], {},
        found.content["statement"],
    )  # fmt: skip
