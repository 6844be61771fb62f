from django.urls import path

from interviews.comments import views

app_name = "comments"

urlpatterns = [
    path("interviews/<slug:slug>/comments/", views.write, name="write"),
    path("interviews/<slug:slug>/comments/<int:pk>/reply/", views.reply, name="reply"),
    path("interviews/<slug:slug>/comments/<int:pk>/received/", views.received, name="received"),
]
