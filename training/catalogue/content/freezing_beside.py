"""A checked policy or seminar kit, frozen: plain JSON-able content with a digest."""

from typing import Any

from training.catalogue.content import wording
from training.catalogue.content.digest import digest_of
from training.catalogue.content.freezing import FORMAT, FrozenEdition, changes_of
from training.catalogue.content.lessons import render_text
from training.catalogue.content.written import WrittenKit, WrittenPolicy

_WORDS_A_MINUTE = 180


def frozen_policy(policy: WrittenPolicy) -> FrozenEdition:
    """Freeze a policy that the checker found free of errors. The digest covers the text and the sentence agreed to."""
    head, rendered = policy.policy, render_text(policy.text, policy.surroundings)
    content = {
        "format": FORMAT, "slug": head.id, "kind": "policy", "number": head.edition, "language": head.language,
        "title": head.title, "summary": head.summary, "track": "policies", "audience": [], "owner": head.owner,
        "minutes": max(1, round(wording.word_count(rendered.prose) / _WORDS_A_MINUTE)),
        "html": rendered.html, "statement": head.statement, "reviewed": head.reviewed.isoformat(),
        "serves": [serves.model_dump() for serves in head.serves], "promises": list(head.promises),
        "sources": [source.model_dump() for source in head.sources], "licence": head.licence,
        "changes": changes_of(policy.changes, policy.surroundings),
    }  # fmt: skip
    return _edition(content, policy.files_digest)


def frozen_kit(kit: WrittenKit) -> FrozenEdition:
    """Freeze a seminar kit that the checker found free of errors."""
    head = kit.kit
    content = {
        "format": FORMAT, "slug": head.id, "kind": "seminar", "number": head.edition, "language": head.language,
        "title": head.title, "summary": head.summary, "track": "seminars", "audience": list(head.audience),
        "minutes": head.minutes, "seats": head.seats, "needs": list(head.needs), "course": head.course,
        "objectives": list(head.objectives), "agenda": [item.model_dump() for item in head.agenda],
        "feedback": [{**one.model_dump(), "choices": list(one.choices)} for one in head.feedback],
        "papers": {name: render_text(text, kit.surroundings).html for name, text in kit.papers.items()},
        "serves": [serves.model_dump() for serves in head.serves],
        "sources": [source.model_dump() for source in head.sources], "licence": head.licence,
        "changes": changes_of(kit.changes, kit.surroundings),
    }  # fmt: skip
    return _edition(content, kit.files_digest)


def _edition(content: dict[str, Any], files_digest: str) -> FrozenEdition:
    return FrozenEdition(
        slug=content["slug"], kind=content["kind"], number=content["number"], language=content["language"],
        digest=digest_of(content), files_digest=files_digest, content=content,
    )  # fmt: skip
