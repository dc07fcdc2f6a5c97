"""Contact, legal notice, accessibility and privacy: one view, a template for each."""

from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from frontend.about.publisher import publisher
from frontend.site.kept import same_for_all
from frontend.site.territory import territory_in_words

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class About(NamedTuple):
    """A page: its template, its title, and what is said of it to whoever has its link alone."""

    template: str
    title: "StrPromise"
    description: "StrPromise"


PAGES = {
    "contact": About(
        "pages/about/contact.html",
        _("Contact"),
        _("À qui écrire pour signaler une erreur, proposer un lieu ou poser une question sur l’annuaire."),
    ),
    "legal": About(
        "pages/about/legal.html",
        _("Mentions légales"),
        _("Qui édite ce site, qui l’héberge, et sous quelles licences se reprennent ses données et son code."),
    ),
    "accessibility": About(
        "pages/about/accessibility.html",
        _("Accessibilité"),
        _("Où en est l’accessibilité de ce site, ce qui a été essayé, ce qui manque, et à qui le signaler."),
    ),
    "privacy": About(
        "pages/about/privacy.html",
        _("Vie privée"),
        _("Ce que ce site apprend de ses visiteurs, ce qu’il garde, où et combien de temps."),
    ),
}


@same_for_all()
@require_safe
def about(request: HttpRequest, page: str) -> HttpResponse:
    """Show one of the pages about the site itself."""
    said = PAGES[page]
    context = {
        "page": page,
        "heading": said.title,
        "description": said.description,
        "publisher": publisher(),
        "street_tiles": settings.STREET_TILES,
        **territory_in_words(),
    }
    return render(request, said.template, context)
