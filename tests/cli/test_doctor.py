"""`doctor` finds what is wrong, all of it at once, and says how to mend it."""

import socket
import threading
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink

from tests.cli.running import Installation, free_port
from training.cli.diagnosis_of_machine import folder, packages
from training.cli.diagnosis_of_services import mail
from training.core.settings import Mode, Settings


def test_a_sound_installation(ready: Installation):
    done = ready.run("doctor")
    assert done.code == 0, done.out
    assert done.out.endswith("All is well.\n")
    for part in (
        "Python 3.",
        "packages as pinned",
        "settings, for demo",
        "SQLite 3.",
        "revision",
        "guarded",
        "jobs: 0",
    ):
        assert part in done.out


def test_all_wrong_settings_are_told_at_once(bare: Installation):
    done = bare.run(
        "doctor", MUSTER_MODE="production", MUSTER_SITE_URL="", MUSTER_SECRT_KEY="x", MUSTER_WEB_WORKERS="many",
        MUSTER_MAIL_URL="http://mail.example", FLASK_DEBUG="1",
    )  # fmt: skip
    assert done.code == 1
    assert "Traceback" not in done.errors
    wrong = [line for line in done.out.splitlines() if line.startswith("WRONG")]
    for name in (
        "MUSTER_SECRT_KEY",
        "MUSTER_WEB_WORKERS",
        "MUSTER_MAIL_URL",
        "MUSTER_SECRET_KEY",
        "MUSTER_SITE_URL",
        "MUSTER_TRUSTED_HOSTS",
        "FLASK_DEBUG",
    ):
        assert sum(name in line.split(".")[0] for line in wrong) == 1, (name, wrong)


def test_a_missing_secret_does_not_hide_the_rest(ready: Installation):
    done = ready.run(
        "doctor",
        MUSTER_MODE="production",
        MUSTER_SITE_URL="https://training.alderfinch.example",
        MUSTER_TRUSTED_HOSTS="training.alderfinch.example",
    )
    assert done.code == 1
    assert done.out.count("WRONG") == 1
    assert "facts are guarded" in done.out


def test_an_empty_database_needs_migrating(bare: Installation):
    done = bare.run("doctor")
    assert done.code == 1
    assert "revision nothing" in done.out
    assert "Mend it: python -m training migrate" in done.out


def test_a_database_out_of_reach(bare: Installation):
    done = bare.run("doctor", MUSTER_DATABASE_URL="postgresql://nobody:hidden-word@127.0.0.1:9/none")
    assert done.code == 1
    assert "check MUSTER_DATABASE_URL" in done.out
    assert "hidden-word" not in done.out + done.errors


def test_a_secret_that_others_can_read(ready: Installation):
    ready.run("check-rollups")
    (ready.folder / "instance" / "secret-key").chmod(0o644)
    done = ready.run("doctor", MUSTER_MODE="development", MUSTER_SECRET_KEY="x" * 40)
    assert done.code == 1
    assert "chmod 600" in done.out


def test_the_signing_key_is_told_of_and_how_to_make_one(ready: Installation):
    assert "To offer them: python -m training make-signing-key" in ready.run("doctor").out
    made = ready.run("make-signing-key")
    assert made.code == 0, made.errors
    key = ready.folder / "instance" / "signing-key.pem"
    assert f"The new key is {key}." in made.out
    again = ready.run("make-signing-key")
    assert again.code == 1
    assert "--replace puts a new one in its place" in again.errors
    assert ready.run("make-signing-key", "--replace").code == 0
    told = ready.run("doctor")
    assert told.code == 0
    assert f"the signing key {key}, and 1 that signed before" in told.out


def test_a_signing_key_that_is_open_or_broken(ready: Installation):
    key = ready.folder / "instance" / "signing-key.pem"
    key.touch(mode=0o644)
    told = ready.run("doctor")
    assert told.code == 1
    assert f"chmod 600 {key}" in told.out
    assert "no Ed25519 key can be read there" in told.out
    assert "no Ed25519 key can be read there" in ready.run("make-signing-key", "--replace").errors
    served = ready.run("serve", "--port", str(free_port()))
    assert served.code == 1
    assert "no Ed25519 key can be read there" in served.errors
    assert "Traceback" not in served.errors


def test_there_is_nothing_to_replace(bare: Installation):
    done = bare.run("make-signing-key", "--replace")
    assert done.code == 1
    assert "Leave out --replace to make one." in done.errors


def test_packages_that_differ_from_the_pins(tmp_path: Path):
    pins = tmp_path / "requirements.txt"
    pins.write_text(
        "click==0.0.1 \\\n    --hash=sha256:00\nnot-a-package==1.0\nfor-other-machines==1.0 ; sys_platform == 'win32' \\\n"
    )
    found = [finding.what for finding in packages(pins) if finding.wrong]
    assert len(found) == 2
    assert "tested with 0.0.1" in found[0]
    assert found[1] == "not-a-package is missing, tested with 1.0"


def test_a_folder_that_cannot_be_written(tmp_path: Path):
    (tmp_path / "in the way").touch()  # not even root can write in it
    assert folder(tmp_path / "in the way" / "instance").wrong
    assert not folder(tmp_path / "instance").wrong


def known(url: str) -> Settings:
    return Settings(mode=Mode.TEST, mail_url=url)


def test_a_mail_server_that_answers():
    server = Controller(Sink(), hostname="127.0.0.1", port=free_port())
    server.start()
    try:
        (finding,) = mail(known(f"smtp://127.0.0.1:{server.port}"))
    finally:
        server.stop()
    assert not finding.wrong


def test_a_mail_server_that_does_not():
    (finding,) = mail(known(f"smtp://127.0.0.1:{free_port()}"))
    assert finding.wrong
    assert "check MUSTER_MAIL_URL" in finding.mend


def hang_up(server: socket.socket) -> None:
    server.accept()[0].close()


def test_something_that_is_no_mail_server():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.listen()
        server.settimeout(10)
        port = server.getsockname()[1]
        threading.Thread(target=hang_up, args=[server], daemon=True).start()
        (finding,) = mail(known(f"smtp://127.0.0.1:{port}"))
    assert finding.wrong
