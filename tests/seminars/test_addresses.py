"""The addresses in letters are the routes of the site."""

from flask import Flask, url_for

from training.seminars import addresses


def test_letters_and_routes_agree(app: Flask) -> None:
    with app.test_request_context():
        session = url_for("seminars.session", slug="first-hour", session_id="4t8r0p2k9m6c")
        assert addresses.session_path("first-hour", "4t8r0p2k9m6c") == session
        assert addresses.verify_path("t" * 40) == url_for("seminars.verify_form", token="t" * 40)
        assert addresses.manage_path("t" * 40) == url_for("seminars.manage", token="t" * 40)
        assert addresses.here_path("t" * 40) == url_for("seminars.here_form", token="t" * 40)
        certificate = url_for("reports.guest_certificate", token="t" * 40)
        assert addresses.guest_certificate_path("t" * 40) == certificate
        assert addresses.certificate_path("4t8r0p2k9m6c") == url_for(
            "reports.certificate", completion_id="4t8r0p2k9m6c"
        )
        assert url_for("seminars.seminar", slug="first-hour") == "/seminars/first-hour/"
