"""What the roof knows of each room: its pages, its words in the top bar, its jobs, its schedule."""

from collections.abc import Callable
from dataclasses import dataclass

from training.completion import desk_views as completion_desk_views
from training.completion import draft_queries, reminder_views, reminder_work, summary_views
from training.completion import freezing_work as completion_freezing_work
from training.completion import history_views as completion_history_views
from training.completion import history_work as completion_history_work
from training.completion import proof_views as completion_proof_views
from training.completion import service as completion_service
from training.completion import table_views as completion_table_views
from training.completion import team_views as completion_team_views
from training.completion import work as completion_work
from training.completion.blueprint import blueprint as completion
from training.core.mailbox import mailbox_address
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
from training.learning import table_views as learning_table_views
from training.learning import views as learning_views
from training.learning import work as learning_work
from training.learning.blueprint import blueprint as learning
from training.notices import service as notices_service
from training.notices.views import blueprint as notices
from training.notices.work import forget as forget_mail
from training.notices.work import sender
from training.people import doubt_views, roster_views, site_views
from training.people import feed_views as people_feed_views
from training.people import views as people_views
from training.people import work as people_work
from training.people.blueprint import blueprint as people
from training.programme import risk_views as programme_risk_views
from training.programme import views as programme_views
from training.programme.blueprint import blueprint as programme
from training.reports import auditor_views as reports_auditor_views
from training.reports import certificate_views as reports_certificate_views
from training.reports import clause_views as reports_clause_views
from training.reports import cut_views as reports_cut_views
from training.reports import desk_views as reports_desk_views
from training.reports import duty_views as reports_duty_views
from training.reports import evidence_views as reports_evidence_views
from training.reports import evidence_work as reports_evidence_work
from training.reports import feed_views as reports_feed_views
from training.reports import figure_views as reports_figure_views
from training.reports import pack_views as reports_pack_views
from training.reports import person_views as reports_person_views
from training.reports import recall_views as reports_recall_views
from training.reports import table_views as reports_table_views
from training.reports import team_views as reports_team_views
from training.reports import views as reports_views
from training.reports.blueprint import blueprint as reports
from training.seminars import admission_work as seminars_admission_work
from training.seminars import approval_views as seminars_approval_views
from training.seminars import block_work as seminars_block_work
from training.seminars import contact_views as seminars_contact_views
from training.seminars import demand_views as seminars_demand_views
from training.seminars import desk_views as seminars_desk_views
from training.seminars import feedback_views as seminars_feedback_views
from training.seminars import holding_views as seminars_holding_views
from training.seminars import interest_views as seminars_interest_views
from training.seminars import invitation_views as seminars_invitation_views
from training.seminars import kit_views as seminars_kit_views
from training.seminars import mail_check_views as seminars_mail_check_views
from training.seminars import moving_views as seminars_moving_views
from training.seminars import organisation_views as seminars_organisation_views
from training.seminars import override_views as seminars_override_views
from training.seminars import own_data_views as seminars_own_data_views
from training.seminars import own_views as seminars_own_views
from training.seminars import paper_views as seminars_paper_views
from training.seminars import plan_views as seminars_plan_views
from training.seminars import public_views as seminars_public_views
from training.seminars import register_views as seminars_register_views
from training.seminars import reminder_work as seminars_reminder_work
from training.seminars import reply_work as seminars_reply_work
from training.seminars import retention_views as seminars_retention_views
from training.seminars import support_views as seminars_support_views
from training.seminars import views as seminars_views
from training.seminars import wish_views as seminars_wish_views
from training.seminars import wish_work as seminars_wish_work
from training.seminars import work as seminars_work
from training.seminars.blueprint import blueprint as seminars
from training.seminars.job_host import Sender
from training.web.blueprint import Blueprint
from training.web.request import DemoSignIn

BLUEPRINTS: tuple[Blueprint, ...] = (
    people,
    notices,
    programme,
    completion,
    learning,
    seminars,
    reports,
)


PAGES = (
    people_views,
    people_feed_views,
    roster_views,
    completion_desk_views,
    completion_proof_views,
    completion_history_views,
    doubt_views,
    completion_team_views,
    completion_table_views,
    site_views,
    reminder_views,
    summary_views,
    learning_views,
    learning_quiz_views,
    learning_refresher_views,
    learning_figure_views,
    learning_accommodation_views,
    learning_policy_views,
    learning_preview_views,
    learning_gift_views,
    learning_table_views,
    reports_views,
    reports_certificate_views,
    reports_team_views,
    reports_figure_views,
    reports_cut_views,
    reports_person_views,
    reports_duty_views,
    reports_clause_views,
    reports_recall_views,
    reports_pack_views,
    reports_auditor_views,
    reports_evidence_views,
    reports_desk_views,
    reports_feed_views,
    programme_risk_views,
    programme_views,
    reports_table_views,
    seminars_views,
    seminars_desk_views,
    seminars_kit_views,
    seminars_mail_check_views,
    seminars_public_views,
    seminars_organisation_views,
    seminars_contact_views,
    seminars_invitation_views,
    seminars_holding_views,
    seminars_paper_views,
    seminars_register_views,
    seminars_retention_views,
    seminars_own_data_views,
    seminars_wish_views,
    seminars_interest_views,
    seminars_demand_views,
    seminars_feedback_views,
    seminars_plan_views,
    seminars_moving_views,
    seminars_support_views,
    seminars_own_views,
    seminars_approval_views,
    seminars_override_views,
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
    return viewer.works_here


def _guest(viewer: Viewer) -> bool:
    return not viewer.signed_in


def _without_desk(viewer: Viewer) -> bool:
    """A phone has room for five words: whoever has the desk finds the record under their name."""
    return _staff(viewer) and not viewer.may(Permission.SEMINAR_RUN)


def _auditor(viewer: Viewer) -> bool:
    """Whoever only reads evidence: nothing else of the house is for them."""
    return viewer.signed_in and not viewer.works_here


def _not_auditors(viewer: Viewer) -> bool:
    return not _auditor(viewer)


def _holders(permission: Permission) -> Callable[[Viewer], bool]:
    return lambda viewer: viewer.may(permission)


NAVIGATION: tuple[Word, ...] = (
    Word(text("Today"), "reports.home", _staff),
    Word(text("Courses"), "learning.courses", _staff, also=("/learn/", "/policies/")),
    Word(text("Seminars"), "seminars.listing", _not_auditors),
    Word(text("Certificates"), "reports.check_form", _guest),
    Word(text("Is it from us?"), "seminars.mail_check", _guest),
    Word(text("Record"), "reports.record", _without_desk, also=("/certificates/",)),
    Word(text("Team"), "reports.teams", _holders(Permission.DEPARTMENT_READ), also=("/people/",)),
    Word(text("Desk"), "programme.desk", _holders(Permission.SEMINAR_RUN), also=("/admin/",)),
    Word(text("Evidence"), "reports.evidence", _auditor),
)


@dataclass(frozen=True)
class Place:
    """One page of the rail, by its address: it stands there if there is such a page and the viewer may open it."""

    label: Text
    path: str
    also: tuple[str, ...] = ()
    """Beginnings of further addresses that belong to this place."""

    def holds(self, path: str) -> bool:
        """Tell whether an address lies here. Under some pages other places stand: they hold nothing but themselves."""
        return path == self.path if self.path in (DESK, TEAMS) else path.startswith((self.path, *self.also))


DESK, TEAMS = "/desk/", "/departments/"
RAIL_AT = (DESK, "/admin/", "/departments/figures/")
"""Where the rail stands beside the page: for whoever may open the desk."""
WITHOUT_RAIL = frozenset({
    "seminars.attendance_form", "seminars.mark", "seminars.kit_paper", "seminars.check_in_form",
    "seminars.walk_in_form", "seminars.walk_in", "seminars.sign_in_sheet", "seminars.badges",
})  # fmt: skip
"""But not where somebody stands in a room with a telephone, or reads what is printed."""
RAIL: tuple[tuple[Text | None, tuple[Place, ...]], ...] = (
    (None, (Place(text("This week"), DESK),)),
    (text("Measure"), (
        Place(text("Coverage"), TEAMS),
        Place(text("Running out"), "/desk/running-out/"),
        Place(text("Recall"), "/desk/recall/"),
        Place(text("Beliefs"), "/desk/beliefs/"),
        Place(text("Questions"), "/desk/questions/"),
    )),
    (text("Run"), (
        Place(text("Requirements"), "/desk/requirements/"),
        Place(text("Policies"), "/policies/"),
        Place(text("Risks"), "/desk/risks/"),
        Place(text("Reminders"), "/desk/reminders/"),
        Place(text("Seminars"), "/desk/seminars/",
              also=("/desk/sessions/", "/desk/rooms/", "/desk/kits/", "/desk/registrations/")),
        Place(text("Organisations"), "/desk/organisations/", also=("/desk/contacts/",)),
        Place(text("Proofs from elsewhere"), "/desk/proofs/"),
        Place(text("Accommodations"), "/desk/accommodations/"),
    )),
    (text("Prove"), (
        Place(text("Evidence packs"), "/desk/evidence/"),
        Place(text("Auditors"), "/desk/auditors/"),
        Place(text("Published figures"), "/departments/figures/"),
        Place(text("Laws and standards"), "/desk/clauses/"),
    )),
    (text("Look after"), (
        Place(text("Course previews"), "/desk/preview/"),
        Place(text("Question banks"), "/desk/gift/"),
        Place(text("Roster"), "/admin/roster/", also=("/desk/roster/", "/desk/sites/")),
        Place(text("Earlier records"), "/desk/history/"),
        Place(text("Outbox"), "/desk/outbox/"),
        Place(text("Settings"), "/admin/settings"),
    )),
)  # fmt: skip
"""The rail of the desk. What is not built yet, or not for the viewer, is left out."""


def handlers(settings: Settings, name: str) -> dict[str, Handler]:
    """Return what carries out each kind of job."""
    seminar_mail = Sender(settings.mail_from, settings.replies)
    return {
        completion_service.RECONCILE: completion_work.reconcile,
        completion_work.DAILY: completion_work.daily,
        draft_queries.FORESEE: completion_work.consequences,
        **completion_history_work.HANDLERS,
        **completion_freezing_work.HANDLERS,
        **reminder_work.HANDLERS,
        **people_work.HANDLERS,
        **seminars_work.HANDLERS,
        seminars_reminder_work.REMIND: seminars_reminder_work.reminder(seminar_mail),
        seminars_reply_work.READ: seminars_reply_work.reader(mailbox_address(settings), seminar_mail),
        **seminars_block_work.handlers(settings.mail_from),
        **seminars_wish_work.handlers(settings.mail_from),
        **seminars_admission_work.handlers(settings.mail_from),
        learning_work.REFRESH: learning_work.refresher(settings.refreshers_a_week),
        learning_work.COUNT: learning_work.count,
        learning_work.FORGET: learning_work.forgetter(settings.answers_kept_days),
        learning_work.RESCORE: learning_work.rescore,
        **reports_evidence_work.HANDLERS,
        notices_service.FORGET: forget_mail,
        notices_service.SEND: sender(settings.mail_from, name, keep=not settings.mail_url),
    }


SCHEDULES: tuple[Schedule, ...] = (
    people_work.schedule,
    completion_work.schedule,
    completion_freezing_work.schedule,
    reminder_work.schedule,
    learning_work.schedule,
    seminars_work.schedule,
    seminars_reminder_work.schedule,
    seminars_block_work.schedule,
    seminars_wish_work.schedule,
    seminars_admission_work.schedule,
)
"""What should exist by now; asked once a minute by every worker."""


def schedules(settings: Settings) -> tuple[Schedule, ...]:
    """Return the schedules of this installation."""
    return (*SCHEDULES, *((seminars_reply_work.schedule,) if settings.replies else ()))


def demo_sign_ins(settings: Settings) -> tuple[DemoSignIn, ...]:
    """Return the sign-ins that the demonstration shows; none in any other mode."""
    if settings.mode is not Mode.DEMO:
        return ()
    return SIGN_INS
