from __future__ import annotations

from interviews.admin.dashboard.panels import offer
from interviews.editorial.dashboard.answers import guests_answers
from interviews.editorial.dashboard.links import broken_links
from interviews.editorial.dashboard.review import on_my_desk, review
from interviews.editorial.dashboard.scheduled import scheduled
from interviews.editorial.dashboard.trash import in_trash
from interviews.editorial.dashboard.work import my_work


def offer_panels() -> None:
    offer(my_work, 10)
    offer(on_my_desk, 20)
    offer(review, 25)
    offer(guests_answers, 30)
    offer(scheduled, 50)
    offer(broken_links, 60)
    offer(in_trash, 80)
