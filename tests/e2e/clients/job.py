"""The main job through the functions that `openapi-python-client` generated from the description.

Tokens of mails and codes of authenticator apps come from `clients.py`.
"""

import base64
import hashlib
import io
import os
import time
import uuid
from datetime import timedelta

from guildhall_client import AuthenticatedClient, Client
from guildhall_client import models
from guildhall_client.api.accounts import (
    add_totp, confirm_totp, finish_session, get_me, register_user, start_session, verify_user)
from guildhall_client.api.awards import approve_decision, get_assessment_summary, propose_decision
from guildhall_client.api.bids import (
    approve_opening, edit_bid, get_bid, start_bid, submit_bid, verify_receipt)
from guildhall_client.api.evaluation import (
    appoint_member, declare_interests_in_lot, lock_consensus, put_consensus, put_scores,
    submit_scores)
from guildhall_client.api.health import get_time
from guildhall_client.api.opportunities import (
    create_opportunity, edit_opportunity, get_opportunity, publish_opportunity, review_opportunity)
from guildhall_client.api.organisations import (
    accept_invitation, create_organisation, invite_member, verify_organisation)
from guildhall_client.api.suppliers import upload_document
from guildhall_client.types import File

URL = os.environ["GUILDHALL_URL"]


def signed_in(token):
    return AuthenticatedClient(base_url=URL, token=token, raise_on_unexpected_status=True)


STRANGER = Client(base_url=URL, raise_on_unexpected_status=True)
ADMINISTRATOR = signed_in(os.environ["GUILDHALL_ADMINISTRATOR"])


def ask(question):
    print(f"? {question}", flush=True)
    return input()


def say(what):
    print(f". {what}", flush=True)


def good(told):
    """The answer, of the shape that was asked for; a refusal ends the job."""
    assert not isinstance(told.parsed, models.Problem), told.parsed
    assert told.status_code < 300, told
    return told.parsed


def refused(told, kind):
    """The refusal that the job expects."""
    assert isinstance(told.parsed, models.Problem), told
    assert told.parsed.type_ == f"/docs/problems/{kind}", told.parsed
    return told.parsed


def version(told):
    """The version, for the next `if_match`."""
    return told.headers["ETag"]


def now():
    return good(get_time.sync_detailed(client=STRANGER)).now


def wait_until(instant):
    while now() <= instant:
        time.sleep(0.2)


class Person:
    def __init__(self, name):
        self.name, self.password = name, f"pass {uuid.uuid4()}"
        self.email = f"{name.lower()}@people.example"
        new = models.NewUser(email=self.email, password=self.password, full_name=name)
        good(register_user.sync_detailed(client=STRANGER, body=new))
        token = models.TokenBody(token=ask(f"token {self.email}"))
        good(verify_user.sync_detailed(client=STRANGER, body=token))
        self.signs_in()
        self.id = good(get_me.sync_detailed(client=self.api)).id

    def signs_in(self, recovery_code=None):
        """With the second factor where the account has one."""
        credentials = models.NewSession(email=self.email, password=self.password)
        session = good(start_session.sync_detailed(client=STRANGER, body=credentials))
        if isinstance(session, models.SecondStepView):
            assert models.Factor.RECOVERY_CODE in session.factors
            second = models.SecondFactor(token=session.token, recovery_code=recovery_code)
            session = good(finish_session.sync_detailed(client=STRANGER, body=second))
        self.api = signed_in(session.access_token)

    def enrols(self):
        """An authenticator app, which approvers and openers need; then a sign-in with both."""
        secret = good(add_totp.sync_detailed(client=self.api)).secret
        code = models.TotpCode(code=ask(f"code {secret}"))
        codes = good(confirm_totp.sync_detailed(client=self.api, body=code)).recovery_codes
        self.signs_in(codes[0])

    def brings(self, kind, name):
        identifier = models.Identifier(scheme="GB-TEST", id=name.upper())
        new = models.CreateOrganisation(kind=kind, name=name, identifiers=[identifier])
        made = good(create_organisation.sync_detailed(client=self.api, body=new)).id
        verdict = models.Finding(
            outcome=models.Outcome.VERIFIED, note="Checked against the register.")
        good(verify_organisation.sync_detailed(made, client=ADMINISTRATOR, body=verdict))
        return made

    def invites(self, organisation, guest, roles):
        new = models.NewInvitation(email=guest.email, roles=roles)
        good(invite_member.sync_detailed(organisation, client=self.api, body=new))
        token = models.TokenBody(token=ask(f"token {guest.email}"))
        good(accept_invitation.sync_detailed(client=guest.api, body=token))


def gbp(amount):
    return models.Money(amount=amount, currency="GBP")


def lot(closes):
    question = models.Question(
        key="approach", prompt="How will you do it?", kind=models.QuestionKind.TEXT, required=True,
        word_limit=50)
    quality = models.Criterion(
        key="quality", name="Quality", kind=models.CriterionKind.QUALITY, weight="70.00",
        scale_max="10.00")
    price = models.Criterion(
        key="price", name="Price", kind=models.CriterionKind.PRICE, weight="30.00",
        scale_max="10.00")
    return models.LotBody(
        title="Prove it", description="Supply, fit and run sensors for two years.",
        value=gbp("50000.00"), max_awards=1, questions=[question], criteria=[quality, price],
        clarifications_close_at=closes - timedelta(seconds=4), submissions_close_at=closes)


def challenge(organisation, lots):
    return models.CreateOpportunity(
        organisation_id=organisation, kind=models.OpportunityKind.CHALLENGE,
        title="Know which gullies will flood", summary="Sensors that text before a drain blocks.",
        description="We clean 12,000 gullies by calendar.",
        problem_statement="Streets flood because drains block unseen.",
        desired_outcomes=["Fewer floods"], cpv=["72212000"], regions=["UKI31"],
        themes=["drainage"], budget=gbp("50000.00"), lots=lots,
        ip_terms="The supplier owns the result; the council may use it.")


def publishes(author, approver, council):
    """Drafted, edited, reviewed, and published by another person."""
    body = challenge(council, [lot(now() + timedelta(seconds=8))])
    created = create_opportunity.sync_detailed(client=author.api, body=body)
    made = good(created).id
    title = models.EditOpportunity(title="Know which gullies will flood next")
    edited = edit_opportunity.sync_detailed(
        made, client=author.api, body=title, if_match=version(created))
    assert good(edited).title.endswith("next")
    stale = review_opportunity.sync_detailed(made, client=author.api, if_match=version(created))
    refused(stale, "stale")
    review = review_opportunity.sync_detailed(made, client=author.api, if_match=version(edited))
    assert good(review).status == "in_review"
    published = good(publish_opportunity.sync_detailed(
        made, client=approver.api, if_match=version(review)))
    say(f"opportunity {published.number} is drafted, reviewed and published")
    return published


def uploads(person, supplier):
    content = b"%PDF-1.7\n% insurance\n%%EOF\n"
    digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
    document = good(upload_document.sync_detailed(
        supplier, client=person.api, body=File(io.BytesIO(content)), name="insurance.pdf",
        content_digest=f"sha-256=:{digest}:"))
    assert document.size == len(content)


def bids(person, supplier, lot_id):
    """Started, edited, submitted; the retry of the submission gets the same receipt."""
    started = start_bid.sync_detailed(
        lot_id, client=person.api, body=models.NewBid(organisation_id=supplier))
    bid = good(started).id
    answer = models.AnswerBody(question_key="approach", text="Sensors that text.")
    written = edit_bid.sync_detailed(
        bid, client=person.api, if_match=version(started),
        body=models.EditBid(answers=[answer], price=gbp("12500.00")))
    assert good(written).price == gbp("12500.00")
    act = {"if_match": version(written), "idempotency_key": str(uuid.uuid4())}
    receipt = good(submit_bid.sync_detailed(bid, client=person.api, **act))
    assert good(submit_bid.sync_detailed(bid, client=person.api, **act)) == receipt
    note = models.NoteBody(note=receipt.note)
    assert good(verify_receipt.sync_detailed(client=STRANGER, body=note)).valid
    say(f"the bid is submitted at {receipt.received_at}; its retry got the same receipt")
    return receipt


def opens(first, second, receipt):
    wait_until(receipt.submissions_close_at)
    early = approve_opening.sync_detailed(receipt.lot_id, client=first.api)
    wait_until(refused(early, "too-early").opens_from)
    assert not good(approve_opening.sync_detailed(receipt.lot_id, client=first.api)).opened
    opening = good(approve_opening.sync_detailed(receipt.lot_id, client=second.api))
    assert opening.opened and opening.bids == 1
    say("two openers have opened the bid after the deadline")


def judges(approver, chair, evaluator, receipt):
    """Declared first, marked alone, agreed, locked."""
    lot_id, bid = receipt.lot_id, receipt.bid_id
    seats = ((chair, models.PanelRole.CHAIR), (evaluator, models.PanelRole.EVALUATOR))
    nothing = models.NewDeclaration(
        conflicts=[], statement="I have no interest in any of the bidders.")
    for person, role in seats:
        seat = models.NewSeat(user_id=person.id, role=role)
        good(appoint_member.sync_detailed(lot_id, client=approver.api, body=seat))
        good(declare_interests_in_lot.sync_detailed(lot_id, client=person.api, body=nothing))
        assert good(get_bid.sync_detailed(bid, client=person.api)).id == bid
    mark = models.NewMark(criterion_key="quality", mark="8", rationale="A convincing plan.")
    marks = models.NewMarks(scores=[mark])
    for person, _ in seats:
        good(put_scores.sync_detailed(bid, client=person.api, body=marks))
        good(submit_scores.sync_detailed(lot_id, client=person.api))
    good(put_consensus.sync_detailed(bid, client=chair.api, body=marks))
    ranking = good(lock_consensus.sync_detailed(lot_id, client=chair.api))
    assert ranking.items[0].total == "86.00", f"8/10*70 + 30 = {ranking.items[0].total}"
    say("the panel has declared, marked and agreed; the ranking is locked")


def awards(chair, approver, winner, receipt, opportunity):
    award = models.NewDecision(
        outcome=models.DecisionOutcome.AWARD, bid_ids=[receipt.bid_id],
        reason="The highest total.")
    good(propose_decision.sync_detailed(receipt.lot_id, client=chair.api, body=award))
    settlement = models.NewSettlement(approved=True, note="Checked against the ranking.")
    decision = good(approve_decision.sync_detailed(
        receipt.lot_id, client=approver.api, body=settlement))
    assert decision.state == models.DecisionState.APPROVED, decision
    summary = good(get_assessment_summary.sync_detailed(receipt.bid_id, client=winner.api))
    assert summary.outcome == "successful", summary
    assert summary.winners[0].supplier_name == "Otters", summary
    shown = good(get_opportunity.sync_detailed(opportunity.id, client=STRANGER))
    assert shown.status == "decided", shown.status
    say(f"the supplier reads the award: {summary.total} of 100.00")


def main():
    names = ("Owner", "Author", "Approver", "Opener", "Chair", "Evaluator", "Otter")
    owner, author, approver, opener, chair, evaluator, otter = map(Person, names)
    council = owner.brings(models.OrganisationKind.PUBLIC_BODY, "Camden")
    supplier = otter.brings(models.OrganisationKind.SUPPLIER, "Otters")
    owner.invites(council, author, [models.Role.AUTHOR])
    owner.invites(council, approver, [models.Role.APPROVER, models.Role.OPENER])
    owner.invites(council, opener, [models.Role.OPENER])
    approver.enrols()
    opener.enrols()
    say("seven people have signed in, two of them with a second factor; both bodies are verified")
    opportunity = publishes(author, approver, council)
    uploads(otter, supplier)
    receipt = bids(otter, supplier, opportunity.lots[0].id)
    opens(opener, approver, receipt)
    judges(approver, chair, evaluator, receipt)
    awards(chair, approver, otter, receipt, opportunity)


main()
