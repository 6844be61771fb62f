from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    name = "interviews.comments"
    label = "comments"
    verbose_name = _("Conversation")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from interviews.comments import entries, found
        from interviews.comments.models import Comment
        from interviews.models.language import follow
        from interviews.remarks import keep_with
        from interviews.search.entries import offer

        follow(Comment)
        keep_with(entries)
        offer(found)
