"""Who comes in, and where: only where someone has something to do."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from network.accounts.fresh import TO_PRESS, TO_SHOW, is_sure
from network.models import User
from network.rights import keeps_something

View = Callable[..., HttpResponseBase]


def for_keepers(view: View) -> View:
    """Open a page to whoever runs a network or keeps a place. Anyone else finds nothing there, and is told why."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401
        if not request.user.is_authenticated:
            return redirect_to_login(_was_at(request))
        if not keeps_something(request.user):
            return render(request, "pages/workspace/nothing.html", status=HTTPStatus.NOT_FOUND)
        return view(request, *args, **kwargs)

    return never_cache(opened)


def for_its_keepers(view: View) -> View:
    """Open a page that finds but what is hers, and is not asked first whether she keeps anything.

    Who finds nothing is answered as by `for_keepers`: told why, if she keeps nothing at all.
    """

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401
        if not request.user.is_authenticated:
            return redirect_to_login(_was_at(request))
        try:
            return view(request, *args, **kwargs)
        except Http404:
            if keeps_something(request.user):
                raise
            return render(request, "pages/workspace/nothing.html", status=HTTPStatus.NOT_FOUND)

    return never_cache(opened)


def for_accounts(view: View) -> View:
    """Open a page of one's own account to whoever has signed in."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401
        if not request.user.is_authenticated:
            return redirect_to_login(_was_at(request))
        return view(request, *args, **kwargs)

    return never_cache(opened)


def once_shown(view: View) -> View:
    """Ask who it is before a button gives anyone, or anything, a way in, or ends what does not come back.

    Pages show no such button to who `owes_proof`; this is for who sits before one that was shown long ago.
    """

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401
        if request.method == "POST" and not is_sure(request, TO_PRESS):
            return redirect_to_login(_was_at(request), reverse("confirm"))
        return view(request, *args, **kwargs)

    return opened


def owes_proof(request: HttpRequest) -> bool:
    """Tell whether whoever asks has to show who she is before such a button is shown to her."""
    return not is_sure(request, TO_SHOW)


def _was_at(request: HttpRequest) -> str:
    """Tell where she comes back to: what she sent is not sent again, so a button leads to the page that it was on."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    page = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()})
    return urlsplit(page)._replace(scheme="", netloc="").geturl() if is_ours else request.get_full_path()


def person_of(request: HttpRequest) -> User:
    """Tell who asks, on a page that opens to who has signed in."""
    assert isinstance(request.user, User)
    return request.user
