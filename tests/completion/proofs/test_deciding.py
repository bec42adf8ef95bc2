"""Proofs from elsewhere, decided: once, by somebody else, taken back with a reason; never two completions."""

from datetime import date, timedelta
from typing import Any

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import make
from tests.client import Client
from tests.completion import elsewhere, making
from tests.completion.elsewhere import JPEG, PDF, PNG, TODAY, decide, hand_in, mails
from tests.conftest import Clock
from training.completion import proof_files, proof_service, rollups
from training.completion.models import OutsideProof
from training.completion.proof_letters import Host
from training.completion.proof_service import Decision, NewProof
from training.completion.rules import How, ProofState
from training.core.db import writing
from training.core.errors import Conflict, Forbidden, MusterError, NotFound, Refused
from training.core.files import Upload
from training.core.links import Links
from training.core.permissions import Role
from training.people.models import Person

HOST = Host("Alder & Finch", Links("http://localhost", "secret", lambda: make.NOW))


# --- deciding ---------------------------------------------------------------------------------------------------------


def test_accepting_records_what_it_is_and_settles_the_duty(
    app: Flask, client: Client, amara: Person, asked: tuple[int, int]
) -> None:
    hand_in(client)
    marek = elsewhere.security(client)
    (proof,) = elsewhere.proofs()
    page = client.get(f"/desk/proofs/{proof.public_id}")
    assert page.heading == "Amara Okafor hands in a proof. Waits since Mon 23 Nov 2026."
    assert "If you accept it, the duty is done." in page.words
    page = decide(client, reason="Seen and checked")
    assert page.heading == "No proof waits."
    (proof,), (fact,) = elsewhere.proofs(), elsewhere.standing()
    assert (proof.state, proof.decided_by_id, proof.completion_id) == (ProofState.ACCEPTED, marek.id, fact.id)
    assert (fact.how, fact.subject_id, fact.local_date) == (How.OUTSIDE_PROOF, asked[1], date(2026, 10, 5))
    assert fact.origin == "National Cyber School: Phishing awareness"
    assert (fact.edition_id, fact.digest, fact.right) == (None, None, None)
    (duty,) = making.duties(amara.id)
    assert (duty.done_on, duty.completion_id) == (date(2026, 10, 5), fact.id)
    assert rollups.differences() == []
    (mail,) = mails()
    assert (mail.recipient, mail.subject) == (amara.email, "It counts: Phishing awareness")
    assert "Seen and checked" in mail.body
    assert "http://localhost/record/proofs/" in mail.body


def test_refusing_needs_a_reason_and_tells_it(client: Client, amara: Person) -> None:
    hand_in(client)
    elsewhere.security(client)
    page = decide(client, "refuse")
    assert page.status == 422
    assert "Say why: the person reads it" in " ".join(page.errors)
    decide(client, "refuse", "The paper is somebody else's")
    assert elsewhere.proofs()[0].state is ProofState.REFUSED
    assert elsewhere.completions() == []
    (mail,) = mails()
    assert "The paper is somebody else's" in mail.body
    make.sign_in(client, amara)
    page = client.get("/record/proofs/")
    assert "Refused on Mon 23 Nov 2026 The paper is somebody else's" in page.words
    assert hand_in(client, title="The right one").status == 200, "another one may be handed in"


def test_a_choice_must_be_made(client: Client, amara: Person) -> None:
    hand_in(client)
    elsewhere.security(client)
    (proof,) = elsewhere.proofs()
    page = client.submit(client.get(f"/desk/proofs/{proof.public_id}"), {}, action="/decide")
    assert page.status == 422
    assert "Choose one of the two" in " ".join(page.errors)


def test_nobody_decides_about_their_own(app: Flask, client: Client, asked: tuple[int, int]) -> None:
    marek = elsewhere.security(client)
    making.reconcile(TODAY)
    hand_in(client)
    (proof,) = elsewhere.proofs()
    page = client.get(f"/desk/proofs/{proof.public_id}")
    assert "This proof is your own, so somebody else has to decide about it." in page.words
    assert not page.soup.select('form[action$="/decide"]')
    answer = client.post(f"/desk/proofs/{proof.public_id}/decide", {"decision": "accept"})
    assert answer.status == 403
    assert "somebody else has to decide" in answer.words
    assert elsewhere.proofs()[0].state is ProofState.WAITING
    assert marek.id == proof.person_id


def test_pressed_twice_it_happens_once(client: Client, amara: Person) -> None:
    hand_in(client)
    elsewhere.security(client)
    (proof,) = elsewhere.proofs()
    page = client.get(f"/desk/proofs/{proof.public_id}")
    for _press in range(2):
        again = client.submit(page, {"decision": "accept"}, action="/decide")
        assert again.status == 200
    assert len(elsewhere.completions()) == 1
    assert len(mails()) == 1
    other = client.submit(page, {"decision": "refuse", "reason": "No"}, action="/decide")
    assert other.status == 409, "who comes second with another answer is told"


def test_a_decision_is_taken_back_with_a_reason(app: Flask, client: Client, amara: Person) -> None:
    hand_in(client)
    elsewhere.security(client)
    decide(client)
    (proof,) = elsewhere.proofs()
    page = client.get(f"/desk/proofs/{proof.public_id}/take-back")
    assert client.submit(page).status == 422
    page = client.submit(page, {"reason": "It was forged"})
    assert page.heading == "Amara Okafor hands in a proof. Accepted, then taken back on Mon 23 Nov 2026."
    assert "It was forged" in page.words
    assert elsewhere.standing() == []
    assert elsewhere.completions()[-1].reason == "It was forged"
    assert [duty.done_on for duty in making.duties(amara.id)] == [None]
    assert rollups.differences() == []
    assert [mail.subject for mail in mails()][1] == "It does not count any more: Phishing awareness"
    again = client.post(f"/desk/proofs/{proof.public_id}/take-back", {"reason": "Again"})
    assert again.status == 409
    make.sign_in(client, amara)
    assert "taken back on Mon 23 Nov 2026 It was forged" in client.get("/record/proofs/").words
    assert "Outside proof" not in client.get("/record").words


def test_what_was_too_long_ago_does_not_settle_the_duty_and_the_page_says_so(client: Client, amara: Person) -> None:
    hand_in(client, done_on="2019-05-04")
    elsewhere.security(client)
    (proof,) = elsewhere.proofs()
    assert "No duty becomes done by it" in client.get(f"/desk/proofs/{proof.public_id}").words
    decide(client)
    assert [duty.done_on for duty in making.duties(elsewhere.proofs()[0].person_id)] == [None]


# --- the states, in any order -----------------------------------------------------------------------------------------

ACTS = st.lists(
    st.sampled_from(["hand-in", "accept", "refuse", "accept-own", "take-back", "accept-old"]), max_size=12
)  # fmt: skip


@given(ACTS)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_proof_never_makes_two_completions(app: Flask, asked: tuple[int, int], acts: list[str]) -> None:
    amara, marek = elsewhere.detached(make.person()), elsewhere.detached(make.person())
    making.reconcile(TODAY, [amara.id])
    known = len(elsewhere.proofs()), len(elsewhere.completions())
    before = {one.id for one in elsewhere.proofs()}
    for number, act in enumerate(acts):
        try:
            with writing():
                _do(act, amara, marek, before, number)
        except (Conflict, Forbidden, Refused, NotFound):
            pass
    mine = [one for one in elsewhere.proofs() if one.id not in before]
    facts = elsewhere.completions()[known[1] :]
    accepted = [one for one in mine if one.state is ProofState.ACCEPTED]
    made = [one for one in facts if not one.void]
    assert sorted(one.completion_id for one in accepted) == sorted(one.id for one in made), "one each, no more"
    assert len({one.supersedes_id for one in facts if one.void}) == len([one for one in facts if one.void])
    for one in mine:
        assert (one.completion_id is not None) is (one.state is ProofState.ACCEPTED)
        assert (one.decided_by_id is None) is (one.state is ProofState.WAITING)
        assert one.decided_by_id != one.person_id
    assert sum(one.state is ProofState.WAITING for one in mine) <= 1
    assert rollups.differences() == []


def _do(act: str, amara: Person, marek: Person, before: set[int], number: int) -> None:
    own, team = elsewhere.viewer(amara), elsewhere.viewer(marek, Role.SECURITY_TEAM)
    mine = [one for one in elsewhere.proofs() if one.id not in before]
    if act == "hand-in":
        from training.completion import proof_queries

        accepted = proof_queries.acceptable(own, TODAY)
        counts_as = accepted[0].public_id if accepted else "000000000000"
        new = NewProof(counts_as, "T", "I", TODAY - timedelta(days=3), Upload("a.pdf", "", PDF + b"%d%%%%EOF" % number))
        proof_service.hand_in(own, new, now=make.NOW, today=TODAY)
    elif not mine:
        return
    elif act == "take-back":
        proof_service.take_back(team, mine[-1].public_id, "Wrong", host=HOST, now=make.NOW)
    else:
        one = mine[0] if act == "accept-old" else mine[-1]
        who = elsewhere.viewer(amara, Role.SECURITY_TEAM) if act == "accept-own" else team
        decision = Decision(act != "refuse", "Because")
        proof_service.decide(who, one.public_id, decision, host=HOST, now=make.NOW)


# --- statements -------------------------------------------------------------------------------------------------------


def test_statements_do_not_grow(app: Flask, client: Client, amara: Person, clock: Clock, statements: Any) -> None:
    hand_in(client)
    counts = {}
    people = [amara, *(elsewhere.detached(make.person()) for _ in range(3))]
    for number, person in enumerate(people):
        if number:
            making.reconcile(TODAY, [person.id])
            make.sign_in(client, person)
            hand_in(client, PDF + b"%d%%%%EOF" % number)
    make.sign_in(client, amara)
    for path in ("/record/proofs/", "/record/proofs/new"):
        with statements() as counted:
            client.get(path)
        counts[path] = len(counted)
    elsewhere.security(client)
    one = elsewhere.proofs()[0].public_id
    for path in ("/desk/proofs/", f"/desk/proofs/{one}", f"/desk/proofs/{one}/take-back"):
        client.get(path)
        with statements() as counted:
            client.get(path)
        counts[path.replace(one, "…")] = len(counted)
    assert counts == {
        "/record/proofs/": 3, "/record/proofs/new": 2, "/desk/proofs/": 2, "/desk/proofs/…": 10,
        "/desk/proofs/…/take-back": 2,
    }, "who looks, what is shown; for a decision also what it would do"  # fmt: skip


# --- files, pure ------------------------------------------------------------------------------------------------------


@given(st.binary(max_size=64))
def test_nothing_but_three_kinds_is_taken(content: bytes) -> None:
    try:
        kind = proof_files.check(content)
    except MusterError:
        return
    assert content.startswith((b"%PDF-", b"\x89PNG", b"\xff\xd8\xff")), kind


def test_each_kind_is_known_by_its_content() -> None:
    assert [proof_files.check(one) for one in (PDF, PNG, JPEG)] == list(proof_files.FileKind)
    assert OutsideProof.__tablename__ == "outside_proof"
