"""Where the pages stand."""

from django.urls import path

from frontend.directory import directory
from frontend.network_views import network, networks
from frontend.reuse import data, robots, site_map
from frontend.views import basemap, home, place

app_name = "frontend"
urlpatterns = [
    path("", home, name="home"),
    path("lieux/<slug:slug>/", place, name="place"),
    path("reseaux/", networks, name="networks"),
    path("reseaux/<slug:slug>/", network, name="network"),
    path("donnees/", data, name="data"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", site_map, name="sitemap"),
    path("annuaire.json", directory, name="directory"),
    path("fond-de-carte.geojson", basemap, name="basemap"),
]
