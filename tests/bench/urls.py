"""The site, and what it is measured against."""

from django.urls import path

from config.urls import urlpatterns as site
from tests.bench.views import EmptyView, OneView, PlainPlaces

urlpatterns = [
    path("bench/empty/", EmptyView.as_view()),
    path("bench/one/", OneView.as_view()),
    path("bench/plain/", PlainPlaces.as_view()),
    *site,
]
