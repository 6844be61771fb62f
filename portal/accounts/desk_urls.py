"""For editors, in the look of the desk: included before the admin's own addresses."""

from functools import partial

from django.contrib import admin
from django.urls import path

from portal.accounts.views import log, second_factor, sign_in

urlpatterns = [
    path("admin/login/code/", partial(sign_in.second_step, at_the_desk=True), name="desk_second_step"),
    # Not behind the desk's own guard: whoever must enrol is nobody until then.
    path("admin/second-factor/", second_factor.page, name="desk_second_factor"),
    path("admin/second-factor/off/", admin.site.admin_view(second_factor.off), name="desk_second_factor_off"),
    path("admin/second-factor/codes/", admin.site.admin_view(second_factor.codes), name="desk_recovery_codes"),
    path("admin/elsewhere/", admin.site.admin_view(second_factor.elsewhere), name="desk_elsewhere"),
    path("admin/accounts/log/", admin.site.admin_view(log.page), name="desk_account_log"),
    path("admin/accounts/log.csv", admin.site.admin_view(log.file), name="desk_account_log_file"),
    path("admin/accounts/waits/", admin.site.admin_view(log.waits), name="desk_sign_in_waits"),
]
