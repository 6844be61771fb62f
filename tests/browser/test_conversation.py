from __future__ import annotations

import pytest

from tests.factories import make_editor, make_interview, make_segment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_reader_comments_an_editor_approves_and_everybody_sees_it(open_page: object, script: bool) -> None:
    interview = make_interview(guest="Ola Berg")
    make_segment(interview, 18)
    make_editor("ed")

    reader = open_page(interview.get_absolute_url(), java_script_enabled=script)
    reader.fill("#comments [name=name]", "Mia Ek")
    reader.fill("#comments [name=email]", "mia@example.org")
    reader.fill("#comments [name=body]", "The rope was *mine*.")
    reader.click("#comments form [type=submit]")
    assert "waits for approval" in reader.inner_text("main")
    assert "The rope was mine." in reader.inner_text("main")

    stranger = open_page(interview.get_absolute_url())
    assert "The rope was" not in stranger.inner_text("main")

    editor = open_page("/admin/comments/comment/")
    editor.fill("[name=username]", "ed")
    editor.fill("[name=password]", "a long pass phrase")
    editor.click("[type=submit]")
    editor.check("tr:has-text('Mia Ek') .action-select")
    editor.select_option("[name=action]", label="Approve the selected comments")
    editor.click("button[name=index]")
    assert "1 comment" in editor.inner_text(".messagelist")

    stranger.reload()
    thread = stranger.inner_text("#comments")
    assert "Comments (1)" in thread
    assert "Mia Ek says:" in thread
    assert "The rope was mine." in thread
    assert "mia@example.org" not in stranger.content()
    reader.reload()
    reader.click("text=see it in the conversation")
    assert "#comment-" in reader.url
