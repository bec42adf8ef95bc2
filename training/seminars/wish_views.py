"""Pages of what people tell us: the questions of a seminar, the answers to a date, what those who come need."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.core.permissions import Permission, Viewer
from training.core.text import text
from training.seminars import hosting, questioning, roster_queries, wish_pages, wish_queries
from training.seminars.blueprint import blueprint
from training.seminars.wish_forms import QuestionForm, question_form
from training.web.forms import Form
from training.web.request import note, now, say, to

RUN = Permission.SEMINAR_RUN
QUESTIONS = "/desk/seminars/<slug:slug>/questions"
QUESTION = f"{QUESTIONS}/<slug:key>"
SESSION = "/desk/sessions/<public_id:session_id>"


@blueprint.page(QUESTIONS, permission=RUN)
def questions(viewer: Viewer, slug: str) -> ResponseReturnValue:
    page = wish_pages.questions_page(wish_queries.of_seminar(viewer, slug))
    return render_template("seminars/questions.html", page=page, form=QuestionForm())


@blueprint.action(QUESTIONS, permission=RUN)
def add_question(viewer: Viewer, slug: str) -> ResponseReturnValue:
    page, form = wish_pages.questions_page(wish_queries.of_seminar(viewer, slug)), QuestionForm.read()
    if form.attempt(lambda: questioning.add_question(slug, form.question(), by_person_id=viewer.person_id, now=now())):
        say(text("The question is asked from now on."))
        return to("seminars.questions", slug=slug)
    return render_template("seminars/questions.html", page=page, form=form), 422


@blueprint.page(QUESTION, permission=RUN)
def question_form_page(viewer: Viewer, slug: str, key: str) -> ResponseReturnValue:
    found = wish_queries.of_seminar(viewer, slug)
    form = question_form(wish_pages.question(found, key))
    return render_template("seminars/question.html", about=found, form=form)


@blueprint.action(QUESTION, permission=RUN)
def change_question(viewer: Viewer, slug: str, key: str) -> ResponseReturnValue:
    found, form = wish_queries.of_seminar(viewer, slug), QuestionForm.read()
    if form.attempt(
        lambda: questioning.change_question(slug, form.question(key), by_person_id=viewer.person_id, now=now())
    ):
        say(text("The question is changed. What was answered before keeps its words."))
        return to("seminars.questions", slug=slug)
    return render_template("seminars/question.html", about=found, form=form), 422


@blueprint.action(f"{QUESTION}/up", permission=RUN)
def move_question_up(viewer: Viewer, slug: str, key: str) -> ResponseReturnValue:
    Form.read().attempt(questioning.move_question_up, slug, key, by_person_id=viewer.person_id, now=now())
    return to("seminars.questions", slug=slug)


@blueprint.action(f"{QUESTION}/remove", permission=RUN)
def remove_question(viewer: Viewer, slug: str, key: str) -> ResponseReturnValue:
    if Form.read().attempt(questioning.remove_question, slug, key, by_person_id=viewer.person_id, now=now()):
        say(text("The question is asked no longer. What was answered before stays."))
    return to("seminars.questions", slug=slug)


@blueprint.page(f"{SESSION}/answers", permission=RUN)
def answers(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    one, found = roster_queries.session(viewer, session_id), wish_queries.answers(viewer, session_id)
    page = wish_pages.answers_page(one, roster_queries.comers(viewer, session_id), found)
    return render_template("seminars/answers.html", page=page)


@blueprint.page(f"{SESSION}/needs", permission=Permission.SEMINAR_ATTEND)
def needs(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    """Who gives the date may read this too; nobody keeps it, and each look is on record."""
    found, all_needs = wish_queries.needs(viewer, session_id)
    note("needs-read", subject_kind="seminar-session", subject_id=found.id)
    return hosting.private(render_template("seminars/needs.html", page=wish_pages.needs_page(found, all_needs)))
