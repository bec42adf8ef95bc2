"""What each kind of question is made of: how many parts, which keys, and a reason at every one."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from training.catalogue.content.problems import Place, Problem, nearest, shown
from training.catalogue.content.schema import Kind, Question
from training.catalogue.content.written import WrittenCourse, WrittenQuestion

_KEYS: Mapping[Kind, frozenset[str]] = {
    "one": frozenset({"options"}),
    "many": frozenset({"options"}),
    "order": frozenset({"steps"}),
    "match": frozenset({"pairs", "decoys"}),
    "inspect": frozenset({"options", "scene", "picture"}),
}
_ALL_KEYS = ("options", "steps", "pairs", "decoys", "scene", "picture")
_MOST_CHOICES = 7
_FEWEST_GROUPS = 2


@dataclass(frozen=True, slots=True)
class _Bounds:
    """How many parts a kind has, and how many of its options are right and wrong."""

    fewest: int
    most: int
    right: tuple[int, int] = (1, 1)
    wrong: int = 1
    advice: str = ""


_BOUNDS: Mapping[Kind, _Bounds] = {
    "one": _Bounds(3, 5, advice="three are best"),
    "many": _Bounds(4, 7, right=(2, 5), advice="five are good"),
    "order": _Bounds(3, 6, advice="four are good"),
    "match": _Bounds(3, 6, advice="four are good"),
    "inspect": _Bounds(5, 12, right=(2, 6), wrong=2, advice="seven or eight are good"),
}


def kind_problems(written: WrittenQuestion, course: WrittenCourse) -> Iterator[Problem]:
    """Everything that does not fit the question's kind."""
    yield from _strangers(written)
    yield from _numbers(written)
    yield from _twice(written)
    yield from _reasons(written)
    yield from _OF_KIND[written.question.kind](written, course)


def named(written: WrittenQuestion) -> str:
    """Name the question in a complaint."""
    return f"'{written.question.id}'"


def parts_key(question: Question) -> str:
    """Return the key below which a question's parts stand."""
    return {"order": "steps", "match": "pairs"}.get(question.kind, "options")


def _strangers(written: WrittenQuestion) -> Iterator[Problem]:
    kind = written.question.kind
    for key in _ALL_KEYS:
        if getattr(written.question, key) and key not in _KEYS[kind]:
            what = f"{named(written)}: a question of kind {kind} has no '{key}'"
            yield written.document.place(key).error("Q016", what, f"it has {', '.join(sorted(_KEYS[kind]))}")


def _numbers(written: WrittenQuestion) -> Iterator[Problem]:
    bounds, key = _BOUNDS[written.question.kind], parts_key(written.question)
    number = len(getattr(written.question, key))
    if not bounds.fewest <= number <= bounds.most:
        fix = f"write {bounds.fewest} to {bounds.most}; {bounds.advice}"
        yield written.document.place(key).error("Q009", f"{named(written)}: {number} {key}", fix)


def _twice(written: WrittenQuestion) -> Iterator[Problem]:
    key = parts_key(written.question)
    seen: set[str] = set()
    for number, part in enumerate(getattr(written.question, key)):
        same = " ".join(f"{getattr(part, 'label', '') or ''} {part.text}".casefold().split()).rstrip(".")
        if same in seen:
            again = written.document.place(key, number, "text")
            what = f"{named(written)}: this {key.removesuffix('s')} stands here twice"
            yield again.error("Q015", what, "write another or drop it")
        seen.add(same)


def _reasons(written: WrittenQuestion) -> Iterator[Problem]:
    key = parts_key(written.question)
    for number, part in enumerate(getattr(written.question, key)):
        if not part.why:
            what = f"{named(written)}: this {key.removesuffix('s')} has no reason"
            place = written.document.place(key, number)
            yield place.error("Q011", what, "add 'why:', written to the person who chose it")


# ── kinds ─────────────────────────────────────────────────────────────────────────────────────────


def _of_options(written: WrittenQuestion, _course: WrittenCourse) -> Iterator[Problem]:
    question, bounds = written.question, _BOUNDS[written.question.kind]
    right = sum(option.right for option in question.options)
    fewest, most = bounds.right
    place = written.document.place("options")
    if not fewest <= right <= most:
        how_many = "exactly one" if most == 1 else f"{fewest} to {most}"
        yield place.error("Q007", f"{named(written)}: {right} options are right", f"mark {how_many} with 'right: true'")
    elif len(question.options) - right < bounds.wrong:
        fix = f"write {bounds.wrong} or more that are not right"
        yield place.error("Q007", f"{named(written)}: too few options are wrong", fix)
    if question.kind != "inspect":
        yield from _labels(written)


def _labels(written: WrittenQuestion) -> Iterator[Problem]:
    for number, option in enumerate(written.question.options):
        if option.label:
            place = written.document.place("options", number, "label")
            yield place.error("Q016", f"{named(written)}: only parts of a scene have a 'label'", "remove it")


def _of_order(_written: WrittenQuestion, _course: WrittenCourse) -> Iterable[Problem]:
    return ()


def _of_match(written: WrittenQuestion, _course: WrittenCourse) -> Iterator[Problem]:
    question = written.question
    groups = {pair.goes_with for pair in question.pairs}
    place = written.document.place("pairs")
    if question.pairs and len(groups) < _FEWEST_GROUPS:
        yield place.error("Q007", f"{named(written)}: everything goes with the same", "write pairs that differ")
    if len(groups | set(question.decoys)) > _MOST_CHOICES:
        yield place.error("Q009", f"{named(written)}: too many choices", f"keep them to {_MOST_CHOICES}")
    for number, decoy in enumerate(question.decoys):
        if decoy in groups:
            where = written.document.place("decoys", number)
            yield where.error("Q015", f"{named(written)}: this decoy goes with something", "write another or drop it")


def _of_inspect(written: WrittenQuestion, course: WrittenCourse) -> Iterator[Problem]:
    yield from _of_options(written, course)
    question = written.question
    if question.scene is None:
        fix = "add 'scene: message' or 'scene: room'"
        yield written.document.place().error("Q017", f"{named(written)}: nothing says what is inspected", fix)
    if question.picture is None:
        return
    place: Place = written.document.place("picture")
    if question.scene != "room":
        yield place.error("Q017", f"{named(written)}: only a room has a picture", "remove it")
    elif question.picture not in course.pictures:
        fix = nearest(question.picture, course.pictures) or "draw it in images/, with its parts numbered"
        yield place.error("Q017", f"{named(written)}: there is no picture '{shown(question.picture)}'", fix)


_OF_KIND: Mapping[Kind, Callable[[WrittenQuestion, WrittenCourse], Iterable[Problem]]] = {
    "one": _of_options,
    "many": _of_options,
    "order": _of_order,
    "match": _of_match,
    "inspect": _of_inspect,
}
