"""Where an address is, asked as it is typed: our own addresses, and nobody else is told."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from frontend.workspace.doors import for_keepers
from places.addresses import Proposal, propose
from places.choices import Precision
from places.forms.commune import CommuneField
from places.models import Commune

_DIGITS = 6


@require_safe
@for_keepers
def addresses(request: HttpRequest) -> JsonResponse:
    """List the addresses that someone may mean."""
    asked = request.GET.get("q", "").replace("\x00", "")
    found = propose(asked, _commune(request.GET.get("commune", "").replace("\x00", "")))
    return JsonResponse({"found": [_told(each) for each in found]})


def _commune(text: str) -> Commune | None:
    try:
        return CommuneField(required=False).clean(text)
    except ValidationError:
        return None


def _told(proposal: Proposal) -> dict[str, str]:
    point = f"{proposal.lat:.{_DIGITS}f}, {proposal.lon:.{_DIGITS}f}"
    given = {"address": proposal.address, "postcode": proposal.postcode, "commune": proposal.commune}
    says = _("%(address)s, %(postcode)s %(commune)s") % given
    how = Precision(proposal.precision).label
    return given | {"point": point, "precision": str(proposal.precision), "says": says, "how": str(how)}
