"""What is no page, and so has one address whatever the language."""

from django.urls import path

from interviews.comments.feeds import CommentsFeed, InterviewCommentsFeed

app_name = "comment_documents"

urlpatterns = [
    path("feeds/comments.atom", CommentsFeed(), name="feed"),
    path("feeds/interviews/<slug:slug>/comments.atom", InterviewCommentsFeed(), name="interview-feed"),
]
