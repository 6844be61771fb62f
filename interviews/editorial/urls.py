from django.urls import path

from interviews.editorial.views import draft, ending

app_name = "editorial"

urlpatterns = [
    path("drafts/<str:token>/", draft.draft, name="draft"),
    path("notices/end/<str:key>/", ending.notices_end, name="notices_end"),
]
