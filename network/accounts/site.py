"""The admin's own door: what it is called, and what it makes of an address that someone wrote by hand."""

import logging
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from network.accounts.attempts import remember
from network.accounts.forms import AdminSignInForm
from network.accounts.fresh import TO_PRESS, TO_SHOW, is_sure
from network.accounts.second_factor import has_shown
from network.rights import is_administrator

logger = logging.getLogger(__name__)
View = Callable[..., HttpResponseBase]


class DirectoryAdmin(AdminSite):
    """Where the directory is kept."""

    site_header = site_title = "Croisée"
    index_title = _("Tenir l’annuaire")
    login_form = AdminSignInForm
    enable_nav_sidebar = False  # lists are wide, and the few rooms are on the first page

    def has_permission(self, request: HttpRequest) -> bool:
        """Open to administrators alone, once they have shown two things that are theirs."""
        return has_shown(request)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Sign someone in; who has to wait first is told how long, in the answer's status too (429)."""
        if request.user.is_authenticated and request.method != "POST":
            return self._ask_more(request)
        response = super().login(request, extra_context)
        if isinstance(response, TemplateResponse):
            return _told_to_wait(response)
        if request.method == "POST":
            remember(response, request.user.get_username())
        return response

    def _ask_more(self, request: HttpRequest) -> HttpResponse:
        """Lead an administrator on, by her second factor if need be; anyone else to the workspace."""
        wanted = request.GET.get("next", "")
        way = wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else reverse("admin:index")
        if self.has_permission(request):
            return redirect(way)
        if is_administrator(request.user):
            return redirect_to_login(way, reverse("second-factor"))
        messages.info(request, gettext("L’administration s’ouvre aux administrateurs. Voici votre espace."))
        return redirect(settings.LOGIN_REDIRECT_URL)

    def register(self, model_or_iterable: Any, *args: Any, **options: Any) -> None:  # noqa: ANN401  as Django's
        """Show a model, save allauth's: addresses, keys and sessions are for their owner alone."""
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        super().register([model for model in models if not model.__module__.startswith("allauth.")], *args, **options)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:  # noqa: ANN401, FBT001, FBT002  as Django's
        """Open a page of the admin to those who may see it."""
        return super().admin_view(_refusing_nonsense(_once_sure(view)), cacheable)


def _once_sure(view: View) -> View:
    """Ask an administrator for her second factor again before what `is_grave`, unless she showed it a moment ago.

    A form is asked for first, so that nothing is typed in vain; it may be pressed for half an hour more.
    """

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401
        within = TO_SHOW if request.method in {"GET", "HEAD"} else TO_PRESS
        if is_grave(view, request) and not is_sure(request, within):
            messages.info(request, gettext("Ceci se confirme : montrez de nouveau votre deuxième preuve."))
            return redirect_to_login(request.get_full_path(), reverse("second-factor"))
        return view(request, *args, **kwargs)

    return asked


def is_grave(view: View, request: HttpRequest) -> bool:
    """Tell whether a page of the admin gives someone rights, deletes, or takes back a change, which may do either.

    Lists and histories only tell, until an action is chosen on them.
    """
    page = (request.resolver_match and request.resolver_match.url_name) or ""
    if page.endswith(("_delete", "_undo")):
        return True
    if page.endswith("_changelist"):
        is_sent = request.method == "POST"
        return is_sent and (_gives_rights(view) or request.POST.get("action") == "delete_selected")
    return _gives_rights(view) and not page.endswith("_history")


def _gives_rights(view: View) -> bool:
    """Tell whether a page is of an admin that says so of itself."""
    return bool(getattr(getattr(view, "__self__", None), "gives_rights", False))


def _refusing_nonsense(view: View) -> View:
    """Refuse what no column holds: `add/?place=x`, a year of twenty digits, a NUL in a filter, a chosen row "x".

    Django does so for the filters of its lists alone, and there as here has no other way to know than to try. What a
    form of ours brought may be a fault of ours, and is logged as one.
    """

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401
        try:
            return _rendered(view(request, *args, **kwargs))
        except (ValueError, OverflowError, DataError) as error:
            level = logging.WARNING if request.method == "GET" else logging.ERROR
            logger.log(level, "Refused in the admin: %s", request.path, exc_info=error)
            raise BadRequest from error

    return asked


def _rendered(response: HttpResponseBase) -> HttpResponseBase:
    """Write a page now: a form asks for the rows of its choices only while it is written."""
    return response.render() if isinstance(response, TemplateResponse) else response


def _told_to_wait(response: TemplateResponse) -> TemplateResponse:
    form: AdminSignInForm = (response.context_data or {})["form"]
    if form.wait:
        response.status_code = HTTPStatus.TOO_MANY_REQUESTS
        response["Retry-After"] = str(form.wait)
    return response
