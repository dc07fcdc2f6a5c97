"""Where the pages stand."""

from django.urls import path

from frontend.views import basemap, home, place

app_name = "frontend"
urlpatterns = [
    path("", home, name="home"),
    path("lieux/<slug:slug>/", place, name="place"),
    path("fond-de-carte.geojson", basemap, name="basemap"),
]
