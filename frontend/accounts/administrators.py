"""Who administers the site, and the code by which one of them chooses a second factor: told, and never written."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from frontend.accounts.letters import letter_of_an_opening
from frontend.workspace.doors import for_keepers, once_shown, owes_proof, person_of
from network.accounts.second_factor import administrators, with_factor
from network.choices import Stream
from network.models import User
from network.models.opening import GOOD_FOR
from network.rights import is_administrator
from network.services import give_opening_code, queue_mail


@require_safe
@for_keepers
def listed(request: HttpRequest) -> HttpResponse:
    """List those who administer the site, and whether each has a second factor.

    Raises:
        Http404: it is none of hers to see.

    """
    return _shown(request)


@require_POST
@for_keepers
@once_shown
def code_given(request: HttpRequest, key: int) -> HttpResponse:
    """Give a code to tell a colleague, who is written to; shown this once, it is in no page that comes back.

    Raises:
        Http404: she administers nothing, or it is her own account.

    """
    colleague = get_object_or_404(_colleagues(request), pk=key)
    code = give_opening_code(colleague, by=person_of(request))
    if colleague.email:
        queue_mail(to=colleague.email, stream=Stream.ACCOUNT, letter=letter_of_an_opening(_name(person_of(request))))
    return _shown(request, whose=_name(colleague), code=code, until=timezone.localtime() + GOOD_FOR)


def _shown(request: HttpRequest, **given: object) -> HttpResponse:
    if not is_administrator(request.user):
        raise Http404
    shown, own = with_factor(), request.user.pk
    people = [(person, _name(person), person.pk in shown, person.pk == own) for person in administrators()]
    context = {"people": people, "owes_proof": owes_proof(request)} | given
    return render(request, "pages/accounts/administrators.html", context)


def _colleagues(request: HttpRequest) -> QuerySet[User]:
    """The other administrators; none for who is not one."""
    found = administrators().exclude(pk=person_of(request).pk)
    return found if is_administrator(request.user) else found.none()


def _name(person: User) -> str:
    return person.get_full_name() or person.email or person.get_username()
