from django.urls import path

from interviews.editorial.views import draft

app_name = "editorial"

urlpatterns = [path("drafts/<str:token>/", draft.draft, name="draft")]
