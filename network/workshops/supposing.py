"""What the room is shown that would be, "et si…": kept as proposals of the workshop, that the room votes on."""

from typing import NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from network.choices import Airing, Contributed, Phase
from network.models import Contribution, Network, User, Workshop
from network.models.contribution import LONGEST_SAID
from network.overlap.supposing import Names, Supposed, SupposedKind
from places.models import Place

_KINDS = {
    SupposedKind.PLACE: Contributed.PLACE,
    SupposedKind.MEMBER: Contributed.MEMBERSHIP,
    SupposedKind.PAIR: Contributed.PARTNERSHIP,
}


class Proposal(NamedTuple):
    """What is supposed, what it names, and what it would change, in words."""

    supposed: Supposed
    names: Names
    words: str


def propose(workshop: Workshop, *, nonce: UUID, proposal: Proposal, by: User) -> Contribution:
    """Keep what is supposed as a proposal, in words that say what it would change; sent again, it is kept once.

    Raises:
        ValidationError: it names what there is not, or the workshop is over.

    """
    supposed, names, words = proposal
    if workshop.phase == Phase.CLOSED:
        raise ValidationError(_("L’atelier est terminé : il ne reçoit plus rien."))
    if not names.holds(supposed):
        raise ValidationError(_("Cette supposition nomme ce qui n’est pas dans l’annuaire."))
    said = {"kind": _KINDS[supposed.kind], "supposition": str(supposed), "words": words[:LONGEST_SAID]}
    decided = {"state": Airing.SHOWN, "decided_by": by, "decided_at": timezone.now()}
    values = said | decided | _named(supposed, names)
    kept, _is_new = Contribution.objects.get_or_create(workshop=workshop, nonce=nonce, defaults=values)
    return kept


def supposition_of(contribution: Contribution) -> str:
    """Tell what a contribution would have one suppose, as addresses say it; "" where it names too little for that."""
    place, other, network = contribution.place, contribution.other, contribution.network
    if contribution.supposition:
        return contribution.supposition
    if contribution.kind == Contributed.MEMBERSHIP and place and network:
        return f"{SupposedKind.MEMBER}:{place.slug}:{network.slug}"
    if contribution.kind == Contributed.PARTNERSHIP and place and other and place != other:
        return f"{SupposedKind.PAIR}:{place.slug}:{other.slug}"
    return ""


def _named(supposed: Supposed, names: Names) -> dict[str, object]:
    """The columns that say what it names."""
    if supposed.kind == SupposedKind.PLACE:
        networks = ", ".join(names.networks[slug][1] for slug in supposed.others)
        return {"heading": networks[:150], "place_said": names.communes[supposed.subject]}
    key, name = names.places[supposed.subject]
    found: dict[str, object] = {"place": Place(pk=key), "place_said": name[:200]}
    others = names.places if supposed.kind == SupposedKind.PAIR else names.networks
    other, called = others[supposed.others[0]]
    if supposed.kind == SupposedKind.PAIR:
        return found | {"other": Place(pk=other), "other_said": called[:200]}
    return found | {"network": Network(pk=other), "network_said": called[:200]}
