"""What editors do in the queue, as tests do it."""

from __future__ import annotations

import html
import re

from interviews.comments.models import Comment

QUEUE = "/admin/comments/comment/queue/"


def token(comment, client, tab="waiting"):
    page = client.get(QUEUE, {"tab": tab}).content.decode()
    return re.search(rf'name="seen" value="({comment.pk}-[^"]*)"', page)[1]


def decide(client, comment, seen, **sent):
    address = f"{QUEUE}{comment.pk}/decide/?tab=waiting&age=day"
    page = client.post(address, {"seen": seen, **sent}, follow=True)
    return html.unescape(page.content.decode())


def undo(client, page):
    events = re.findall(r'name="event" value="(\d+)"', page)
    assert events
    return html.unescape(client.post(f"{QUEUE}undo/", {"event": events}, follow=True).content.decode())


def say_yes(client, asked):
    """Sends the page that asks whether one is sure."""
    page = asked.content.decode()
    address = re.search(r'<form class="queue__confirm" method="post" action="([^"]+)"', page)[1]
    sent = {name: re.findall(rf'name="{name}" value="([^"]*)"', page) for name in ("item", "decision", "list")}
    return client.post(html.unescape(address), {**sent, "confirmed": "1"}, follow=True)


def status_of(comment):
    return Comment.objects.get(pk=comment.pk).status
