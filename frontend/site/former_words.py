"""Links and frames from when a state of overlap, or a network, had another name: they go on answering."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect

from network.renamed import of_today

View = Callable[[HttpRequest], HttpResponseBase]

# Until 2026-11 a state was called as the family that made it (`docs/adr/0017-sides-and-families.md`).
TODAY = {"mediation": "a", "business_support": "b", "none": "neither"}
PARAMETERS = ("overlap", "state")


def in_words_of_today(view: View) -> View:
    """Send who asks for a state or a network by its former name on to the same question in the words of today."""

    @wraps(view)
    def translated(request: HttpRequest) -> HttpResponseBase:
        query = of_today(request.GET).copy()
        for name in query.keys() & PARAMETERS:
            query.setlist(name, [TODAY.get(value, value) for value in query.getlist(name)])
        if query == request.GET:
            return view(request)
        return HttpResponsePermanentRedirect(f"{request.path}?{query.urlencode()}")

    return translated
