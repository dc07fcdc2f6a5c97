"""Where the pages stand, in each language, and the files that are the same in all of them."""

from django.urls import path

from frontend.crossing.chances import sheet
from frontend.crossing.page import crossings
from frontend.directory import directory
from frontend.embedding import embed, oembed
from frontend.installing import manifest
from frontend.keeping import elsewhere, everything, worker
from frontend.network_views import network, networks
from frontend.printing import printed
from frontend.reuse import data, robots, site_map
from frontend.sharing import qr
from frontend.views import basemap, home, outlines, place

# In French at these addresses, in any other language under its code: /en/reseaux/.
pages = (
    [
        path("", home, name="home"),
        path("lieux/<slug:slug>/", place, name="place"),
        path("reseaux/", networks, name="networks"),
        path("reseaux/<slug:slug>/", network, name="network"),
        path("croisements/", crossings, name="crossings"),
        path("croisements/reunion/", sheet, name="chances"),
        path("donnees/", data, name="data"),
        path("embed/", embed, name="embed"),
        path("imprimer/", printed, name="print"),
        path("manifest.webmanifest", manifest, name="manifest"),
        path("hors-ligne/", elsewhere, name="elsewhere"),
        path("hors-ligne.json", everything, name="everything"),
    ],
    "frontend",
)

# They speak no language, and have one address.
files = (
    [
        path("robots.txt", robots, name="robots"),
        path("sitemap.xml", site_map, name="sitemap"),
        path("annuaire.json", directory, name="directory"),
        path("oembed", oembed, name="oembed"),
        path("qr.svg", qr, name="qr"),
        path("fond-de-carte.geojson", basemap, name="basemap"),
        path("communes.geojson", outlines, name="outlines"),
        path("service-worker.js", worker, name="worker"),
    ],
    "files",
)
