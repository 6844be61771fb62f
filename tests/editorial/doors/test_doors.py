"""Every door of the desk, for every role: who comes in.

An address that is not in the table fails the first test. Of each there are two columns, for looking (GET) and for
doing (POST), each with a letter for every role that comes in: nobody, a reader with an account, Contributor, Editor,
Publisher, Moderator. Where it matters whose interview it is there are three pairs of columns: a Contributor’s own
draft, another’s draft, a page that readers see.

A door that leads on is followed when one looks, and not when one does something; what comes of it is its own test’s.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from tests.editorial.doors.site import ROLES, WHOSE, Site, doors, lets_in

DOORS = {
    name: [pair.split() for pair in columns.split("|")]
    for name, _, columns in (
        line.partition(" ")
        for line in """
index                                    ..CEPM ..CEPM
login                                    nr.... nrCEPM
logout                                   ...... ..CEPM
password_change                          ..CEPM ..CEPM
password_change_done                     ..CEPM ......
autocomplete                             ..CEP. ......
jsi18n                                   ..CEPM ......
view_on_site                             ...... ...... | ...... ...... | ...EP. ...EP.
app_list                                 ..CEP. ..CEP.

interviews_importbatch_preview           ...EP. ...EP.
interviews_importbatch_undo              ....P. ....P.
interviews_importbatch_changelist        ...EP. ...EP.
interviews_importbatch_add               ...EP. ...EP.
interviews_importbatch_history           ...EP. ...EP.
interviews_importbatch_delete            ...... ......
interviews_importbatch_change            ...EP. ......

interviews_series_changelist             ..CEP. ..CEP.
interviews_series_add                    ...EP. ...EP.
interviews_series_history                ..CEP. ..CEP.
interviews_series_delete                 ...EP. ...EP.
interviews_series_change                 ..CEP. ...EP.

interviews_source_changelist             ...EP. ...EP.
interviews_source_add                    ...... ......
interviews_source_history                ...EP. ...EP.
interviews_source_delete                 ...... ......
interviews_source_change                 ...EP. ......

interviews_speaker_merge                 ...EP. ...EP.
interviews_speaker_changelist            ..CEP. ..CEP.
interviews_speaker_add                   ..CEP. ..CEP.
interviews_speaker_history               ..CEP. ..CEP.
interviews_speaker_delete                ...EP. ...EP.
interviews_speaker_change                ..CEP. ...EP.

interviews_tag_merge                     ...EP. ...EP.
interviews_tag_asked_of_many             ...EP. ...EP.
interviews_tag_names                     ..CEP. ..CEP.
interviews_tag_suggested                 ..CEP. ..CEP. | ...EP. ...EP. | ...EP. ...EP.
interviews_tag_changelist                ..CEP. ..CEP.
interviews_tag_add                       ...EP. ...EP.
interviews_tag_history                   ..CEP. ..CEP.
interviews_tag_delete                    ...EP. ...EP.
interviews_tag_change                    ..CEP. ...EP.

comments_speakeraccount_changelist       .....M .....M
comments_speakeraccount_add              .....M .....M
comments_speakeraccount_history          .....M .....M
comments_speakeraccount_delete           .....M .....M
comments_speakeraccount_change           .....M .....M

comments_blockrule_changelist            .....M .....M
comments_blockrule_add                   .....M .....M
comments_blockrule_history               .....M .....M
comments_blockrule_delete                .....M .....M
comments_blockrule_change                .....M .....M

comments_comment_person                  .....M .....M
comments_comment_queue                   .....M ......
comments_comment_together                ...... .....M
comments_comment_undo                    ...... .....M
comments_comment_one                     .....M ......
comments_comment_decide                  ...... .....M
comments_comment_reply                   ...... .....M
comments_comment_changelist              .....M .....M
comments_comment_add                     .....M .....M
comments_comment_history                 .....M .....M
comments_comment_delete                  ...... ......
comments_comment_change                  .....M .....M

comments_sitepolicy_changelist           .....M ..CEPM
comments_sitepolicy_add                  ...... ......
comments_sitepolicy_history              .....M .....M
comments_sitepolicy_delete               ...... ......
comments_sitepolicy_change               .....M .....M

comments_interviewpolicy_of              .....M ..CEPM
comments_interviewpolicy_changelist      .....M .....M
comments_interviewpolicy_add             .....M .....M
comments_interviewpolicy_history         .....M .....M
comments_interviewpolicy_delete          .....M .....M
comments_interviewpolicy_change          .....M .....M

comments_correction_changelist           ...EP. ...EP.
comments_correction_add                  ...... ......
comments_correction_history              ...EP. ...EP.
comments_correction_delete               ...... ......
comments_correction_change               ...EP. ...EP.

comments_report_changelist               .....M .....M
comments_report_add                      ...... ......
comments_report_history                  .....M .....M
comments_report_delete                   ...... ......
comments_report_change                   .....M ......

comments_subscription_changelist         .....M .....M
comments_subscription_add                ...... ......
comments_subscription_history            .....M .....M
comments_subscription_delete             .....M .....M
comments_subscription_change             .....M ......

interviews_interview_chapters            ..CEP. ..CEP. | ...EP. ...EP. | ...... ......
interviews_interview_restore             ..CEP. ..CEP. | ...EP. ...EP. | ...EP. ...EP.
interviews_interview_compare             ..CEP. ..CEP. | ...EP. ...EP. | ...EP. ...EP.
interviews_interview_revision            ..CEP. ..CEP. | ...EP. ...EP. | ...EP. ...EP.
interviews_interview_ready               ..CEP. ..CEP. | ...EP. ...EP. | ...EP. ...EP.
interviews_interview_cure                ...... ..CEP. | ...... ...EP. | ...... ...EP.
interviews_interview_publish             ...... ....P.
interviews_interview_discard_changes     ...... ......
interviews_interview_add                 ..CEP. ..CEP.
interviews_interview_change              ..CEP. ..CEP. | ...EP. ...EP. | ...EP. ...EP.
interviews_interview_presence            ...... ..CEP. | ...... ...EP. | ...... ...EP.
interviews_interview_keep_new            ...... ..CEP.
interviews_interview_keep                ...... ..CEP. | ...... ...EP. | ...... ...EP.
interviews_interview_discard             ..CEP. ..CEPM | ...EP. ..CEPM | ...EP. ..CEPM
interviews_interview_publication         ....P. ....P.
interviews_interview_flow                ..CEP. ...EP. | ...EP. ...EP. | ...EP. ...EP.
interviews_interview_preview             ..CEP. ..CEP. | ...EP. ...EP. | ...EP. ...EP.
interviews_interview_share               ..CEP. ..CEP. | ...EP. ...EP. | ...EP. ...EP.
interviews_interview_paste               ...... ..CEP.
interviews_interview_bulk                ..CEP. ..CEP.
interviews_interview_take_out            ...... ...EP.
interviews_interview_notes               ..CEP. ..CEP. | ...EP. ...EP. | ...EP. ...EP.
interviews_interview_changelist          ..CEP. ..CEP.
interviews_interview_history             ..CEP. ..CEP. | ...EP. ...EP. | ...EP. ...EP.
interviews_interview_delete              ...EP. ...EP. | ...EP. ...EP. | ....P. ....P.

auth_group_changelist                    ...... ......
auth_group_add                           ...... ......
auth_group_history                       ...... ......
auth_group_delete                        ...... ......
auth_group_change                        ...... ......

auth_user_password_change                ...... ......
auth_user_changelist                     ...... ......
auth_user_add                            ...... ......
auth_user_history                        ...... ......
auth_user_delete                         ...... ......
auth_user_change                         ...... ......

desk_find                                ..CEPM ......
desk_find_results                        ..CEPM ......
desk_keys                                ..CEPM ......
desk_notices                             ..CEPM ......
desk_media                               ..CEP. ......
desk_calendar                            ..CEP. ......
desk_reports                             ..CEP. ......
desk_report                              ..CEP. ......
desk_report_file                         ..CEP. ......
desk_on_site                             ...EP. ...EP.
desk_link                                ...EP. ......

desk_second_step                         ...... ......
desk_second_factor                       ..CEPM ..CEPM
desk_second_factor_off                   ...... ..CEPM
desk_recovery_codes                      ...... ..CEPM
desk_elsewhere                           ..CEPM ..CEPM
desk_account_log                         ...... ......
desk_account_log_file                    ...... ......
desk_sign_in_waits                       ...... ......
""".splitlines()
        if line
    )
}


def test_every_door_is_in_the_table() -> None:
    assert set(doors()) - set(DOORS) == set(), "say in the table who comes in"
    assert set(DOORS) - set(doors()) == set(), "these are in the table, and not at the desk any more"


def _rooms() -> list[str]:
    return sorted({"_".join(name.split("_")[:2]) for name in DOORS})


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("room", _rooms())
def test_those_come_in_who_may_and_nobody_else(room: str, settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    site = Site()
    for door, told in DOORS.items():
        if "_".join(door.split("_")[:2]) == room:
            found = [_who_comes_in(site, door, whose) for whose in (WHOSE if len(told) > 1 else WHOSE[-1:])]
            assert found == told, door


def _who_comes_in(site: Site, door: str, whose: str) -> list[str]:
    """The letters of the roles that come in, or dots: for looking and for doing. Nothing of it is kept."""
    found = []
    for method in ("get", "post"):
        letters = ""
        for role in ROLES:
            with transaction.atomic():
                comes_in = lets_in(site, role, method, site.address(door, whose, role))
                transaction.set_rollback(True)
            letters += role[0] if comes_in else "."
        found.append(letters)
    return found
