"""Rules, block rules, accounts and reports in the admin."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError

from interviews.comments.models import BlockRule, InterviewPolicy, NetworkKey, Report, SitePolicy, SpeakerAccount
from tests.factories import make_comment, make_editor, make_interview, make_speaker

pytestmark = pytest.mark.django_db

DESK = "/admin/comments/"


@pytest.fixture
def editor(client):
    editor = make_editor()
    client.force_login(editor)
    return editor


def test_the_list_of_the_sites_rules_is_its_form_and_there_is_one_row(client, editor):
    page = client.get(f"{DESK}sitepolicy/", follow=True)
    assert page.status_code == 200
    typed = {"mode": "open", "slow_mode": "0", "trusted_after": "3"}
    for _ in range(2):
        assert client.post(f"{DESK}sitepolicy/1/change/", typed, follow=True).status_code == 200
    row = SitePolicy.objects.get()
    assert (row.mode, row.trusted_after, row.takes_urls) == ("open", 3, False)


def test_the_sites_rules_can_neither_be_added_to_nor_deleted(client, editor):
    SitePolicy.objects.create()
    assert client.get(f"{DESK}sitepolicy/add/").status_code == 403
    assert client.post(f"{DESK}sitepolicy/1/delete/", {"post": "yes"}).status_code == 403
    assert client.get(f"{DESK}sitepolicy/2/change/", follow=True).redirect_chain
    assert SitePolicy.objects.count() == 1


def test_an_interview_can_have_rules_of_its_own(client, editor):
    interview = make_interview()
    client.post(f"{DESK}interviewpolicy/add/", {"interview": interview.pk, "mode": "closed"})
    assert InterviewPolicy.objects.get().interview == interview


def test_an_interviews_page_leads_to_its_rules_whether_there_are_any_or_not(client, editor):
    interview = make_interview()
    address = f"{DESK}interviewpolicy/of/{interview.pk}/"
    assert address in client.get(f"/admin/interviews/interview/{interview.pk}/change/").content.decode()
    assert client.get(address).headers["Location"] == f"{DESK}interviewpolicy/add/?interview={interview.pk}"
    row = InterviewPolicy.objects.create(interview=interview, mode="closed")
    assert client.get(address).headers["Location"] == f"{DESK}interviewpolicy/{row.pk}/change/"


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("word", " cheap watches ", "cheap watches"),
        ("address", "Eve@Example.org", "eve@example.org"),
        ("address", "@Example.org", "@example.org"),
        ("link", "https://www.Spam.example/buy?now", "spam.example"),
        ("link", "spam.example:8080", "spam.example"),
        ("network", "203.0.113.7/24", "203.0.113.0/24"),
        ("network", "2001:db8::1", "2001:db8::1/128"),
    ],
)
def test_a_block_rule_is_kept_as_what_it_is_compared_with(client, editor, kind, typed, kept):
    client.post(f"{DESK}blockrule/add/", {"kind": kind, "pattern": typed, "action": "hold"})
    assert BlockRule.objects.get().pattern == kept


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("word", "!!!"),
        ("address", "example.org"),
        ("address", "a b@example.org"),
        ("address", "a@b@example.org"),
        ("address", "eve@localhost"),
        ("link", "spam"),
        ("link", "two words.example"),
        ("network", "203.0.113"),
        ("network", "example.org"),
        ("network", "0.0.0.0/0"),
        ("network", "::/0"),
    ],
)
def test_a_block_rule_that_could_meet_nothing_or_everything_is_refused(client, editor, kind, typed):
    page = client.post(f"{DESK}blockrule/add/", {"kind": kind, "pattern": typed, "action": "hold"})
    assert "errorlist" in page.content.decode()
    assert not BlockRule.objects.exists()
    with pytest.raises(ValidationError):
        BlockRule(kind=kind, pattern=typed).clean()


def test_the_list_of_block_rules_says_how_often_each_was_met(client, editor):
    BlockRule.objects.create(kind="word", pattern="zebra", hits=31)
    assert '<td class="field-hits">31</td>' in client.get(f"{DESK}blockrule/").content.decode()


def test_an_account_is_given_to_a_speaker(client, editor):
    speaker = make_speaker("Ola Berg")
    client.post(f"{DESK}speakeraccount/add/", {"user": editor.pk, "speaker": speaker.pk})
    assert SpeakerAccount.objects.get().speaker == speaker
    assert "Ola Berg" in client.get(f"{DESK}speakeraccount/").content.decode()


def test_a_report_can_be_read_and_not_changed(client, editor):
    report = Report.objects.create(comment=make_comment(make_interview()), reason="spam", note="<script>x()</script>")
    for address in ("", f"{report.pk}/change/"):
        page = client.get(f"{DESK}report/{address}").content.decode()
        assert "&lt;script&gt;x()" in page
        assert 'name="_save"' not in page
    assert client.post(f"{DESK}report/{report.pk}/change/", {"reason": "wrong"}).status_code == 403
    assert client.get(f"{DESK}report/add/").status_code == 403
    assert client.post(f"{DESK}report/{report.pk}/delete/", {"post": "yes"}).status_code == 403


def test_the_keys_of_the_networks_are_in_no_admin():
    assert not admin.site.is_registered(NetworkKey)
