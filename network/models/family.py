"""What a network is for: a word of the vocabulary that stands on one side of the overlap, or on neither."""

import pghistory
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from network.choices import SideName, State
from network.models.triggers import known_services, one_name
from places.fields import OptionalTextField, TagsField
from places.models.rules import Rule
from places.models.triggers import REFUSALS
from places.models.vocabulary import Word

REFUSALS["family_services_exist"] = REFUSALS["place_services_exist"]


@pghistory.track()
class Family(Word):
    """What a network is for. Places are compared by the side of their families, unless other sides are asked for."""

    purpose = OptionalTextField(_("à quoi elle sert"))
    purpose_en = OptionalTextField(_("à quoi elle sert, en anglais"))
    side = models.CharField(
        _("côté par défaut"),
        max_length=1,
        choices=SideName,
        null=True,
        blank=True,
        help_text=_("Le côté qu’elle prend tant que l’on n’en demande pas d’autres ; vide : aucun des deux."),
    )
    services = TagsField(
        verbose_name=_("services qui la montrent"),
        default=list,
        blank=True,
        help_text=_("Un lieu qui en offre un compte, même si son réseau, à lui seul, ne montre pas qu’il en offre."),
    )

    class Meta(Word.Meta):
        verbose_name = _("famille")
        constraints = [
            Rule(name="family_side_is_known", condition=Q(side__in=SideName.values)),
        ]
        triggers = [one_name("network_network"), known_services()]

    @property
    def state(self) -> State:
        """Tell the state of a place that this family alone serves."""
        return State(self.side) if self.side else State.NEITHER

    @property
    def purpose_in_words(self) -> str:
        """Say what it is for, in the language of the reader where it is written."""
        return (self.purpose_en if get_language() == "en" else None) or self.purpose or ""

    def clean(self) -> None:
        """Refuse the name of a network: a side of the overlap names both.

        Raises:
            ValidationError: a network is called so.

        """
        if self.networks.model.objects.filter(slug=self.slug).exists():
            raise ValidationError({"slug": _("Cet identifiant est l’adresse d’un réseau : choisissez-en un autre.")})
