"""Who comes in: by the sign-in page of the workspace, and only where someone has something to do."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib.auth.views import LoginView, redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.views.decorators.cache import never_cache

from network.accounts.attempts import remember
from network.accounts.forms import PacedSignInForm
from network.models import Network, User
from network.rights import Action, allowed

View = Callable[..., HttpResponseBase]


class SignIn(LoginView):
    """Asks for a name and a password; who has to wait first is told how long, in the answer's status too (429)."""

    authentication_form = PacedSignInForm
    template_name = "pages/workspace/sign_in.html"
    redirect_authenticated_user = True
    next_page = reverse_lazy("workspace:home")  # type: ignore[assignment]  # what Django itself documents

    def form_valid(self, form: Any) -> HttpResponse:  # noqa: ANN401  Django's own signature
        """Sign her in, and let this browser count for itself from now on."""
        response = super().form_valid(form)
        remember(response, form.get_user().get_username())
        return response

    def form_invalid(self, form: Any) -> HttpResponse:  # noqa: ANN401
        """Show the form again, and say when to come back."""
        response = super().form_invalid(form)
        if form.wait:
            response.status_code = HTTPStatus.TOO_MANY_REQUESTS
            response["Retry-After"] = str(form.wait)
        return response


def for_who_runs_networks(view: View) -> View:
    """Open a page to whoever runs a network. Anyone else who has signed in finds nothing there, and is told why."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("workspace:sign-in"))
        if not Network.objects.filter(allowed(Action.RUN, request.user)).exists():
            return render(request, "pages/workspace/nothing.html", status=HTTPStatus.NOT_FOUND)
        return view(request, *args, **kwargs)

    return never_cache(opened)


def person_of(request: HttpRequest) -> User:
    """Tell who asks, on a page that opens to who has signed in."""
    assert isinstance(request.user, User)
    return request.user
