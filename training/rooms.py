"""What the roof knows of each room: its pages, its words in the top bar, its jobs, its schedule."""

from collections.abc import Callable
from dataclasses import dataclass

from training.completion import service as completion_service
from training.completion import work as completion_work
from training.core.permissions import Permission, Viewer
from training.core.settings import Mode, Settings
from training.core.text import Text, text
from training.demo.signing_in import SIGN_INS
from training.jobs.worker import Handler, Schedule
from training.learning import accommodation_views as learning_accommodation_views
from training.learning import figure_views as learning_figure_views
from training.learning import gift_views as learning_gift_views
from training.learning import policy_views as learning_policy_views
from training.learning import preview_views as learning_preview_views
from training.learning import quiz_views as learning_quiz_views
from training.learning import refresher_views as learning_refresher_views
from training.learning import views as learning_views
from training.learning import work as learning_work
from training.learning.blueprint import blueprint as learning
from training.notices import service as notices_service
from training.notices.views import blueprint as notices
from training.notices.work import sender
from training.people import roster_views
from training.people import views as people_views
from training.people import work as people_work
from training.people.blueprint import blueprint as people
from training.programme.views import blueprint as programme
from training.reports import certificate_views as reports_certificate_views
from training.reports import clause_views as reports_clause_views
from training.reports import recall_views as reports_recall_views
from training.reports import team_views as reports_team_views
from training.reports import views as reports_views
from training.reports.blueprint import blueprint as reports
from training.seminars import desk_views as seminars_desk_views
from training.seminars import kit_views as seminars_kit_views
from training.seminars import views as seminars_views
from training.seminars import work as seminars_work
from training.seminars.blueprint import blueprint as seminars
from training.web.blueprint import Blueprint
from training.web.request import DemoSignIn

BLUEPRINTS: tuple[Blueprint, ...] = (
    people,
    notices,
    programme,
    learning,
    seminars,
    reports,
)


PAGES = (
    people_views,
    roster_views,
    learning_views,
    learning_quiz_views,
    learning_refresher_views,
    learning_figure_views,
    learning_accommodation_views,
    learning_policy_views,
    learning_preview_views,
    learning_gift_views,
    reports_views,
    reports_certificate_views,
    reports_team_views,
    reports_clause_views,
    reports_recall_views,
    seminars_views,
    seminars_desk_views,
    seminars_kit_views,
)
"""Modules whose import adds pages to a blueprint of another module."""


@dataclass(frozen=True)
class Word:
    """One word of the top bar."""

    label: Text
    endpoint: str
    shown_to: Callable[[Viewer], bool]
    also: tuple[str, ...] = ()
    """Beginnings of further addresses that belong to this place."""


def _staff(viewer: Viewer) -> bool:
    return viewer.signed_in


def _guest(viewer: Viewer) -> bool:
    return not viewer.signed_in


def _without_desk(viewer: Viewer) -> bool:
    """A phone has room for five words: whoever has the desk finds the record under their name."""
    return viewer.signed_in and not viewer.may(Permission.SEMINAR_RUN)


def _everybody(_viewer: Viewer) -> bool:
    return True


def _holders(permission: Permission) -> Callable[[Viewer], bool]:
    return lambda viewer: viewer.may(permission)


NAVIGATION: tuple[Word, ...] = (
    Word(text("Today"), "reports.home", _staff),
    Word(text("Courses"), "learning.courses", _staff, also=("/learn/", "/policies/")),
    Word(text("Seminars"), "seminars.listing", _everybody),
    Word(text("Certificates"), "reports.check_form", _guest),
    Word(text("Record"), "reports.record", _without_desk, also=("/certificates/",)),
    Word(text("Team"), "reports.teams", _holders(Permission.DEPARTMENT_READ)),
    Word(text("Desk"), "programme.desk", _holders(Permission.SEMINAR_RUN)),
)


def handlers(settings: Settings, name: str) -> dict[str, Handler]:
    """Return what carries out each kind of job."""
    return {
        completion_service.RECONCILE: completion_work.reconcile,
        completion_work.DAILY: completion_work.daily,
        **people_work.HANDLERS,
        **seminars_work.HANDLERS,
        learning_work.REFRESH: learning_work.refresher(settings.refreshers_a_week),
        learning_work.COUNT: learning_work.count,
        learning_work.FORGET: learning_work.forgetter(settings.answers_kept_days),
        learning_work.RESCORE: learning_work.rescore,
        notices_service.SEND: sender(settings.mail_from, name, keep=not settings.mail_url),
    }


SCHEDULES: tuple[Schedule, ...] = (
    people_work.schedule,
    completion_work.schedule,
    learning_work.schedule,
    seminars_work.schedule,
)
"""What should exist by now; asked once a minute by every worker."""


def demo_sign_ins(settings: Settings) -> tuple[DemoSignIn, ...]:
    """Return the sign-ins that the demonstration shows; none in any other mode."""
    if settings.mode is not Mode.DEMO:
        return ()
    return SIGN_INS
