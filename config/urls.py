"""Where each part of the site stands."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from config import health
from config.live.views import live
from frontend.urls import accounts, alerts, files, fragments, mail, pages, suggesting, workspace

handler400 = "config.refusals.bad_request"
handler403 = "config.refusals.forbidden"
handler404 = "config.refusals.not_found"
handler500 = "config.outage.server_error"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("live/", live, name="live"),
    path("admin/", admin.site.urls),
    path("api/", include("api.urls")),
    path("", include("api.ogc.urls")),
    path("", include(files)),
    *i18n_patterns(
        path("", include(pages)),
        path("", include(fragments)),
        path("", include(suggesting)),
        path("", include(mail)),
        path("", include(alerts)),
        path("", include(accounts)),
        path("", include(workspace)),
        prefix_default_language=False,
    ),
]
