"""Proofs from elsewhere: handed in, and kept private."""

from io import BytesIO

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from tests import make
from tests.client import Client
from tests.completion import elsewhere, making
from tests.completion.elsewhere import JPEG, PDF, PNG, START, TODAY, decide, hand_in
from training.completion.proof_letters import Host
from training.completion.rules import ProofState
from training.core.links import Links
from training.core.permissions import Role
from training.people.models import Person

HOST = Host("Alder & Finch", Links("http://localhost", "secret", lambda: make.NOW))


def one_takes_a_proof(*, other: str) -> None:
    """Two duties: one is met by a course or a proof, the other one by a course alone."""
    making.publish(
        making.written(
            "phishing-each-year", satisfied_by=({"course": "recognising-phishing"}, {"proof": elsewhere.WHAT})
        ),
        making.written("other", satisfied_by=({"course": other},)), on=START,
    )  # fmt: skip


# --- handing in -------------------------------------------------------------------------------------------------------


def test_offers_just_what_open_duties_accept(client: Client, amara: Person) -> None:
    making.subject("signing-in")
    one_takes_a_proof(other="signing-in")
    making.reconcile(TODAY)
    page = client.get("/record/proofs/new")
    labels = [label.get_text(" ", strip=True) for label in page.soup.select(".choice label")]
    assert labels == [
        f"{elsewhere.WHAT} For “Phishing each year”, due on Wed 2 Dec",
        "The course “Recognising phishing” For “Phishing each year”, due on Wed 2 Dec",
    ]


def test_a_requirement_that_accepts_no_proof_takes_none(app: Flask, client: Client) -> None:
    course = making.subject("course")
    making.publish(making.written("plain"), on=START)
    make.employee(client)
    making.reconcile(TODAY)
    page = client.get("/record/proofs/new")
    assert page.heading == "Nothing to hand in. None of your open duties accepts what was done elsewhere."
    assert not page.soup.select("main form")
    public_id = "000000000000"
    sent = {
        "counts_as": public_id,
        "title": "T",
        "issuer": "I",
        "done_on": "2026-10-05",
        "file": (BytesIO(PDF), "a.pdf"),
    }
    assert client.post("/record/proofs/new", sent).status == 422
    assert elsewhere.proofs() == []
    assert course


@pytest.mark.parametrize("file", [PDF, PNG, JPEG], ids=["pdf", "png", "jpeg"])
def test_hands_in_and_waits(client: Client, amara: Person, file: bytes) -> None:
    page = hand_in(client, file)
    assert page.heading == "One proof handed in. One waits for a decision."
    assert "National Cyber School" in page.words
    assert "Waits since Mon 23 Nov 2026" in page.words
    (proof,) = elsewhere.proofs()
    assert (proof.state, proof.person_id, proof.handed_in_by_id) == (ProofState.WAITING, amara.id, amara.id)
    assert elsewhere.completions() == []


HOSTILE = {
    "HTML named as PDF": (b"<html><script>alert(1)</script></html>", "certificate.pdf", "no PDF, PNG or JPEG"),
    "a ZIP with the name of a bomb": (b"PK\x03\x04" + b"\0" * 40, "42.zip.pdf", "no PDF, PNG or JPEG"),
    "a program": (b"MZ\x90\0" + b"\0" * 40, "scan.png", "no PDF, PNG or JPEG"),
    "SVG": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "scan.png", "no PDF, PNG or JPEG"),
    "HTML before the sign": (b"<!--%PDF-1.7 %%EOF-->", "a.pdf", "no PDF, PNG or JPEG"),
    "empty": (b"", "certificate.pdf", "The file is empty."),
    "cut off": (PNG[:40], "scan.png", "The end of the file is missing."),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_wrong_file_keeps_what_was_typed(client: Client, amara: Person, what: str) -> None:
    content, name, told = HOSTILE[what]
    page = hand_in(client, content, name, title="Phishing, part 2")
    assert page.status == 422
    assert page.title.startswith("Error:")
    assert told in " ".join(page.errors)
    assert page.soup.select_one("input[name=title]")["value"] == "Phishing, part 2"
    assert page.soup.select_one("input[name=done_on]")["value"] == "2026-10-05"
    assert page.soup.select_one("input[name=counts_as][checked]")
    assert elsewhere.proofs() == []


def test_a_file_that_is_too_large_is_refused_by_the_form(client: Client, amara: Person) -> None:
    large = FileStorage(BytesIO(PDF + b"\0" * (5 * 1024 * 1024) + b"%%EOF"), "certificate.pdf")
    page = client.get("/record/proofs/new")
    data = {"csrf_token": client.token(), "title": "Phishing, part 2", "file": large}
    # Encoded here: the test client would leave a file of its own open.
    boundary, body = encode_multipart(data)
    answer = client.http.post(page.path, data=body, content_type=f"multipart/form-data; boundary={boundary}")
    assert answer.status_code == 422
    assert "larger than 5 MB" in answer.text
    assert 'value="Phishing, part 2"' in answer.text
    assert elsewhere.proofs() == []


def test_a_right_file_must_be_chosen_again_and_the_page_says_so(client: Client, amara: Person) -> None:
    page = hand_in(client, title="", done_on="2027-01-01")
    assert page.status == 422
    assert "Enter what stands on the paper" in " ".join(page.errors)
    assert "The file has to be chosen again" in " ".join(page.errors)
    for day in ("2027-01-01", "1989-12-31", "31 October", ""):
        again = hand_in(client, done_on=day)
        assert again.status == 422, day
    assert elsewhere.proofs() == []


@pytest.mark.parametrize("name", ["../../etc/passwd.pdf", "a" * 300 + ".pdf", 'x"; filename="y.html', "ü\u202efdp.exe"])
def test_the_name_of_a_file_is_never_used(client: Client, amara: Person, name: str) -> None:
    hand_in(client, PDF, name)
    (proof,) = elsewhere.proofs()
    answer = client.http.get(f"/record/proofs/{proof.public_id}/file")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="proof-{proof.public_id}.pdf"'


def test_one_waits_at_a_time(client: Client, amara: Person) -> None:
    hand_in(client)
    page = hand_in(client, title="Another")
    assert page.status == 422
    assert "waits already" in " ".join(page.errors)
    assert len(elsewhere.proofs()) == 1


def test_the_first_page_and_the_duty_offer_it_and_say_when_one_waits(client: Client, amara: Person) -> None:
    page = client.get("/")
    offer = page.soup.find("a", string=lambda text: text and "Hand in a proof" in text) or page.soup.select_one(
        'main a[href*="/record/proofs/new"]'
    )
    chosen = client.get(offer["href"]).soup.select_one("input[name=counts_as][checked]")
    assert chosen.find_parent("label").get_text(" ", strip=True).startswith(elsewhere.WHAT)
    duty = client.get(page.soup.select_one('main a[href*="/duties/"]')["href"])
    assert duty.soup.find("a", string=elsewhere.WHAT)["href"] == "/record/proofs/new"
    one_takes_a_proof(other="recognising-phishing")
    making.reconcile(TODAY)
    hand_in(client)
    page = client.get("/")
    assert len(page.soup.select("main .roll > li")) == 2
    assert page.words.count("Your proof waits for a decision") == 1, "at the duty that accepts it"
    assert not page.soup.select('main a[href*="/record/proofs/new"]')


def test_a_duty_that_only_a_proof_satisfies_leads_to_it(app: Flask, client: Client) -> None:
    making.publish(making.written("licence", satisfied_by=({"proof": "Your licence"},)), on=START)
    make.employee(client)
    making.reconcile(TODAY)
    page = client.get("/")
    assert [link.get_text(" ", strip=True) for link in page.soup.select("main .roll .button")] == [
        "Hand in a proof Licence"
    ]
    hand_in(client)
    assert "See what you handed in" in client.get("/").words


def test_the_record_and_the_certificate_say_what_it_is(client: Client, amara: Person) -> None:
    hand_in(client)
    elsewhere.security(client)
    decide(client)
    make.sign_in(client, amara)
    page = client.get("/record")
    assert "Outside proof National Cyber School: Phishing awareness" in page.words
    number = elsewhere.standing()[0].public_id
    page = client.get(f"/certificates/{number}")
    assert "did elsewhere, with a proof, what counts as Phishing each year" in page.words
    assert "It was not taught here." in page.words
    assert "As told there National Cyber School: Phishing awareness" in page.words
    assert client.get(f"/certificates/{number}/badge").status == 404, "we sign for nothing that we did not teach"
    assert "National Cyber School" not in client.get(f"/check/{number}").text, "what somebody typed is no word of ours"


# --- the file ---------------------------------------------------------------------------------------------------------


def test_the_file_is_saved_and_never_shown(client: Client, amara: Person) -> None:
    hand_in(client, PNG, "page.html")
    (proof,) = elsewhere.proofs()
    answer = client.http.get(f"/record/proofs/{proof.public_id}/file")
    assert answer.status_code == 200
    assert answer.get_data() == PNG
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


WHO = {
    None: 302, Role.EMPLOYEE: 404, Role.MANAGER: 404, Role.AUDITOR: 404, Role.SECURITY_TEAM: 200, Role.CSO: 200,
    Role.ADMINISTRATOR: 200,
}  # fmt: skip


@pytest.mark.parametrize("role", WHO, ids=lambda role: str(role or "visitor"))
def test_who_sees_a_proof_and_its_file(app: Flask, client: Client, amara: Person, role: Role | None) -> None:
    hand_in(client)
    (proof,) = elsewhere.proofs()
    client.keep()
    if role is not None:
        make.sign_in(client, make.person(), role=None if role is Role.EMPLOYEE else role)
    assert client.http.get(f"/record/proofs/{proof.public_id}/file").status_code == (404 if role else 302)
    for path in ("/file", "", "/take-back"):
        answer = client.http.get(f"/desk/proofs/{proof.public_id}{path}")
        assert answer.status_code == WHO[role], path
    for path in ("/decide", "/take-back"):
        answer = client.post(f"/desk/proofs/{proof.public_id}{path}", {"decision": "maybe"}, follow=False)
        assert answer.status == (422 if WHO[role] == 200 else WHO[role]), path
    listed = client.get("/desk/proofs/", follow=False)
    assert ("Okafor" in listed.text) is (WHO[role] == 200)
    if role is not None:
        assert "National Cyber School" not in client.get("/record/proofs/").text


def test_a_part_of_the_company_sees_its_own_people(app: Flask, client: Client, asked: tuple[int, int]) -> None:
    here, there = make.department("Here"), make.department("There")
    make.employee(client, department=here)
    making.reconcile(TODAY)
    hand_in(client)
    (proof,) = elsewhere.proofs()
    for place, status in ((here, 200), (there, 404)):
        make.sign_in(client, make.person(), role=Role.SECURITY_TEAM, department=place)
        assert client.get(f"/desk/proofs/{proof.public_id}").status == status
        assert ("Phishing awareness" in client.get("/desk/proofs/").text) is (status == 200)
