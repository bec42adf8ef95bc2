"""Tracks and topics: each once, and none that courses name in vain."""

from collections.abc import Collection, Iterator, Sequence
from typing import Protocol

from training.catalogue.content.marked import Document
from training.catalogue.content.problems import Place, Problem, nearest
from training.catalogue.content.written import Catalogue


class _Named(Protocol):
    @property
    def slug(self) -> str: ...


def shelf_problems(catalogue: Catalogue) -> Iterator[Problem]:
    """Tracks and topics that stand twice, and courses that name one that is not there."""
    yield from _twice("track", catalogue.tracks, catalogue.track_documents)
    yield from _twice("topic", catalogue.topics, catalogue.topic_documents)
    tracks = {track.slug for track in catalogue.tracks}
    topics = {topic.slug for topic in catalogue.topics}
    for written in catalogue.courses:
        course, place = written.course, written.document.place
        yield from _unknown(course.track, tracks, "track", place("track"))
        yield from _unknown(course.topic, topics, "topic", place("topic"))
        for number, objective in enumerate(course.objectives):
            if objective.topic is not None:
                yield from _unknown(objective.topic, topics, "topic", place("objectives", number, "topic"))


def _twice(kind: str, shelves: Sequence[_Named], documents: Sequence[Document]) -> Iterator[Problem]:
    known: set[str] = set()
    for shelf, document in zip(shelves, documents, strict=True):
        if shelf.slug in known:
            what = f"a {kind} '{shelf.slug}' stands above already"
            yield document.place("slug").error("C027", what, "keep one of them")
        known.add(shelf.slug)


def _unknown(slug: str, known: Collection[str], kind: str, place: Place) -> Iterator[Problem]:
    if slug not in known:
        fix = nearest(slug, known) or f"add it to {kind}s.yaml"
        yield place.error("C064", f"there is no {kind} '{slug}'", fix)
