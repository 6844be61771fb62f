from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    name = "interviews.comments"
    label = "comments"
    verbose_name = _("Conversation")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from interviews.admin import happenings as beside
        from interviews.admin.dashboard.panels import offer as offer_panel
        from interviews.admin.finding.places import Place
        from interviews.admin.finding.places import offer as offer_place
        from interviews.admin.keys.groups import offer as offer_keys
        from interviews.comments import correcting, entries, found, happenings, queue_keys
        from interviews.comments.dashboard import comments_waiting, corrections_waiting, questions_unanswered
        from interviews.comments.models import Comment
        from interviews.comments.rules import closes_at
        from interviews.kept import turns
        from interviews.models.language import follow
        from interviews.remarks import keep_with
        from interviews.search.entries import offer
        from interviews.store import publication

        follow(Comment)
        turns(closes_at)
        keep_with(entries)
        publication.listen(correcting.put_on_the_page)
        offer(found)
        beside.offer(happenings.comments_decided)
        beside.offer(happenings.corrections_decided)
        offer_place(
            Place(_("Readers’ corrections"), "admin:comments_correction_changelist", ["interviews.change_interview"])
        )
        may = ["comments.view_comment", "comments.change_comment"]
        offer_place(Place(_("Queue of comments"), "admin:comments_comment_queue", may))
        offer_place(Place(_("Unanswered questions"), "admin:comments_comment_queue", may, "?tab=questions"))
        offer_panel(comments_waiting, 30)
        offer_panel(questions_unanswered, 31)
        offer_panel(corrections_waiting, 32)
        offer_keys(queue_keys.MOVING)
        offer_keys(queue_keys.DECIDING)
