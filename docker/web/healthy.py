"""Exits with 0 when the site in this container is ready to answer, database included."""

from urllib.request import Request, urlopen

# The host must be one that the site answers to; the health pages are never redirected to HTTPS.
urlopen(Request("http://127.0.0.1:8000/readyz"), timeout=4).close()
