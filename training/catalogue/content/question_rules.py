"""What makes a question fit to be asked."""

from collections.abc import Iterator, Mapping

from training.catalogue.content import wording
from training.catalogue.content.lessons import Rendered, render_inline
from training.catalogue.content.links import link_problems
from training.catalogue.content.problems import Place, Problem, nearest, shown
from training.catalogue.content.schema import Misconception, Option
from training.catalogue.content.written import WrittenCourse, WrittenQuestion

_FEWEST_OPTIONS, _MOST_OPTIONS = 3, 5


def question_problems(
    written: WrittenQuestion, course: WrittenCourse, misconceptions: Mapping[str, Misconception]
) -> Iterator[Problem]:
    """Everything that is wrong with one question."""
    yield from _references(written, course)
    yield from _texts(written, course)
    if written.question.kind != "one":
        fix = "ask for the one best answer: write three options, one with 'right: true'"
        yield written.document.place("kind").error(
            "Q005", f"{_named(written)}: this version asks questions of kind one", fix
        )
        return
    yield from _not_of_this_kind(written)
    yield from _options(written)
    for number in range(len(written.question.options)):
        yield from _option(written, number, misconceptions)
    yield from _giveaways(written)


def _named(written: WrittenQuestion) -> str:
    return f"'{written.question.id}'"


def _references(written: WrittenQuestion, course: WrittenCourse) -> Iterator[Problem]:
    question, document = written.question, written.document
    objectives = [objective.id for objective in course.course.objectives]
    if question.objective not in objectives:
        fix = nearest(question.objective, objectives) or f"use one of {', '.join(objectives)}"
        yield document.place("objective").error(
            "Q002", f"{_named(written)}: unknown objective '{question.objective}'", fix
        )
    lessons = course.course.lessons
    if question.lesson not in lessons:
        fix = nearest(question.lesson, lessons) or f"use one of {', '.join(lessons)}"
        yield document.place("lesson").error("Q003", f"{_named(written)}: unknown lesson '{question.lesson}'", fix)


def _texts(written: WrittenQuestion, course: WrittenCourse) -> Iterator[Problem]:
    for text, place in _all_texts(written):
        rendered: Rendered = render_inline(text, place, course.surroundings)
        yield from rendered.problems
        yield from link_problems(rendered.links, text, place, course.surroundings.hosts)
        unkind = wording.unkind_word(text)
        if unkind:
            yield place.warning("C026", f"'{unkind}' blames people", "say what to do instead")


def _all_texts(written: WrittenQuestion) -> Iterator[tuple[str, Place]]:
    question, document = written.question, written.document
    yield question.stem, document.place("stem")
    for number, option in enumerate(question.options):
        yield option.text, document.place("options", number, "text")
        if option.why:
            yield option.why, document.place("options", number, "why")
    yield question.takeaway, document.place("takeaway")


def _not_of_this_kind(written: WrittenQuestion) -> Iterator[Problem]:
    question = written.question
    for key, value in (
        ("steps", question.steps),
        ("misconceptions", question.misconceptions),
        ("why", question.why),
    ):
        if value:
            what = f"{_named(written)}: a question of kind one has no '{key}'"
            yield written.document.place(key).error("Q016", what, "move it into the options")


def _options(written: WrittenQuestion) -> Iterator[Problem]:
    options, place = written.question.options, written.document.place("options")
    if not _FEWEST_OPTIONS <= len(options) <= _MOST_OPTIONS:
        what = f"{_named(written)}: {len(options)} options"
        yield place.error("Q009", what, f"write {_FEWEST_OPTIONS} to {_MOST_OPTIONS}; three are best")
    right = sum(option.right for option in options)
    if right != 1:
        yield place.error(
            "Q007", f"{_named(written)}: {right} options are right", "mark exactly one with 'right: true'"
        )
    seen: set[str] = set()
    for number, option in enumerate(options):
        same = " ".join(option.text.casefold().split()).rstrip(".")
        if same in seen:
            again = written.document.place("options", number, "text")
            yield again.error("Q015", f"{_named(written)}: this option stands here twice", "write another or drop it")
        seen.add(same)


def _option(written: WrittenQuestion, number: int, misconceptions: Mapping[str, Misconception]) -> Iterator[Problem]:
    option = written.question.options[number]
    place = written.document.place("options", number)
    if not option.why:
        fix = "add 'why:', written to the person who chose it"
        yield place.error("Q011", f"{_named(written)}: this option has no reason", fix)
    if wording.is_all_of_the_above(option.text):
        fix = "name the thing itself; options are shuffled"
        yield place.error("Q014", f"{_named(written)}: this option speaks of the others", fix)
    if wording.is_absolute(option.text):
        fix = "say when; test-wise readers strike such options out"
        yield place.warning("Q021", f"{_named(written)}: an absolute word gives this option away", fix)
    yield from _belief(written, option, number, misconceptions)


def _belief(
    written: WrittenQuestion, option: Option, number: int, misconceptions: Mapping[str, Misconception]
) -> Iterator[Problem]:
    place = written.document.place("options", number)
    slug = option.misconception
    if option.right and slug:
        yield place.error("Q012", f"{_named(written)}: the right option names a misconception", "leave it out here")
    elif not option.right and not slug:
        fix = "add 'misconception:'; if none fits, the option is a filler: drop it"
        yield place.error("Q013", f"{_named(written)}: this wrong option names no misconception", fix)
    if slug and slug not in misconceptions:
        fix = nearest(slug, misconceptions) or "add it to misconceptions.yaml, in the words of a person who holds it"
        spot = written.document.place("options", number, "misconception")
        yield spot.error("Q010", f"{_named(written)}: unknown misconception '{shown(slug)}'", fix)


def _giveaways(written: WrittenQuestion) -> Iterator[Problem]:
    question, document = written.question, written.document
    if wording.is_negative(question.stem):
        yield document.place("stem").warning("Q020", f"{_named(written)}: a negative stem", "ask for what is so")
    wrong = [option.text for option in question.options if not option.right]
    for number, option in enumerate(question.options):
        if not option.right:
            continue
        place = document.place("options", number)
        if wording.is_much_longer(option.text, wrong):
            yield place.warning(
                "Q022", f"{_named(written)}: the right option is the longest by far", "make them alike in length"
            )
        word = wording.echo(question.stem, option.text, wrong)
        if word:
            fix = "use the word in another option too, or reword"
            yield place.warning("Q023", f"{_named(written)}: only the right option repeats '{word}' from the stem", fix)
