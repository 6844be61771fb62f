"""What the database logs of accounts by itself, and the page that shows it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.test import Client
from django.utils import timezone

from portal.accounts import triggers
from portal.accounts.models import Acting, Event
from portal.accounts.models.event import log
from tests.portal.accounts.steps import DESK, PASSWORD, from_network, sign_in

pytestmark = pytest.mark.django_db

PAGE = "/admin/accounts/log/"


def lines(**asked: Any) -> list[tuple[str, str, str, str]]:
    """What was logged, the oldest first."""
    rows = Event.objects.filter(**asked).order_by("pk")
    return [(row.kind, row.actor, row.user, row.detail) for row in rows]


def test_what_is_changed_of_many_at_once_is_logged_of_each(ed: Any, ada: Any) -> None:
    get_user_model().objects.order_by("pk").update(is_staff=True, is_superuser=True)
    assert sorted(lines(kind="changed")) == [
        ("changed", "", "ada", "is_staff: no > yes"),
        ("changed", "", "ada", "is_superuser: no > yes"),
    ]


def test_a_role_that_is_given_to_many_at_once_is_logged_of_each(ed: Any, ada: Any) -> None:
    role = Group.objects.create(name="Keepers")
    through = get_user_model().groups.through
    through.objects.bulk_create([through(user=user, group=role) for user in (ed, ada)])
    through.objects.filter(user=ada).delete()
    assert lines(kind="groups") == [
        ("groups", "", "ed", "+ Keepers"),
        ("groups", "", "ada", "+ Keepers"),
        ("groups", "", "ada", "- Keepers"),
    ]


def test_permissions_of_accounts_and_roles_are_logged_by_their_names(ada: Any) -> None:
    role = Group.objects.create(name="Keepers")
    permission = Permission.objects.get(codename="add_tag", content_type__app_label="interviews")
    ada.user_permissions.set([permission])
    role.permissions.add(permission)
    role.name = "Wardens"
    role.save()
    role.delete()
    assert lines(kind="permissions") == [("permissions", "", "ada", "+ interviews.add_tag")]
    assert lines(kind="role") == [
        ("role", "", "", "+ Keepers"),
        ("role", "", "", "Keepers: + interviews.add_tag"),
        ("role", "", "", "name: Keepers > Wardens"),
        ("role", "", "", "Wardens: - interviews.add_tag"),
        ("role", "", "", "- Wardens"),
    ]


def test_an_account_is_logged_from_its_making_to_its_end(db: None) -> None:
    user = get_user_model().objects.create_superuser("eve", "eve@example.org", PASSWORD)
    user.set_password("another pass phrase")
    user.email, user.first_name = "other@example.org", "Eve"
    user.save()
    user.delete()
    told = lines(user="eve")
    assert (told[0], told[-1]) == (("created", "", "eve", "is_superuser"), ("deleted", "", "eve", ""))
    assert sorted(told[1:-1]) == [("changed", "", "eve", "email"), ("password", "", "eve", "")]
    assert "other@example.org" not in str(list(Event.objects.values()))


def test_a_statement_past_django_is_logged_too(ada: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE auth_user SET is_superuser = is_active WHERE username = 'ada'")
    assert ("changed", "", "ada", "is_superuser: no > yes") in lines()


def test_what_is_undone_was_never_logged(ada: Any) -> None:
    with transaction.atomic():
        get_user_model().objects.update(is_staff=True)
        transaction.set_rollback(True)
    assert lines(kind="changed") == []


def test_signing_in_changes_nothing_of_an_account(ed: Any) -> None:
    before = Event.objects.count()
    sign_in(Client(), "ed")
    assert [row[0] for row in lines()][before:] == ["signed_in"]


def test_who_changes_an_account_at_the_desk_is_named(ed: Any, ada: Any) -> None:
    desk = from_network("203.0.113.7")
    sign_in(desk, "ed")
    page = f"/admin/auth/user/{ada.pk}/change/"
    sent = {"username": "ada", "is_active": "on", "is_staff": "on"}
    sent |= {"date_joined_0": "2026-01-01", "date_joined_1": "00:00:00"}
    assert desk.post(page, sent).status_code == 302

    row = Event.objects.get(kind="changed", user="ada", detail="is_staff: no > yes")
    assert (row.actor, row.actor_id, row.network) == ("ed", ed.pk, "203.0.113.0/24")
    assert not Acting.objects.exists()

    assert desk.post("/admin/auth/user/", {"action": "delete_selected", "_selected_action": ada.pk, "post": "yes"})
    assert ("deleted", "ed", "ada", "") in lines()


def test_who_may_change_accounts_makes_nobody_more_than_they_are(ed: Any, ada: Any) -> None:
    may = Permission.objects.filter(codename__in=["change_user", "view_user", "delete_user"])
    ada.is_staff = True
    ada.save()
    ada.user_permissions.set(may)
    desk = Client()
    desk.force_login(ada)
    sent = {"username": "ada", "is_active": "on", "is_superuser": "on", "groups": [], "email": "new@example.org"}
    sent |= {"date_joined_0": "2026-01-01", "date_joined_1": "00:00:00"}

    assert desk.post(f"/admin/auth/user/{ada.pk}/change/", sent).status_code == 302
    ada.refresh_from_db()
    assert (ada.email, ada.is_superuser, ada.is_staff) == ("new@example.org", False, True)

    assert desk.post(f"/admin/auth/user/{ed.pk}/change/", sent).status_code == 403
    word = {"usable_password": "true", "password1": "quite another phrase", "password2": "quite another phrase"}
    assert desk.post(f"/admin/auth/user/{ed.pk}/password/", word).status_code == 403
    assert desk.post(f"/admin/auth/user/{ed.pk}/delete/", {"post": "yes"}).status_code == 403
    assert desk.post("/admin/auth/user/", {"action": "end_sessions", "_selected_action": [ed.pk]}).status_code == 302
    assert not Event.objects.filter(kind="ended").exists()
    assert get_user_model().objects.get(username="ed").check_password(PASSWORD)


@pytest.mark.parametrize("is_active", [True, False])
def test_nor_do_they_get_what_another_account_may(ada: Any, is_active: bool) -> None:
    """By its password, or an address to which a letter goes; also not of one that is switched off."""
    ada.is_staff = True
    ada.save()
    ada.user_permissions.set(Permission.objects.filter(codename__in=["change_user", "view_user", "delete_user"]))
    chief, like = (get_user_model().objects.create_user(name, password=PASSWORD) for name in ("chief", "like"))
    role = Group.objects.create(name="Chiefs")
    role.permissions.set(Permission.objects.filter(codename="publish_interview"))
    chief.groups.add(role)
    chief.is_active = is_active
    chief.save()
    like.user_permissions.set(Permission.objects.filter(codename="view_user"))
    desk = Client()
    desk.force_login(ada)
    word = {"usable_password": "true", "password1": "quite another phrase", "password2": "quite another phrase"}
    sent = {"username": "chief", "is_active": "on", "email": "ada@example.org"}
    sent |= {"date_joined_0": "2026-01-01", "date_joined_1": "00:00:00"}

    assert desk.post(f"/admin/auth/user/{chief.pk}/change/", sent).status_code == 403
    assert desk.post(f"/admin/auth/user/{chief.pk}/password/", word).status_code == 403
    assert desk.post(f"/admin/auth/user/{chief.pk}/delete/", {"post": "yes"}).status_code == 403
    assert desk.post(f"/admin/auth/user/{like.pk}/password/", word).status_code == 302
    chief.refresh_from_db()
    assert (chief.email, chief.is_active, chief.check_password(PASSWORD)) == ("", is_active, True)


def test_who_may_change_roles_puts_no_more_into_one(ed: Any, ada: Any) -> None:
    """Their own among them; a superuser may."""
    role = Group.objects.create(name="Desk")
    role.permissions.set(Permission.objects.filter(codename__in=["change_group", "view_group", "add_group"]))
    ada.is_staff = True
    ada.save()
    ada.groups.add(role)
    page, everything = f"/admin/auth/group/{role.pk}/change/", [row.pk for row in Permission.objects.all()]
    desk, superuser = Client(), Client()
    desk.force_login(ada)
    superuser.force_login(ed)

    assert desk.post(page, {"name": "The desk", "permissions": everything}).status_code == 302
    assert (Group.objects.get(pk=role.pk).name, role.permissions.count()) == ("The desk", 3)
    assert superuser.post(page, {"name": "The desk", "permissions": everything}).status_code == 302
    assert role.permissions.count() == len(everything)


def test_another_password_given_at_the_desk_is_logged_and_ends_the_sessions(ed: Any, ada: Any) -> None:
    hers = Client()
    hers.force_login(ada)
    desk = Client()
    sign_in(desk, "ed")
    sent = {"usable_password": "true", "password1": "quite another phrase", "password2": "quite another phrase"}
    assert desk.post(f"/admin/auth/user/{ada.pk}/password/", sent).status_code == 302
    assert ("password", "ed", "ada", "") in lines()
    assert hers.get("/account/questions/").status_code == 302


def test_a_line_is_changed_by_nobody(ed: Any) -> None:
    event = Event.objects.first()
    with pytest.raises(TypeError):
        Event.objects.update(actor="somebody else")
    with pytest.raises(TypeError):
        Event.objects.all().delete()
    with pytest.raises(TypeError):
        event.delete()
    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(DatabaseError, match="is not changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_event SET actor = 'somebody else'")


def test_lines_are_kept_so_many_days(ed: Any, settings: Any, capsys: pytest.CaptureFixture) -> None:
    settings.ACCOUNT_LOG_DAYS = 30
    Event.objects.create(kind="failed", user="old", at=timezone.now() - dt.timedelta(days=31))
    Event.objects.create(kind="failed", user="young", at=timezone.now() - dt.timedelta(days=29))
    call_command("purge_account_log")
    call_command("purge_account_log")
    assert capsys.readouterr().out.startswith("1 lines of the log and 0 counts")
    assert list(Event.objects.filter(kind="failed").values_list("user", flat=True)) == ["young"]


def test_a_database_that_logs_nothing_is_told_of(db: None) -> None:
    assert run_checks(databases=["default"], tags=["database"]) == []
    with connection.cursor() as cursor:
        on = " ON auth_user" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER {triggers.PREFIX}user_is_staff{on}")
    (warning,) = run_checks(databases=["default"], tags=["database"])
    assert warning.id == "accounts.W001"
    assert "user_is_staff" in warning.msg
    triggers.make()
    assert run_checks(databases=["default"], tags=["database"]) == []


def test_tables_can_be_altered_and_are_logged_again_after_that(db: None) -> None:
    """SQLite refuses to make a table anew while a trigger speaks of one that is gone."""
    triggers.take_away(plan=[(Migration("0099", "auth"), False)])
    if connection.vendor == "sqlite":
        assert triggers.missing(connection)
    triggers.make(plan=["a migration"])
    assert triggers.missing(connection) == []


def test_taking_the_log_away_takes_its_triggers_first(db: None) -> None:
    """Or no account could be changed any more."""
    (migration,) = [one for key, one in MigrationLoader(connection).graph.nodes.items() if key[0] == "accounts"]
    triggers.take_away(plan=[(migration, True)])
    assert set(triggers.missing(connection)) >= {"user_made", "kept"}
    triggers.make()
    assert triggers.missing(connection) == []


def test_failures_and_ends_of_sessions_are_logged(ed: Any) -> None:
    client = from_network("2001:db8:1:2:3::4")
    sign_in(client, "ed", "another pass phrase")
    sign_in(client, "ed")
    client.post("/admin/logout/")
    told = [(row.kind, row.user, row.network) for row in Event.objects.exclude(kind="created").order_by("pk")]
    network = "2001:db8:1:2::/64"
    assert told == [("failed", "ed", network), ("signed_in", "ed", network), ("signed_out", "ed", network)]


def test_of_tries_that_had_to_wait_one_is_logged(ed: Any) -> None:
    for _ in range(9):
        sign_in(from_network("203.0.113.7"), "ed", "another pass phrase")
    assert Event.objects.filter(kind="failed").count() == 5
    assert Event.objects.filter(kind="locked", user="ed").count() == 1


def test_the_log_is_narrowed_by_person_kind_and_day(ed: Any, ada: Any) -> None:
    desk = Client()
    sign_in(desk, "ed")
    Event.objects.create(kind="failed", user="ada", at=dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC))
    for query, shown, hidden in (
        ("person=ada", "<td>ada</td>", "<td>ed</td>"),
        ("kind=signed_in", "signed in", "<td>ada</td>"),
        ("since=2026-03-01&until=2026-03-01", "sign-in failed", "account made"),
        ("kind=nonsense&since=nonsense", "<td>ada</td>", "no such line"),
    ):
        table = desk.get(f"{PAGE}?{query}").content.decode().partition("<tbody>")[2]
        assert shown in table, query
        assert hidden not in table, query


def test_the_log_says_in_words_what_was_changed() -> None:
    assert Event(detail="is_superuser: no > yes").said == "superuser: no → yes"
    assert Event(detail="name: Keepers > Wardens").said == "name: Keepers → Wardens"
    assert Event(detail="Keepers: + interviews.add_tag").said == "Keepers: + interviews.add_tag"
    assert Event(detail="").said == ""


def test_a_file_of_the_log_holds_no_formula(ed: Any) -> None:
    desk = Client()
    sign_in(desk, "ed")
    log("failed", request=None, user=None, detail='=HYPERLINK("https://evil.example")')
    answer = desk.get("/admin/accounts/log.csv?kind=failed")
    text = b"".join(answer.streaming_content).decode()
    assert answer["Content-Type"].startswith("text/csv")
    assert "'=HYPERLINK" in text
    assert len(text.splitlines()) == 2


@pytest.mark.parametrize("page", [PAGE, "/admin/accounts/log.csv"])
def test_the_log_is_for_superusers(ada: Any, page: str) -> None:
    ada.is_staff = True
    ada.save()
    desk = Client()
    assert desk.get(page).headers["Location"].startswith(DESK)
    desk.force_login(ada)
    assert desk.get(page).status_code == 403


def test_the_log_costs_the_same_however_long_it_is(ed: Any, django_assert_num_queries: Any) -> None:
    desk = Client()
    desk.force_login(ed)
    desk.get(PAGE)
    Event.objects.bulk_create([Event(kind="failed", user="ed") for _ in range(120)])
    with django_assert_num_queries(5):
        desk.get(PAGE)
