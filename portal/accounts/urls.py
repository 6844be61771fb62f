"""For everybody who signs in, in the look of the public pages."""

from functools import partial

from django.urls import path

from portal.accounts.views import password, sign_in

app_name = "accounts"

urlpatterns = [
    path("account/sign-in/", sign_in.GuestSignIn.as_view(), name="sign-in"),
    path("account/sign-in/code/", partial(sign_in.second_step, at_the_desk=False), name="second-step"),
    path("account/sign-out/", sign_in.SignOut.as_view(), name="sign-out"),
    path("account/password/", password.GuestChange.as_view(), name="password"),
    path("account/password/changed/", password.changed, name="password-changed"),
    path("account/password/forgotten/", password.Forgotten.as_view(), name="forgotten"),
    path("account/password/forgotten/sent/", password.sent, name="forgotten-sent"),
    path("account/password/new/<uidb64>/<token>/", password.New.as_view(), name="new-password"),
    path("account/password/new/done/", password.done, name="new-password-done"),
]
