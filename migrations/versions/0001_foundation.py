"""Foundation: the tables of all rooms.

Revision 0001, the first. SQLite writes a circular reference into the table; PostgreSQL adds it when both tables exist.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "belief",
    "consent",
    "department",
    "figures",
    "framework",
    "job",
    "organisation",
    "person",
    "requirement",
    "site",
    "subject",
    "throttle",
    "topic",
    "track",
    "accommodation",
    "account",
    "attendee",
    "belief_count",
    "clause",
    "course_figures",
    "digest",
    "digest_day",
    "edition",
    "engagement",
    "event",
    "evidence_pack",
    "exemption",
    "extension",
    "figure_line",
    "file",
    "grant",
    "held_belief",
    "membership",
    "message",
    "one_time_link",
    "passage",
    "question_figures",
    "question_void",
    "recall",
    "recall_count",
    "reminder_ladder",
    "requirement_draft",
    "requirement_version",
    "risk",
    "roll_up",
    "roster_doubt",
    "seminar",
    "setting",
    "sign_in",
    "subscription",
    "venue",
    "attempt",
    "completion",
    "contact",
    "event_detail",
    "evidence_part",
    "history_import",
    "interest",
    "lesson",
    "lesson_progress",
    "question",
    "requirement_subject",
    "risk_rating",
    "roster_import",
    "seminar_session",
    "translation",
    "allotment",
    "answer",
    "assignment",
    "feedback",
    "material",
    "outside_proof",
    "rescore",
    "seminar_cost",
    "session_trainer",
    "skipped_lesson",
    "invitation",
    "reminder",
    "registration",
    "attendance_mark",
    "attendance_record",
    "check_in",
    "registration_event",
    "special_need",
)


def upgrade():
    op.create_table(
        "belief",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("says", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_belief")),
    )
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("first_shown_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
        sa.UniqueConstraint("digest", name=op.f("uq_consent_digest")),
    )
    op.create_table(
        "department",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.CheckConstraint("parent_id IS NULL OR parent_id <> id", name=op.f("ck_department_parent")),
        sa.ForeignKeyConstraint(["parent_id"], ["department.id"], name=op.f("fk_department_parent_id_department")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department")),
        sa.UniqueConstraint("code", name=op.f("uq_department_code")),
        sa.UniqueConstraint("public_id", name=op.f("uq_department_public_id")),
    )
    op.create_index(op.f("ix_department_parent_id"), "department", ["parent_id"], unique=False)
    op.create_index(op.f("ix_department_path"), "department", ["path"], unique=False)

    op.create_table(
        "figures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("weekly", "monthly", name="figurekind", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figures")),
        sa.UniqueConstraint("kind", "day", name=op.f("uq_figures_kind_day")),
        sa.UniqueConstraint("public_id", name=op.f("uq_figures_public_id")),
    )
    op.create_table(
        "framework",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("force", sa.String(length=200), nullable=False),
        sa.Column("reuse", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("penalty", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_framework")),
        sa.UniqueConstraint("slug", name=op.f("uq_framework_slug")),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "ready",
                "running",
                "done",
                "failed",
                name="jobstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("kind", "key", name=op.f("uq_job_kind_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_job_public_id")),
    )
    op.create_index(op.f("ix_job_state_due_at"), "job", ["state", "due_at"], unique=False)

    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("domains", sa.JSON(), nullable=False),
        sa.Column("agreement_until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("key", name=op.f("uq_organisation_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_organisation_public_id")),
        info={"scoped": True},
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("external_id", sa.String(length=200), nullable=True),
        sa.Column("given", sa.String(length=200), nullable=False),
        sa.Column("family", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=True),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
        sa.UniqueConstraint("external_id", name=op.f("uq_person_external_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_person_public_id")),
        info={"scoped": True},
    )
    op.create_index(op.f("ix_person_family_given"), "person", ["family", "given"], unique=False)

    op.create_table(
        "requirement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column(
            "source",
            sa.Enum("file", "desk", name="requirementsource", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requirement")),
        sa.UniqueConstraint("public_id", name=op.f("uq_requirement_public_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_requirement_slug")),
    )
    op.create_table(
        "site",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("city", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("report_phone", sa.String(length=40), nullable=False),
        sa.Column("report_mail", sa.String(length=200), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("how_to_report", sa.Text(), nullable=False),
        sa.Column("working_days", sa.String(length=40), nullable=False),
        sa.Column("days_off", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
        sa.UniqueConstraint("code", name=op.f("uq_site_code")),
        sa.UniqueConstraint("public_id", name=op.f("uq_site_public_id")),
    )
    op.create_table(
        "subject",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "course",
                "policy",
                "seminar",
                "proof",
                name="subjectkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("track", sa.String(length=40), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=True),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_subject_edition_id_edition"), use_alter=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject")),
        sa.UniqueConstraint("kind", "slug", name=op.f("uq_subject_kind_slug")),
        sa.UniqueConstraint("public_id", name=op.f("uq_subject_public_id")),
    )
    op.create_table(
        "throttle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("window_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_throttle")),
        sa.UniqueConstraint("key", "window_start", name=op.f("uq_throttle_key_window_start")),
    )
    op.create_table(
        "topic",
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_topic")),
    )
    op.create_table(
        "track",
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_track")),
    )
    op.create_table(
        "accommodation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("time_percent", sa.Integer(), nullable=True),
        sa.Column("without_pause", sa.Boolean(), nullable=False),
        sa.Column("plain_questions", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name=op.f("ck_accommodation_interval")),
        sa.ForeignKeyConstraint(["given_by_id"], ["person.id"], name=op.f("fk_accommodation_given_by_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_accommodation_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accommodation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_accommodation_public_id")),
        info={"scoped": True},
    )
    op.create_index(
        "uq_accommodation_current",
        "accommodation",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("retired_at IS NULL AND valid_until IS NULL"),
        postgresql_where=sa.text("retired_at IS NULL AND valid_until IS NULL"),
    )

    op.create_table(
        "account",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("password_changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("feed_hash", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_account")),
        sa.UniqueConstraint("feed_hash", name=op.f("uq_account_feed_hash")),
        info={"scoped": True},
    )
    op.create_table(
        "attendee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("email", sa.String(length=200), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("person_id IS NULL OR email IS NULL", name=op.f("ck_attendee_one_identity")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_attendee_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attendee_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendee")),
        sa.UniqueConstraint("email", name=op.f("uq_attendee_email")),
        sa.UniqueConstraint("person_id", name=op.f("uq_attendee_person_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_attendee_public_id")),
        info={"scoped": True},
    )
    op.create_table(
        "belief_count",
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("belief_slug", sa.String(length=80), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_belief_count_department_id_department")
        ),
        sa.PrimaryKeyConstraint("department_id", "belief_slug", name=op.f("pk_belief_count")),
    )
    op.create_table(
        "clause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("framework_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("citation", sa.String(length=200), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("frequency", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("test", sa.Text(), nullable=False),
        sa.Column("claim", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("served_by", sa.String(length=40), nullable=False),
        sa.Column("seat_time", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("certainty", sa.String(length=40), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["framework_id"], ["framework.id"], name=op.f("fk_clause_framework_id_framework")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause")),
        sa.UniqueConstraint("slug", name=op.f("uq_clause_slug")),
    )
    op.create_table(
        "course_figures",
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("alarm", sa.Boolean(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_course_figures_subject_id_subject")),
        sa.PrimaryKeyConstraint("subject_id", name=op.f("pk_course_figures")),
    )
    op.create_table(
        "digest",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "held",
                "written",
                "dropped",
                name="digeststate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_digest_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "day", name=op.f("pk_digest")),
        info={"scoped": True},
    )
    op.create_index(op.f("ix_digest_day_state"), "digest", ["day", "state"], unique=False)

    op.create_table(
        "digest_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("planned", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "going", "held", "released", name="brakestate", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("released_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["person.id"], name=op.f("fk_digest_day_confirmed_by_id_person")),
        sa.ForeignKeyConstraint(["released_by_id"], ["person.id"], name=op.f("fk_digest_day_released_by_id_person")),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_digest_day")),
    )
    op.create_table(
        "edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("source_digest", sa.String(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_edition_subject_id_subject")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
        sa.UniqueConstraint("subject_id", "language", "digest", name=op.f("uq_edition_subject_id_language_digest")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "engagement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("until >= since", name=op.f("ck_engagement_period")),
        sa.CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name=op.f("ck_engagement_interval")),
        sa.ForeignKeyConstraint(["given_by_id"], ["person.id"], name=op.f("fk_engagement_given_by_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_engagement_person_id_person")),
        sa.ForeignKeyConstraint(
            ["requirement_id"], ["requirement.id"], name=op.f("fk_engagement_requirement_id_requirement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engagement")),
        sa.UniqueConstraint("public_id", name=op.f("uq_engagement_public_id")),
        info={"scoped": True},
    )
    op.create_index(op.f("ix_engagement_person_id"), "engagement", ["person_id"], unique=False)

    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("commitment", sa.LargeBinary(length=32), nullable=False),
        sa.Column("leaf", sa.LargeBinary(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_event_actor_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("seq", name=op.f("uq_event_seq")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_event_subject_kind_subject_id"), "event", ["subject_kind", "subject_id"], unique=False)

    op.create_table(
        "evidence_pack",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seed", sa.String(length=40), nullable=False),
        sa.Column("sample", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "building", "ready", "failed", name="packstate", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("digest", sa.String(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_evidence_pack_asked_by_id_person")),
        sa.ForeignKeyConstraint(
            ["requirement_id"], ["requirement.id"], name=op.f("fk_evidence_pack_requirement_id_requirement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_pack")),
        sa.UniqueConstraint("public_id", name=op.f("uq_evidence_pack_public_id")),
    )
    op.create_index(op.f("ix_evidence_pack_requirement_id"), "evidence_pack", ["requirement_id"], unique=False)

    op.create_table(
        "exemption",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum("exemption", "leave", name="exemptionkind", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name=op.f("ck_exemption_interval")),
        sa.ForeignKeyConstraint(["approved_by_id"], ["person.id"], name=op.f("fk_exemption_approved_by_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_exemption_person_id_person")),
        sa.ForeignKeyConstraint(
            ["requirement_id"], ["requirement.id"], name=op.f("fk_exemption_requirement_id_requirement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemption")),
        info={"scoped": True},
    )
    op.create_index(
        op.f("ix_exemption_person_id_requirement_id"), "exemption", ["person_id", "requirement_id"], unique=False
    )

    op.create_table(
        "extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name=op.f("ck_extension_interval")),
        sa.ForeignKeyConstraint(["approved_by_id"], ["person.id"], name=op.f("fk_extension_approved_by_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_extension_person_id_person")),
        sa.ForeignKeyConstraint(
            ["requirement_id"], ["requirement.id"], name=op.f("fk_extension_requirement_id_requirement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
        info={"scoped": True},
    )
    op.create_index(
        "uq_extension_current",
        "extension",
        ["person_id", "requirement_id", "cycle"],
        unique=True,
        sqlite_where=sa.text("retired_at IS NULL"),
        postgresql_where=sa.text("retired_at IS NULL"),
    )

    op.create_table(
        "figure_line",
        sa.Column("figures_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("done_late", sa.Integer(), nullable=False),
        sa.Column("exempt", sa.Integer(), nullable=False),
        sa.Column("open", sa.Integer(), nullable=False),
        sa.Column("overdue", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_figure_line_department_id_department")
        ),
        sa.ForeignKeyConstraint(["figures_id"], ["figures.id"], name=op.f("fk_figure_line_figures_id_figures")),
        sa.ForeignKeyConstraint(
            ["requirement_id"], ["requirement.id"], name=op.f("fk_figure_line_requirement_id_requirement")
        ),
        sa.PrimaryKeyConstraint("figures_id", "department_id", "requirement_id", name=op.f("pk_figure_line")),
    )
    op.create_table(
        "file",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("permission", sa.String(length=40), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_file_owner_id_person")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_file")),
    )
    op.create_table(
        "grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "employee",
                "manager",
                "auditor",
                "security-team",
                "cso",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column(
            "source",
            sa.Enum(
                "roster", "person", "command", name="grantsource", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("given_by_id", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name=op.f("ck_grant_interval")),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_grant_department_id_department")),
        sa.ForeignKeyConstraint(["given_by_id"], ["person.id"], name=op.f("fk_grant_given_by_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_grant_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grant")),
        info={"scoped": True},
    )
    op.create_index(op.f("ix_grant_person_id_retired_at"), "grant", ["person_id", "retired_at"], unique=False)

    op.create_table(
        "held_belief",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("belief_slug", sa.String(length=80), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_held_belief_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "belief_slug", name=op.f("pk_held_belief")),
        info={"scoped": True},
    )
    op.create_index(
        op.f("ix_held_belief_belief_slug_answered_at"), "held_belief", ["belief_slug", "answered_at"], unique=False
    )

    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("manager_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("attributes", sa.JSON(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name=op.f("ck_membership_interval")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_membership_department_id_department")
        ),
        sa.ForeignKeyConstraint(["manager_id"], ["person.id"], name=op.f("fk_membership_manager_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id_person")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_membership_site_id_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        info={"scoped": True},
    )
    op.create_index(
        op.f("ix_membership_department_id_person_id"), "membership", ["department_id", "person_id"], unique=False
    )
    op.create_index(op.f("ix_membership_person_id_valid_from"), "membership", ["person_id", "valid_from"], unique=False)
    op.create_index(
        "uq_membership_current",
        "membership",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("retired_at IS NULL AND valid_until IS NULL"),
        postgresql_where=sa.text("retired_at IS NULL AND valid_until IS NULL"),
    )

    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("recipient", sa.String(length=200), nullable=False),
        sa.Column("recipient_name", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("calendar", sa.Text(), nullable=True),
        sa.Column(
            "calendar_method",
            sa.Enum("REQUEST", "CANCEL", name="calendarmethod", native_enum=False, create_constraint=True, length=24),
            nullable=True,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "sent",
                "failed",
                "kept",
                name="messagestate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("code", sa.String(length=40), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_message_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("code", name=op.f("uq_message_code")),
        sa.UniqueConstraint("key", name=op.f("uq_message_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_message_public_id")),
        info={"scoped": True},
    )
    op.create_index(op.f("ix_message_person_id"), "message", ["person_id"], unique=False)
    op.create_index(op.f("ix_message_state_created_at"), "message", ["state", "created_at"], unique=False)

    op.create_table(
        "one_time_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum("set-password", name="linkpurpose", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_one_time_link_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_one_time_link_token_hash")),
        info={"scoped": True},
    )
    op.create_table(
        "passage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("lesson_slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("folded_title", sa.String(length=200), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("vector", sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql"), nullable=True),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_passage_subject_id_subject")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage")),
        sa.UniqueConstraint(
            "subject_id", "language", "lesson_slug", name=op.f("uq_passage_subject_id_language_lesson_slug")
        ),
    )
    op.create_index(op.f("ix_passage_vector"), "passage", ["vector"], unique=False, postgresql_using="gin")
    if op.get_bind().dialect.name == "sqlite":
        # Not a table of the models: SQLite's full-text index over the folded words of the passages.
        op.execute(
            "CREATE VIRTUAL TABLE passage_index USING fts5"
            "(folded_title, folded, content='passage', content_rowid='id', tokenize='unicode61')"
        )

    op.create_table(
        "question_figures",
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("difficulty", sa.Double(), nullable=False),
        sa.Column("discrimination", sa.Double(), nullable=True),
        sa.Column("median_seconds", sa.Integer(), nullable=True),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_question_figures_subject_id_subject")),
        sa.PrimaryKeyConstraint("subject_id", "slug", name=op.f("pk_question_figures")),
    )
    op.create_table(
        "question_void",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_question_void_recorded_by_id_person")),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_question_void_subject_id_subject")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_void")),
        sa.UniqueConstraint("public_id", name=op.f("uq_question_void_public_id")),
        sa.UniqueConstraint("subject_id", "digest", name=op.f("uq_question_void_subject_id_digest")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "recall",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("objective", sa.String(length=80), nullable=False),
        sa.Column("learned_on", sa.Date(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_recall_person_id_person")),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_recall_subject_id_subject")),
        sa.PrimaryKeyConstraint("person_id", "subject_id", "objective", name=op.f("pk_recall")),
        info={"scoped": True},
    )
    op.create_index(op.f("ix_recall_due_on"), "recall", ["due_on"], unique=False)

    op.create_table(
        "recall_count",
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column(
            "period",
            sa.Enum("now", "before", name="period", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("right", sa.Integer(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_recall_count_department_id_department")
        ),
        sa.PrimaryKeyConstraint("department_id", "topic", "period", name=op.f("pk_recall_count")),
    )
    op.create_table(
        "reminder_ladder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("manager_from", sa.Integer(), nullable=False),
        sa.Column("director_from", sa.Integer(), nullable=False),
        sa.Column("most_a_week", sa.Integer(), nullable=False),
        sa.Column("brake", sa.Integer(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("place = 1", name=op.f("ck_reminder_ladder_one")),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_until >= valid_from", name=op.f("ck_reminder_ladder_interval")
        ),
        sa.ForeignKeyConstraint(["changed_by_id"], ["person.id"], name=op.f("fk_reminder_ladder_changed_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_ladder")),
    )
    op.create_index(
        "uq_reminder_ladder_current",
        "reminder_ladder",
        ["place"],
        unique=True,
        sqlite_where=sa.text("retired_at IS NULL"),
        postgresql_where=sa.text("retired_at IS NULL"),
    )

    op.create_table(
        "requirement_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("consequences", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "reckoning",
                "reckoned",
                "in-force",
                "discarded",
                "failed",
                name="draftstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_requirement_draft_made_by_id_person")),
        sa.ForeignKeyConstraint(
            ["requirement_id"], ["requirement.id"], name=op.f("fk_requirement_draft_requirement_id_requirement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requirement_draft")),
        sa.UniqueConstraint("public_id", name=op.f("uq_requirement_draft_public_id")),
    )
    op.create_table(
        "requirement_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("due", sa.JSON(), nullable=False),
        sa.Column("renewal_months", sa.Integer(), nullable=True),
        sa.Column("window_days", sa.Integer(), nullable=False),
        sa.Column("grace_days", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("clauses", sa.JSON(), nullable=False),
        sa.Column("asked_again", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_until >= valid_from", name=op.f("ck_requirement_version_interval")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["person.id"], name=op.f("fk_requirement_version_changed_by_id_person")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_requirement_version_owner_id_person")),
        sa.ForeignKeyConstraint(
            ["requirement_id"], ["requirement.id"], name=op.f("fk_requirement_version_requirement_id_requirement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requirement_version")),
        sa.UniqueConstraint("requirement_id", "number", name=op.f("uq_requirement_version_requirement_id_number")),
    )
    op.create_index(
        "uq_requirement_version_current",
        "requirement_version",
        ["requirement_id"],
        unique=True,
        sqlite_where=sa.text("retired_at IS NULL AND valid_until IS NULL"),
        postgresql_where=sa.text("retired_at IS NULL AND valid_until IS NULL"),
    )

    op.create_table(
        "risk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_risk_owner_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk")),
        sa.UniqueConstraint("public_id", name=op.f("uq_risk_public_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_risk_slug")),
    )
    op.create_table(
        "roll_up",
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("rolled_to", sa.Date(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("done_late", sa.Integer(), nullable=False),
        sa.Column("exempt", sa.Integer(), nullable=False),
        sa.Column("open", sa.Integer(), nullable=False),
        sa.Column("overdue", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "done >= 0 AND done_late >= 0 AND exempt >= 0 AND open >= 0 AND overdue >= 0",
            name=op.f("ck_roll_up_counts"),
        ),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_roll_up_department_id_department")),
        sa.ForeignKeyConstraint(
            ["requirement_id"], ["requirement.id"], name=op.f("fk_roll_up_requirement_id_requirement")
        ),
        sa.PrimaryKeyConstraint("department_id", "requirement_id", name=op.f("pk_roll_up")),
    )
    op.create_table(
        "roster_doubt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open", "put-right", "stands", name="doubtstate", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("raised_by_id", sa.Integer(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_roster_doubt_department_id_department")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_roster_doubt_person_id_person")),
        sa.ForeignKeyConstraint(["raised_by_id"], ["person.id"], name=op.f("fk_roster_doubt_raised_by_id_person")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["person.id"], name=op.f("fk_roster_doubt_settled_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_doubt")),
        sa.UniqueConstraint("public_id", name=op.f("uq_roster_doubt_public_id")),
        info={"scoped": True},
    )
    op.create_index(op.f("ix_roster_doubt_state_raised_at"), "roster_doubt", ["state", "raised_at"], unique=False)

    op.create_table(
        "seminar",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("good_to_know", sa.Text(), nullable=False),
        sa.Column("agenda", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("retention_days", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("topic_slug", sa.String(length=40), nullable=True),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_seminar_subject_id_subject")),
        sa.ForeignKeyConstraint(["topic_slug"], ["topic.slug"], name=op.f("fk_seminar_topic_slug_topic")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seminar")),
        sa.UniqueConstraint("public_id", name=op.f("uq_seminar_public_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_seminar_slug")),
    )
    op.create_table(
        "setting",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["changed_by_id"], ["person.id"], name=op.f("fk_setting_changed_by_id_person")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_setting")),
    )
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("device", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sign_in_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("public_id", name=op.f("uq_sign_in_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_token_hash")),
        info={"scoped": True},
    )
    op.create_index(op.f("ix_sign_in_person_id_ended_at"), "sign_in", ["person_id", "ended_at"], unique=False)

    op.create_table(
        "subscription",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name=op.f("ck_subscription_interval")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_subscription_department_id_department")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_subscription_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        info={"scoped": True},
    )
    op.create_index(
        "uq_subscription_current",
        "subscription",
        ["person_id", "department_id"],
        unique=True,
        sqlite_where=sa.text("retired_at IS NULL AND valid_until IS NULL"),
        postgresql_where=sa.text("retired_at IS NULL AND valid_until IS NULL"),
    )

    op.create_table(
        "venue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_venue_site_id_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venue")),
        sa.UniqueConstraint("public_id", name=op.f("uq_venue_public_id")),
        sa.UniqueConstraint("site_id", "name", name=op.f("uq_venue_site_id_name")),
    )
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "course",
                "topic",
                "changes",
                "refresher",
                name="attemptkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("part", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("draw", sa.JSON(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.Column("carried", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "passed",
                "failed",
                "stopped",
                name="attemptstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("right", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_attempt_edition_id_edition")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attempt_person_id_person")),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_attempt_subject_id_subject")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
        sa.UniqueConstraint(
            "person_id",
            "subject_id",
            "kind",
            "part",
            "number",
            name=op.f("uq_attempt_person_id_subject_id_kind_part_number"),
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_attempt_public_id")),
        info={"scoped": True},
    )
    op.create_index(op.f("ix_attempt_kind_finished_at"), "attempt", ["kind", "finished_at"], unique=False)
    op.create_index(
        op.f("ix_attempt_subject_id_kind_finished_at"), "attempt", ["subject_id", "kind", "finished_at"], unique=False
    )
    op.create_index(
        "uq_attempt_open",
        "attempt",
        ["person_id", "subject_id", "kind", "part"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )

    op.create_table(
        "completion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=True),
        sa.Column("digest", sa.String(), nullable=True),
        sa.Column(
            "how",
            sa.Enum(
                "quiz",
                "test-out",
                "changes",
                "seminar",
                "acknowledgement",
                "outside-proof",
                "import",
                name="how",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("right", sa.Integer(), nullable=True),
        sa.Column("asked", sa.Integer(), nullable=True),
        sa.Column("needed", sa.Integer(), nullable=True),
        sa.Column("statement", sa.Text(), nullable=True),
        sa.Column("origin", sa.Text(), nullable=True),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.Column("void", sa.Boolean(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.CheckConstraint("NOT void OR supersedes_id IS NOT NULL", name=op.f("ck_completion_void")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_completion_edition_id_edition")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_completion_person_id_person")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_completion_recorded_by_id_person")),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_completion_subject_id_subject")),
        sa.ForeignKeyConstraint(
            ["supersedes_id"], ["completion.id"], name=op.f("fk_completion_supersedes_id_completion")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_completion")),
        sa.UniqueConstraint("public_id", name=op.f("uq_completion_public_id")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_completion_supersedes_id")),
        info={"scoped": True},
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_completion_person_id_subject_id_local_date"),
        "completion",
        ["person_id", "subject_id", "local_date"],
        unique=False,
    )

    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("attendee_id", sa.Integer(), nullable=False),
        sa.Column("link_version", sa.Integer(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["attendee_id"], ["attendee.id"], name=op.f("fk_contact_attendee_id_attendee")),
        sa.ForeignKeyConstraint(["invited_by_id"], ["person.id"], name=op.f("fk_contact_invited_by_id_person")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_contact_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("organisation_id", "attendee_id", name=op.f("uq_contact_organisation_id_attendee_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_contact_public_id")),
        info={"scoped": True},
    )
    op.create_index(op.f("ix_contact_attendee_id"), "contact", ["attendee_id"], unique=False)

    op.create_table(
        "event_detail",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=32), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_detail_event_id_event")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_event_detail")),
    )
    op.create_table(
        "evidence_part",
        sa.Column("pack_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["pack_id"], ["evidence_pack.id"], name=op.f("fk_evidence_part_pack_id_evidence_pack")),
        sa.PrimaryKeyConstraint("pack_id", "number", name=op.f("pk_evidence_part")),
    )
    op.create_table(
        "history_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("file_digest", sa.String(), nullable=False),
        sa.Column("system", sa.String(length=200), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planning",
                "planned",
                "refused",
                "applying",
                "applied",
                "failed",
                "discarded",
                "taking-back",
                "taken-back",
                name="historystate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["file_digest"], ["file.digest"], name=op.f("fk_history_import_file_digest_file")),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["person.id"], name=op.f("fk_history_import_uploaded_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_import")),
        sa.UniqueConstraint("public_id", name=op.f("uq_history_import_public_id")),
    )
    op.create_table(
        "interest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("seminar_id", sa.Integer(), nullable=False),
        sa.Column("attendee_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("link_version", sa.Integer(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("consent_id", sa.Integer(), nullable=True),
        sa.Column("consent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["attendee_id"], ["attendee.id"], name=op.f("fk_interest_attendee_id_attendee")),
        sa.ForeignKeyConstraint(["consent_id"], ["consent.id"], name=op.f("fk_interest_consent_id_consent")),
        sa.ForeignKeyConstraint(["seminar_id"], ["seminar.id"], name=op.f("fk_interest_seminar_id_seminar")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_interest_site_id_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest")),
        sa.UniqueConstraint("public_id", name=op.f("uq_interest_public_id")),
        info={"scoped": True},
    )
    op.create_index(op.f("ix_interest_attendee_id"), "interest", ["attendee_id"], unique=False)
    op.create_index(
        "uq_interest_live",
        "interest",
        ["seminar_id", "attendee_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )

    op.create_table(
        "lesson",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_lesson_edition_id_edition")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson")),
        sa.UniqueConstraint("edition_id", "slug", name=op.f("uq_lesson_edition_id_slug")),
    )
    op.create_index(op.f("ix_lesson_edition_id_position"), "lesson", ["edition_id", "position"], unique=True)

    op.create_table(
        "lesson_progress",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("lesson_slug", sa.String(length=80), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("known", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_lesson_progress_edition_id_edition")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_lesson_progress_person_id_person")),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_lesson_progress_subject_id_subject")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_progress")),
        sa.UniqueConstraint(
            "person_id", "subject_id", "lesson_slug", name=op.f("uq_lesson_progress_person_id_subject_id_lesson_slug")
        ),
        info={"scoped": True},
    )
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("objective", sa.String(length=80), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("lesson_slug", sa.String(length=80), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_question_edition_id_edition")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("edition_id", "slug", name=op.f("uq_question_edition_id_slug")),
    )
    op.create_index(op.f("ix_question_topic"), "question", ["topic"], unique=False)

    op.create_table(
        "requirement_subject",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("edition_number", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_requirement_subject_subject_id_subject")),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["requirement_version.id"],
            name=op.f("fk_requirement_subject_version_id_requirement_version"),
        ),
        sa.PrimaryKeyConstraint("version_id", "subject_id", name=op.f("pk_requirement_subject")),
    )
    op.create_index(op.f("ix_requirement_subject_subject_id"), "requirement_subject", ["subject_id"], unique=False)

    op.create_table(
        "risk_rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("risk_id", sa.Integer(), nullable=False),
        sa.Column("likelihood", sa.Integer(), nullable=False),
        sa.Column("impact", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("rated_by_id", sa.Integer(), nullable=True),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("likelihood BETWEEN 1 AND 5 AND impact BETWEEN 1 AND 5", name=op.f("ck_risk_rating_scale")),
        sa.ForeignKeyConstraint(["rated_by_id"], ["person.id"], name=op.f("fk_risk_rating_rated_by_id_person")),
        sa.ForeignKeyConstraint(["risk_id"], ["risk.id"], name=op.f("fk_risk_rating_risk_id_risk")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_rating")),
    )
    op.create_index(op.f("ix_risk_rating_risk_id_rated_at"), "risk_rating", ["risk_id", "rated_at"], unique=False)

    op.create_table(
        "roster_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("file_digest", sa.String(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planning",
                "planned",
                "refused",
                "applying",
                "applied",
                "failed",
                "discarded",
                name="importstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["file_digest"], ["file.digest"], name=op.f("fk_roster_import_file_digest_file")),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["person.id"], name=op.f("fk_roster_import_uploaded_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_import")),
        sa.UniqueConstraint("public_id", name=op.f("uq_roster_import_public_id")),
    )
    op.create_table(
        "seminar_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("seminar_id", sa.Integer(), nullable=False),
        sa.Column("local_start", sa.String(length=40), nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "mode",
            sa.Enum("in-person", "online", "hybrid", name="mode", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("venue_id", sa.Integer(), nullable=True),
        sa.Column("join_url", sa.String(length=200), nullable=True),
        sa.Column(
            "audience",
            sa.Enum(
                "staff",
                "outside",
                "both",
                "invited",
                name="audience",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("queue_number", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "open",
                "closed",
                "cancelled",
                "held",
                "archived",
                name="sessionstatus",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("waiting_blocks", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("series", sa.String(length=40), nullable=True),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("needs_approval", sa.Boolean(), nullable=False),
        sa.Column("offer_hours", sa.Integer(), nullable=True),
        sa.Column("arrival", sa.Text(), nullable=False),
        sa.Column("previous_starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("purged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("offer_hours IS NULL OR offer_hours > 0", name=op.f("ck_seminar_session_offer")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_seminar_session_times")),
        sa.CheckConstraint(
            "taken >= 0 AND (capacity IS NULL OR taken <= capacity)", name=op.f("ck_seminar_session_seats")
        ),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_seminar_session_created_by_id_person")),
        sa.ForeignKeyConstraint(["seminar_id"], ["seminar.id"], name=op.f("fk_seminar_session_seminar_id_seminar")),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_seminar_session_venue_id_venue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seminar_session")),
        sa.UniqueConstraint("public_id", name=op.f("uq_seminar_session_public_id")),
    )
    op.create_index(op.f("ix_seminar_session_seminar_id"), "seminar_session", ["seminar_id"], unique=False)
    op.create_index(op.f("ix_seminar_session_series"), "seminar_session", ["series"], unique=False)
    op.create_index(op.f("ix_seminar_session_starts_at"), "seminar_session", ["starts_at"], unique=False)

    op.create_table(
        "translation",
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_translation_edition_id_edition")),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_translation_subject_id_subject")),
        sa.PrimaryKeyConstraint("subject_id", "language", name=op.f("pk_translation")),
    )
    op.create_table(
        "allotment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "held",
                "returned",
                "given-up",
                name="blockstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("queue_number", sa.Integer(), nullable=False),
        sa.Column("release_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "seats > 0 AND least > 0 AND least <= seats OR state = 'returned'", name=op.f("ck_allotment_size")
        ),
        sa.CheckConstraint("0 <= used AND used <= seats", name=op.f("ck_allotment_used")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_allotment_contact_id_contact")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_allotment_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["seminar_session.id"], name=op.f("fk_allotment_session_id_seminar_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allotment")),
        sa.UniqueConstraint("public_id", name=op.f("uq_allotment_public_id")),
        info={"scoped": True},
    )
    op.create_index(op.f("ix_allotment_organisation_id"), "allotment", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_allotment_session_id_state"), "allotment", ["session_id", "state"], unique=False)

    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("chosen", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("credit", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("credit BETWEEN 0 AND 100", name=op.f("ck_answer_credit")),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_answer_attempt_id_attempt")),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_answer_question_id_question")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("attempt_id", "position", name=op.f("uq_answer_attempt_id_position")),
        info={"scoped": True},
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_answer_question_id"), "answer", ["question_id"], unique=False)

    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("due_before", sa.Date(), nullable=True),
        sa.Column("because", sa.String(length=200), nullable=False),
        sa.Column("anew_after_id", sa.Integer(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("completion_id", sa.Integer(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("exempt_from", sa.Date(), nullable=True),
        sa.Column("exempt_until", sa.Date(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name=op.f("ck_assignment_interval")),
        sa.ForeignKeyConstraint(
            ["anew_after_id"], ["completion.id"], name=op.f("fk_assignment_anew_after_id_completion")
        ),
        sa.ForeignKeyConstraint(
            ["completion_id"], ["completion.id"], name=op.f("fk_assignment_completion_id_completion")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_assignment_department_id_department")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assignment_person_id_person")),
        sa.ForeignKeyConstraint(
            ["requirement_id"], ["requirement.id"], name=op.f("fk_assignment_requirement_id_requirement")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["requirement_version.id"], name=op.f("fk_assignment_version_id_requirement_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint("public_id", name=op.f("uq_assignment_public_id")),
        info={"scoped": True},
    )
    op.create_index(
        "ix_assignment_as_of",
        "assignment",
        [
            "requirement_id",
            "department_id",
            "valid_from",
            "valid_until",
            "recorded_at",
            "retired_at",
            "due",
            "done_on",
            "completion_id",
            "exempt_from",
            "exempt_until",
            "person_id",
        ],
        unique=False,
    )
    op.create_index(
        "ix_assignment_due",
        "assignment",
        ["due", "department_id", "requirement_id"],
        unique=False,
        sqlite_where=sa.text("retired_at IS NULL AND done_on IS NULL"),
        postgresql_where=sa.text("retired_at IS NULL AND done_on IS NULL"),
    )
    op.create_index(
        "ix_assignment_exempt_from",
        "assignment",
        ["exempt_from"],
        unique=False,
        sqlite_where=sa.text("retired_at IS NULL AND exempt_from IS NOT NULL"),
        postgresql_where=sa.text("retired_at IS NULL AND exempt_from IS NOT NULL"),
    )
    op.create_index(
        "ix_assignment_exempt_until",
        "assignment",
        ["exempt_until"],
        unique=False,
        sqlite_where=sa.text("retired_at IS NULL AND exempt_from IS NOT NULL"),
        postgresql_where=sa.text("retired_at IS NULL AND exempt_from IS NOT NULL"),
    )
    op.create_index(
        "ix_assignment_lapses",
        "assignment",
        ["valid_until", "department_id", "requirement_id"],
        unique=False,
        sqlite_where=sa.text("retired_at IS NULL AND valid_until IS NOT NULL"),
        postgresql_where=sa.text("retired_at IS NULL AND valid_until IS NOT NULL"),
    )
    op.create_index(
        "ix_assignment_opens",
        "assignment",
        ["valid_from", "department_id", "requirement_id"],
        unique=False,
        sqlite_where=sa.text("retired_at IS NULL"),
        postgresql_where=sa.text("retired_at IS NULL"),
    )
    op.create_index(
        "ix_assignment_outstanding",
        "assignment",
        ["requirement_id", "due", "id", "department_id"],
        unique=False,
        sqlite_where=sa.text("retired_at IS NULL AND done_on IS NULL"),
        postgresql_where=sa.text("retired_at IS NULL AND done_on IS NULL"),
    )
    op.create_index(
        "ix_assignment_roll",
        "assignment",
        ["department_id", "requirement_id", "valid_from"],
        unique=False,
        sqlite_where=sa.text("retired_at IS NULL"),
        postgresql_where=sa.text("retired_at IS NULL"),
    )
    op.create_index(
        "uq_assignment_current",
        "assignment",
        ["person_id", "requirement_id", "cycle"],
        unique=True,
        sqlite_where=sa.text("retired_at IS NULL"),
        postgresql_where=sa.text("retired_at IS NULL"),
    )

    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("useful", sa.Integer(), nullable=False),
        sa.Column("pace", sa.Integer(), nullable=False),
        sa.Column("trainer", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "useful BETWEEN 1 AND 5 AND pace BETWEEN 1 AND 5 AND trainer BETWEEN 1 AND 5",
            name=op.f("ck_feedback_grades"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["seminar_session.id"], name=op.f("fk_feedback_session_id_seminar_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
    )
    op.create_index(op.f("ix_feedback_session_id"), "feedback", ["session_id"], unique=False)

    op.create_table(
        "material",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("seminar_id", sa.Integer(), nullable=True),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(), nullable=True),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("after", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(digest IS NULL) <> (address = '')", name=op.f("ck_material_one_source")),
        sa.CheckConstraint("(session_id IS NULL) <> (seminar_id IS NULL)", name=op.f("ck_material_one_owner")),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_material_added_by_id_person")),
        sa.ForeignKeyConstraint(["digest"], ["file.digest"], name=op.f("fk_material_digest_file")),
        sa.ForeignKeyConstraint(["seminar_id"], ["seminar.id"], name=op.f("fk_material_seminar_id_seminar")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["seminar_session.id"], name=op.f("fk_material_session_id_seminar_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_material")),
        sa.UniqueConstraint("public_id", name=op.f("uq_material_public_id")),
    )
    op.create_index(op.f("ix_material_seminar_id"), "material", ["seminar_id"], unique=False)
    op.create_index(op.f("ix_material_session_id"), "material", ["session_id"], unique=False)

    op.create_table(
        "outside_proof",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("issuer", sa.String(length=200), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("file_digest", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "accepted",
                "refused",
                name="proofstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("handed_in_by_id", sa.Integer(), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=200), nullable=True),
        sa.Column("completion_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["completion_id"], ["completion.id"], name=op.f("fk_outside_proof_completion_id_completion")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_outside_proof_decided_by_id_person")),
        sa.ForeignKeyConstraint(["file_digest"], ["file.digest"], name=op.f("fk_outside_proof_file_digest_file")),
        sa.ForeignKeyConstraint(
            ["handed_in_by_id"], ["person.id"], name=op.f("fk_outside_proof_handed_in_by_id_person")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_outside_proof_person_id_person")),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_outside_proof_subject_id_subject")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_proof")),
        sa.UniqueConstraint("public_id", name=op.f("uq_outside_proof_public_id")),
        info={"scoped": True},
    )
    op.create_index(op.f("ix_outside_proof_person_id"), "outside_proof", ["person_id"], unique=False)
    op.create_index(
        op.f("ix_outside_proof_state_handed_in_at"), "outside_proof", ["state", "handed_in_at"], unique=False
    )

    op.create_table(
        "rescore",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("void_id", sa.Integer(), nullable=False),
        sa.Column("right_before", sa.Integer(), nullable=False),
        sa.Column("right_after", sa.Integer(), nullable=False),
        sa.Column(
            "state_before",
            sa.Enum(
                "open",
                "passed",
                "failed",
                "stopped",
                name="attemptstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "state_after",
            sa.Enum(
                "open",
                "passed",
                "failed",
                "stopped",
                name="attemptstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_rescore_attempt_id_attempt")),
        sa.ForeignKeyConstraint(["void_id"], ["question_void.id"], name=op.f("fk_rescore_void_id_question_void")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rescore")),
        sa.UniqueConstraint("attempt_id", "void_id", name=op.f("uq_rescore_attempt_id_void_id")),
        info={"scoped": True},
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_rescore_void_id"), "rescore", ["void_id"], unique=False)

    op.create_table(
        "seminar_cost",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "room",
                "trainer",
                "catering",
                "travel",
                "material",
                "other",
                name="costkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("budget_line", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("cents >= 0", name=op.f("ck_seminar_cost_cents")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["person.id"], name=op.f("fk_seminar_cost_entered_by_id_person")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["seminar_session.id"], name=op.f("fk_seminar_cost_session_id_seminar_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seminar_cost")),
        sa.UniqueConstraint("public_id", name=op.f("uq_seminar_cost_public_id")),
    )
    op.create_index(op.f("ix_seminar_cost_budget_line"), "seminar_cost", ["budget_line"], unique=False)
    op.create_index(op.f("ix_seminar_cost_session_id"), "seminar_cost", ["session_id"], unique=False)

    op.create_table(
        "session_trainer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "trainer", "host", "helper", name="trainerrole", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.CheckConstraint("(person_id IS NULL) <> (name = '')", name=op.f("ck_session_trainer_one_name")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_session_trainer_person_id_person")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["seminar_session.id"], name=op.f("fk_session_trainer_session_id_seminar_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_trainer")),
        sa.UniqueConstraint("public_id", name=op.f("uq_session_trainer_public_id")),
        info={"scoped": True},
    )
    op.create_index(op.f("ix_session_trainer_person_id"), "session_trainer", ["person_id"], unique=False)
    op.create_index("uq_session_trainer_person", "session_trainer", ["session_id", "person_id"], unique=True)

    op.create_table(
        "skipped_lesson",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("lesson_slug", sa.String(length=80), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_skipped_lesson_attempt_id_attempt")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_skipped_lesson_person_id_person")),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_skipped_lesson_subject_id_subject")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skipped_lesson")),
        sa.UniqueConstraint("attempt_id", "lesson_slug", name=op.f("uq_skipped_lesson_attempt_id_lesson_slug")),
        info={"scoped": True},
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_skipped_lesson_person_id"), "skipped_lesson", ["person_id"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("allotment_id", sa.Integer(), nullable=True),
        sa.Column("domains", sa.JSON(), nullable=False),
        sa.Column("addresses", sa.JSON(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("most IS NULL OR used <= most", name=op.f("ck_invitation_most")),
        sa.ForeignKeyConstraint(["allotment_id"], ["allotment.id"], name=op.f("fk_invitation_allotment_id_allotment")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_invitation_created_by_id_person")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["seminar_session.id"], name=op.f("fk_invitation_session_id_seminar_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("code", name=op.f("uq_invitation_code")),
        info={"scoped": True},
    )
    op.create_index(op.f("ix_invitation_session_id"), "invitation", ["session_id"], unique=False)

    op.create_table(
        "reminder",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "own",
                "manager",
                "director",
                "asked",
                name="reminderkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("digest_day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_reminder_asked_by_id_person")),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_reminder_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reminder_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "assignment_id", "kind", "step", name=op.f("pk_reminder")),
        info={"scoped": True},
    )
    op.create_index(op.f("ix_reminder_assignment_id"), "reminder", ["assignment_id"], unique=False)
    op.create_index(
        "ix_reminder_waiting",
        "reminder",
        ["person_id"],
        unique=False,
        sqlite_where=sa.text("digest_day IS NULL"),
        postgresql_where=sa.text("digest_day IS NULL"),
    )

    op.create_table(
        "registration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("attendee_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "unverified",
                "pending",
                "waitlisted",
                "offered",
                "booked",
                "attended",
                "partial",
                "absent",
                "excused",
                "cancelled",
                "declined",
                "expired",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("queue_number", sa.Integer(), nullable=False),
        sa.Column("link_version", sa.Integer(), nullable=False),
        sa.Column("calendar_sequence", sa.Integer(), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("allotment_id", sa.Integer(), nullable=True),
        sa.Column("named_in_id", sa.Integer(), nullable=True),
        sa.Column("invitation_id", sa.Integer(), nullable=True),
        sa.Column("approver_id", sa.Integer(), nullable=True),
        sa.Column("offer_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("consent_id", sa.Integer(), nullable=True),
        sa.Column("consent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("feedback_given", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["allotment_id"], ["allotment.id"], name=op.f("fk_registration_allotment_id_allotment")
        ),
        sa.ForeignKeyConstraint(["approver_id"], ["person.id"], name=op.f("fk_registration_approver_id_person")),
        sa.ForeignKeyConstraint(["attendee_id"], ["attendee.id"], name=op.f("fk_registration_attendee_id_attendee")),
        sa.ForeignKeyConstraint(["consent_id"], ["consent.id"], name=op.f("fk_registration_consent_id_consent")),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_registration_invitation_id_invitation")
        ),
        sa.ForeignKeyConstraint(["named_in_id"], ["allotment.id"], name=op.f("fk_registration_named_in_id_allotment")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["seminar_session.id"], name=op.f("fk_registration_session_id_seminar_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
        sa.UniqueConstraint("public_id", name=op.f("uq_registration_public_id")),
        sa.UniqueConstraint("session_id", "queue_number", name=op.f("uq_registration_session_id_queue_number")),
        info={"scoped": True},
    )
    op.create_index(op.f("ix_registration_allotment_id"), "registration", ["allotment_id"], unique=False)
    op.create_index(op.f("ix_registration_approver_id_state"), "registration", ["approver_id", "state"], unique=False)
    op.create_index(op.f("ix_registration_attendee_id"), "registration", ["attendee_id"], unique=False)
    op.create_index(op.f("ix_registration_invitation_id"), "registration", ["invitation_id"], unique=False)
    op.create_index(op.f("ix_registration_named_in_id"), "registration", ["named_in_id"], unique=False)
    op.create_index(
        op.f("ix_registration_session_id_state_priority_queue_number"),
        "registration",
        ["session_id", "state", "priority", "queue_number"],
        unique=False,
    )
    op.create_index(
        "uq_registration_live",
        "registration",
        ["session_id", "attendee_id"],
        unique=True,
        sqlite_where=sa.text("state NOT IN ('cancelled', 'declined', 'expired')"),
        postgresql_where=sa.text("state NOT IN ('cancelled', 'declined', 'expired')"),
    )

    op.create_table(
        "attendance_mark",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column(
            "mark",
            sa.Enum(
                "here", "partly", "absent", "excused", name="mark", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("marked_by_id", sa.Integer(), nullable=True),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("minutes IS NULL OR minutes >= 0", name=op.f("ck_attendance_mark_minutes")),
        sa.ForeignKeyConstraint(["marked_by_id"], ["person.id"], name=op.f("fk_attendance_mark_marked_by_id_person")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_attendance_mark_registration_id_registration")
        ),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_attendance_mark")),
        info={"scoped": True},
    )
    op.create_table(
        "attendance_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column(
            "mark",
            sa.Enum(
                "here", "partly", "absent", "excused", name="mark", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("completion_id", sa.Integer(), nullable=True),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["completion_id"], ["completion.id"], name=op.f("fk_attendance_record_completion_id_completion")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_attendance_record_recorded_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_attendance_record_registration_id_registration")
        ),
        sa.ForeignKeyConstraint(
            ["supersedes_id"],
            ["attendance_record.id"],
            name=op.f("fk_attendance_record_supersedes_id_attendance_record"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_record")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_attendance_record_supersedes_id")),
        info={"scoped": True},
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_attendance_record_registration_id"), "attendance_record", ["registration_id"], unique=False
    )

    op.create_table(
        "check_in",
        sa.Column("nonce", sa.String(length=40), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("scanned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_person_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_person_id"], ["person.id"], name=op.f("fk_check_in_by_person_id_person")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_check_in_registration_id_registration")
        ),
        sa.PrimaryKeyConstraint("nonce", name=op.f("pk_check_in")),
        info={"scoped": True},
    )
    op.create_index(op.f("ix_check_in_registration_id"), "check_in", ["registration_id"], unique=False)

    op.create_table(
        "registration_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column(
            "old",
            sa.Enum(
                "unverified",
                "pending",
                "waitlisted",
                "offered",
                "booked",
                "attended",
                "partial",
                "absent",
                "excused",
                "cancelled",
                "declined",
                "expired",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column(
            "new",
            sa.Enum(
                "unverified",
                "pending",
                "waitlisted",
                "offered",
                "booked",
                "attended",
                "partial",
                "absent",
                "excused",
                "cancelled",
                "declined",
                "expired",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_registration_event_recorded_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_registration_event_registration_id_registration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_event")),
        info={"scoped": True},
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_registration_event_registration_id_id"), "registration_event", ["registration_id", "id"], unique=False
    )

    op.create_table(
        "special_need",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("need", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_special_need_registration_id_registration")
        ),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_special_need")),
        info={"scoped": True},
    )
    if op.get_bind().dialect.supports_alter:
        op.create_foreign_key(op.f("fk_subject_edition_id_edition"), "subject", "edition", ["edition_id"], ["id"])


def downgrade():
    if op.get_bind().dialect.supports_alter:
        op.drop_constraint(op.f("fk_subject_edition_id_edition"), "subject", type_="foreignkey")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE passage_index")
    for table in reversed(TABLES):
        op.drop_table(table)
