"""Each command does what its help says, and tells in a sentence why it cannot."""

import re
import sqlite3
import stat
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.catalogue.making import right_files, write
from tests.cli.running import Installation
from training.cli.commands import COMMANDS, muster
from training.completion.freezing import digest_of
from training.completion.freezing_queries import Line
from training.completion.rules import FigureKind


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str):
    done = CliRunner().invoke(muster, [command, "--help"])
    assert done.exit_code == 0
    assert len(done.output.split()) > 30


def test_the_list_of_commands(bare: Installation):
    listed = CliRunner().invoke(muster, ["--help"]).output.split("Commands:\n")[1]
    assert re.findall(r"^  (\S+)", listed, re.MULTILINE) == list(COMMANDS)
    unknown = bare.run("serv")
    assert unknown.code == 2
    assert "No such command 'serv'" in unknown.errors


def test_migrate_makes_folder_and_tables_once_and_needs_no_secret(bare: Installation):
    first = bare.run("migrate", MUSTER_MODE="production")
    assert re.fullmatch(r"The database is now at revision \w+ \(it was at nothing\)\.\n", first.out), first
    folder = bare.folder / "instance"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert (folder / "muster.sqlite3").exists()
    second = bare.run("migrate")
    assert re.fullmatch(r"The database is at revision \w+ already\.\n", second.out)


def test_the_secret_of_a_demonstration_is_made_once_and_private(ready: Installation):
    kept = ready.folder / "instance" / "secret-key"
    kept.unlink(missing_ok=True)
    assert ready.run("check-rollups").out.startswith("The roll-ups say what the facts say.\n")
    secret = kept.read_text()
    assert len(secret) >= 40
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    ready.run("check-rollups")
    assert kept.read_text() == secret


def test_a_frozen_line_that_was_changed_behind_the_guards_is_told(ready: Installation):
    day, at, line = date(2026, 10, 31), datetime(2026, 11, 1, 4, 59, 59, tzinfo=UTC), Line(1, 1, 36, 3, 2, 5, 2)
    digest = digest_of(FigureKind.MONTHLY, day, at, [line])
    database = sqlite3.connect(ready.folder / "instance" / "muster.sqlite3", isolation_level=None)
    head = "INSERT INTO figures (id, public_id, kind, day, frozen_at, digest) VALUES (1, '0123456789ab', 'monthly', ?, ?, ?)"
    database.execute(head, (day.isoformat(), "2026-11-01 04:59:59.000000", digest))
    database.execute("INSERT INTO figure_line VALUES (1, 1, 1, 36, 3, 2, 5, 2)")
    sound = ready.run("check-rollups")
    assert sound.code == 0
    assert sound.out.endswith("All frozen figures are as they were frozen.\n")
    with pytest.raises(sqlite3.IntegrityError, match="never rewritten"):
        database.execute("UPDATE figure_line SET overdue = 0, done = 38")
    database.execute("DROP TRIGGER guard_figure_line_update")
    database.execute("UPDATE figure_line SET overdue = 0, done = 38")
    database.close()
    told = ready.run("check-rollups")
    assert told.code == 1
    assert "The monthly figures of 2026-10-31 are not as they were frozen on 2026-11-01 04:59:59+00:00." in told.out
    assert told.out.endswith("Frozen figures that were changed: 1.\n")


def test_the_seats_of_an_empty_database_add_up(ready: Installation):
    done = ready.run("check-seats")
    assert (done.code, done.out) == (0, "All seats add up, and every history is whole.\n"), done.errors


def test_an_administrator_gets_a_link(ready: Installation):
    done = ready.run("create-admin", "Dana.Ford@Alderfinch.example", "Dana Ford")
    assert done.code == 0, done.errors
    said, link = done.out.splitlines()
    assert said.startswith("dana.ford@alderfinch.example is an administrator.")
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/welcome/[\w-]{43}", link)
    again = ready.run("create-admin", "dana.ford@alderfinch.example", "Dana Ford")
    assert again.code == 0
    assert again.out.splitlines()[1] != link


def test_what_is_no_address_is_refused(ready: Installation):
    done = ready.run("create-admin", "dana", "Dana Ford")
    assert done.code == 1
    assert done.errors.startswith("dana is not an e-mail address:")


def test_courses_are_checked_by_file_and_line(bare: Installation, tmp_path: Path):
    course = tmp_path / "courses" / "a-course"
    course.mkdir(parents=True)
    (course / "course.yaml").write_text("id: a-course\ntitle: [\n")
    done = bare.run(
        "check-courses", str(tmp_path / "courses"), MUSTER_MODE="nonsense", MUSTER_DATABASE_URL="nonsense://"
    )
    assert done.code == 1
    assert re.search(r"^[^\n:]*a-course/course\.yaml:\d+: C\d+: .+\. Fix: .+$", done.out, re.MULTILINE), done.out
    assert re.search(r"^[1-9]\d* errors?, \d+ warnings?$", done.out, re.MULTILINE)


def test_an_empty_folder_of_courses_has_no_errors(bare: Installation, tmp_path: Path):
    (tmp_path / "courses").mkdir()
    done = bare.run("check-courses", str(tmp_path / "courses"))
    assert done.out.endswith("0 errors, 0 warnings\n")
    assert done.code == 0


def test_nothing_is_published_from_a_folder_with_errors(ready: Installation, tmp_path: Path):
    course = tmp_path / "courses" / "a-course"
    course.mkdir(parents=True)
    (course / "course.yaml").write_text("id: a-course\ntitle: [\n")
    done = ready.run("publish-courses", MUSTER_COURSES=str(tmp_path / "courses"))
    assert done.code == 1
    assert done.errors.endswith("Nothing was published.\n")
    assert "a-course/course.yaml:" in done.errors


def test_the_demonstration_is_for_demonstrations_only(ready: Installation):
    done = ready.run("demo", MUSTER_MODE="development", MUSTER_SECRET_KEY="not for a demonstration, but long")
    assert done.code == 1
    assert "Set MUSTER_MODE=demo" in done.errors


def test_a_database_with_people_is_left_alone(ready: Installation):
    ready.run("create-admin", "dana.ford@alderfinch.example", "Dana Ford")
    done = ready.run("demo")
    assert done.code == 0
    assert done.out == "There are people in the database already: the demonstration is as you left it.\n"


def test_a_database_that_cannot_be_reached_is_one_sentence(bare: Installation):
    done = bare.run("check-rollups", MUSTER_DATABASE_URL="postgresql://nobody@127.0.0.1:9/none")
    assert done.code == 1
    assert done.errors.startswith("The database cannot be used:")
    assert "Traceback" not in done.errors


ROSTER = """external_id,given,family,department,site,site_name,site_zone,site_city
E1,Ana,Silva,Works,Leeds,Leeds works,Europe/London,Leeds
"""


def test_a_roster_is_looked_at_then_brought_in(ready: Installation, tmp_path: Path):
    file = tmp_path / "roster.csv"
    file.write_text(ROSTER)
    looked = ready.run("import-roster", str(file), "--dry-run")
    assert looked.code == 0, looked.errors
    assert "1 people in the file, 0 on the roster now." in looked.out
    done = ready.run("import-roster", str(file))
    assert done.code == 0, done.errors
    again = ready.run("import-roster", str(file))
    assert "1 on the roster now" in again.out
    assert "Nothing to change." in again.out


def test_a_roster_with_faults_changes_nothing(ready: Installation, tmp_path: Path):
    file = tmp_path / "roster.csv"
    file.write_text(ROSTER + "E2,,Silva,Works,Leeds,,,\n")
    done = ready.run("import-roster", str(file))
    assert done.code == 1
    assert "line 3, given:" in done.out
    assert "nothing was changed" in done.out


def test_history_is_looked_at_then_brought_in(ready: Installation, tmp_path: Path):
    roster, file, titles = tmp_path / "roster.csv", tmp_path / "history.csv", tmp_path / "titles.csv"
    roster.write_text(ROSTER)
    assert ready.run("import-roster", str(roster)).code == 0
    courses = write(tmp_path / "courses", right_files())
    assert ready.run("publish-courses", MUSTER_COURSES=str(courses)).code == 0
    file.write_text("person,course,date\nE1,spot-it,2025-03-14\nE1,Old thing,2025-03-15\n9,spot-it,2025-03-14\n")
    order = ("import-history", str(file), "--system", "Old LMS")
    looked = ready.run(*order, "--dry-run")
    assert "not known here: “Old thing”, on 1 lines" in looked.out
    assert "--titles FILE" in ready.run(*order).errors
    titles.write_text("title,course\nOld thing,nowhere\n")
    assert "There is no course “nowhere”." in ready.run(*order, "--titles", str(titles)).errors
    titles.write_text("title,course\nOld thing,\n")
    assert "--leave-out" in ready.run(*order, "--titles", str(titles)).errors
    done = ready.run(*order, "--titles", str(titles), "--leave-out")
    assert done.code == 0, done.errors
    assert "1 / 1" in done.out
    again = ready.run(*order, "--titles", str(titles), "--leave-out")
    assert "new: 0\npresent: 1" in again.out


def test_a_history_that_is_broken_changes_nothing(ready: Installation, tmp_path: Path):
    file = tmp_path / "history.csv"
    file.write_text("person,course\nE1,x\n")
    done = ready.run("import-history", str(file), "--system", "Old LMS")
    assert done.code == 1
    assert "line 1, date: The column is missing." in done.out


def test_a_missing_driver_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.setenv("MUSTER_MODE", "development")
    monkeypatch.setenv("MUSTER_INSTANCE", str(tmp_path))
    monkeypatch.setenv("MUSTER_DATABASE_URL", "postgresql://nobody@127.0.0.1:9/none")
    done = CliRunner().invoke(muster, ["check-rollups"])
    assert done.exit_code == 1
    assert done.output == "PostgreSQL needs its driver: python3 deploy/environment.py requirements-scale.txt\n"


def test_a_backup_is_a_whole_database(ready: Installation, tmp_path: Path):
    ready.run("create-admin", "dana.ford@alderfinch.example", "Dana Ford")
    copy = tmp_path / "copies" / "muster.sqlite3"
    copy.parent.mkdir()
    done = ready.run("backup", str(copy))
    assert done.code == 0, done.errors
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    restored = ready.run("doctor", MUSTER_DATABASE_URL=f"sqlite:///{copy}")
    assert restored.code == 0, restored.out
    assert "There are people" in ready.run("demo", MUSTER_DATABASE_URL=f"sqlite:///{copy}").out
    refused = ready.run("backup", str(copy))
    assert refused.code == 1
    assert "is there already" in refused.errors


def test_a_new_course_passes_the_checker_and_is_never_written_over(bare: Installation):
    made = bare.run("new-course", "our-own")
    assert made.code == 0
    assert made.out.startswith(f"{bare.folder / 'instance' / 'courses' / 'our-own'} is a course that passes")
    assert bare.run("check-courses").out.endswith("0 errors, 0 warnings\n")
    written = (bare.folder / "instance" / "courses" / "our-own" / "course.yaml").read_text()
    assert "id: our-own" in written
    again = bare.run("new-course", "our-own")
    assert (again.code, "is there already" in again.errors) == (1, True)
    for name in ("Our Own", "../x", "a" * 65, "-"):
        refused = bare.run("new-course", "--", name)
        assert refused.code == 1
        assert "use small letters, digits and single hyphens" in refused.errors
