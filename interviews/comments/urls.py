from django.urls import path

from interviews.comments.views import account, correcting, following, own, reading, reporting, writing

app_name = "comments"

_ALL = "interviews/<slug:slug>/comments/"
_ONE = f"{_ALL}<int:pk>/"
_CORRECTION = "interviews/<slug:slug>/corrections/<str:uid>/"

urlpatterns = [
    path(_ALL, writing.comments, name="comments"),
    path(f"{_ALL}write/", writing.write, name="write"),
    path(f"{_ALL}follow/", following.follow, name="follow"),
    path(_ONE, reading.comment, name="comment"),
    path(f"{_ONE}thread/", reading.thread, name="thread"),
    path(f"{_ONE}reply/", writing.reply, name="reply"),
    path(f"{_ONE}received/", writing.received, name="received"),
    path(f"{_ONE}edit/", own.edit, name="edit"),
    path(f"{_ONE}withdraw/", own.withdraw, name="withdraw"),
    path(f"{_ONE}report/", reporting.report, name="report"),
    path(_CORRECTION, correcting.correct, name="correct"),
    path(f"{_CORRECTION}sent/", correcting.corrected, name="corrected"),
    path("account/questions/", account.questions, name="questions"),
    path("comments/confirm/<str:key>/", following.confirm, name="confirm"),
    path("comments/unsubscribe/<str:key>/", following.unsubscribe, name="unsubscribe"),
]
