"""What makes a question fit to be asked."""

from collections.abc import Iterator, Mapping

from training.catalogue.content import wording
from training.catalogue.content.figures import draw
from training.catalogue.content.kind_rules import kind_problems, named, parts_key
from training.catalogue.content.lessons import Rendered, render_inline
from training.catalogue.content.links import link_problems
from training.catalogue.content.problems import Place, Problem, nearest, shown
from training.catalogue.content.schema import Misconception, Option
from training.catalogue.content.written import WrittenCourse, WrittenQuestion


def question_problems(
    written: WrittenQuestion, course: WrittenCourse, misconceptions: Mapping[str, Misconception]
) -> Iterator[Problem]:
    """Everything that is wrong with one question."""
    yield from _references(written, course)
    yield from _texts(written, course)
    yield from _picture(written, course)
    yield from kind_problems(written, course)
    for number in range(len(written.question.options)):
        yield from _option(written, number, misconceptions)
    if wording.is_negative(written.question.stem):
        place = written.document.place("stem")
        yield place.warning("Q020", f"{named(written)}: a negative stem", "ask for what is so")
    if written.question.kind == "one":
        yield from _giveaways(written)


def _references(written: WrittenQuestion, course: WrittenCourse) -> Iterator[Problem]:
    question, document = written.question, written.document
    objectives = [objective.id for objective in course.course.objectives]
    if question.objective not in objectives:
        fix = nearest(question.objective, objectives) or f"use one of {', '.join(objectives)}"
        yield document.place("objective").error(
            "Q002", f"{named(written)}: unknown objective '{question.objective}'", fix
        )
    lessons = course.course.lessons
    if question.lesson not in lessons:
        fix = nearest(question.lesson, lessons) or f"use one of {', '.join(lessons)}"
        yield document.place("lesson").error("Q003", f"{named(written)}: unknown lesson '{question.lesson}'", fix)


def _texts(written: WrittenQuestion, course: WrittenCourse) -> Iterator[Problem]:
    for text, place in _all_texts(written):
        rendered: Rendered = render_inline(text, place, course.surroundings)
        yield from rendered.problems
        yield from link_problems(rendered.links, text, place, course.surroundings.hosts)
        unkind = wording.unkind_word(text)
        if unkind:
            yield place.warning("C026", f"'{unkind}' blames people", "say what to do instead")


def _picture(written: WrittenQuestion, course: WrittenCourse) -> Iterator[Problem]:
    picture = course.pictures.get(written.question.picture or "")
    if picture is not None:
        yield from draw(picture, written.question.stem).problems


def _all_texts(written: WrittenQuestion) -> Iterator[tuple[str, Place]]:
    question, document, key = written.question, written.document, parts_key(written.question)
    yield question.stem, document.place("stem")
    for number, part in enumerate(getattr(question, key)):
        yield part.text, document.place(key, number, "text")
        if part.why:
            yield part.why, document.place(key, number, "why")
    for number, pair in enumerate(question.pairs):
        yield pair.goes_with, document.place("pairs", number, "goes_with")
    for number, decoy in enumerate(question.decoys):
        yield decoy, document.place("decoys", number)
    yield question.takeaway, document.place("takeaway")


def _option(written: WrittenQuestion, number: int, misconceptions: Mapping[str, Misconception]) -> Iterator[Problem]:
    option = written.question.options[number]
    place = written.document.place("options", number)
    if wording.is_all_of_the_above(option.text):
        fix = "name the thing itself; options are shuffled"
        yield place.error("Q014", f"{named(written)}: this option speaks of the others", fix)
    if wording.is_absolute(option.text):
        fix = "say when; test-wise readers strike such options out"
        yield place.warning("Q021", f"{named(written)}: an absolute word gives this option away", fix)
    yield from _belief(written, option, number, misconceptions)


def _belief(
    written: WrittenQuestion, option: Option, number: int, misconceptions: Mapping[str, Misconception]
) -> Iterator[Problem]:
    place = written.document.place("options", number)
    slug = option.misconception
    # In a scene both what was taken for a sign and what was missed may come of a belief; neither must.
    scene = written.question.kind == "inspect"
    if option.right and slug and not scene:
        yield place.error("Q012", f"{named(written)}: the right option names a misconception", "leave it out here")
    elif not option.right and not slug and not scene:
        fix = "add 'misconception:'; if none fits, the option is a filler: drop it"
        yield place.error("Q013", f"{named(written)}: this wrong option names no misconception", fix)
    if slug and slug not in misconceptions:
        fix = nearest(slug, misconceptions) or "add it to misconceptions.yaml, in the words of a person who holds it"
        spot = written.document.place("options", number, "misconception")
        yield spot.error("Q010", f"{named(written)}: unknown misconception '{shown(slug)}'", fix)


def _giveaways(written: WrittenQuestion) -> Iterator[Problem]:
    question, document = written.question, written.document
    wrong = [option.text for option in question.options if not option.right]
    for number, option in enumerate(question.options):
        if not option.right:
            continue
        place = document.place("options", number)
        if wording.is_much_longer(option.text, wrong):
            yield place.warning(
                "Q022", f"{named(written)}: the right option is the longest by far", "make them alike in length"
            )
        word = wording.echo(question.stem, option.text, wrong)
        if word:
            fix = "use the word in another option too, or reword"
            yield place.warning("Q023", f"{named(written)}: only the right option repeats '{word}' from the stem", fix)
