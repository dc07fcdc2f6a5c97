"""The way in: an address, the code that it received, or a password. An unknown address is answered as a known one."""

from http import HTTPStatus
from typing import Any

from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from allauth.mfa.webauthn.forms import LoginWebAuthnForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from frontend.accounts.adapter import write_to_nobody
from frontend.accounts.forms import AddressForm, CodeForm
from frontend.workspace.doors import person_of
from network.accounts.addresses import account_at
from network.accounts.attempts import Attempt, TooSoonError, remember
from network.accounts.forms import PacedSignInForm, wait_in_words
from network.accounts.ways import Way, note_way


class AskForCode(RequestLoginCodeView):  # type: ignore[misc]  # allauth carries no types
    """Asks for an address, and sends a code to it if an account has it. Asked again, it sends another."""

    form_class = AddressForm
    template_name = "pages/accounts/sign_in.html"

    def form_valid(self, form: AddressForm) -> HttpResponseBase:
        """Send a code, unless too many were asked for of late."""
        try:
            Attempt.with_code(self.request, form.cleaned_data["email"]).count()
        except TooSoonError as error:
            return _told_to_wait(self, form, error)
        if form.is_unknown:
            write_to_nobody(form.cleaned_data["email"])
        return super().form_valid(form)  # type: ignore[no-any-return]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401  Django's own signature
        """Offer a key of a device too."""
        return dict(super().get_context_data(key_form=LoginWebAuthnForm(), **kwargs))

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: object) -> None:
        """Stay here: she may have mistyped her address."""


class EnterCode(ConfirmLoginCodeView):  # type: ignore[misc]
    """Asks for the code. Five that are wrong end it; each is counted, as a wrong password is."""

    form_class = CodeForm
    template_name = "pages/accounts/code.html"

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Compare what is typed with what was sent, unless too many were wrong of late."""
        email = self._process.state["email"]
        attempt = Attempt.with_code(request, email)
        try:
            attempt.count()
        except TooSoonError as error:
            return _told_to_wait(self, self.get_form(), error)
        if self._process.user is None:
            account_at(email)  # what is asked of a known address is asked of an unknown one
        response: HttpResponse = super().post(request, *args, **kwargs)
        if request.user.is_authenticated:
            attempt.forgive()
            remember(response, email)
            note_way(request, person_of(request), Way.MAIL)
        return response


@method_decorator(never_cache, name="dispatch")
class SignIn(LoginView):
    """Asks for a name and a password; who has to wait first is told how long, in the answer's status too (429)."""

    authentication_form = PacedSignInForm
    template_name = "pages/accounts/password.html"
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
        return _too_soon(response, form.wait) if form.wait else response


def _told_to_wait(view: Any, form: Any, error: TooSoonError) -> HttpResponse:  # noqa: ANN401  views of allauth
    form.add_error(None, wait_in_words(error.wait))
    return _too_soon(view.render_to_response(view.get_context_data(form=form)), error.wait)


def _too_soon(response: HttpResponse, wait: int) -> HttpResponse:
    response.status_code = HTTPStatus.TOO_MANY_REQUESTS
    response["Retry-After"] = str(wait)
    return response
