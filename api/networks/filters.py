"""What may be asked of networks."""

from django.utils.translation import gettext_lazy

from api.fields import ChoicesField
from api.filters import Parameter, Question
from api.places.filters import ON
from network.choices import Family


class NetworkAtQuestion(Question):
    """The parameters of `/networks/{slug}/`."""

    on = ON


class NetworkQuestion(NetworkAtQuestion):
    """The parameters of `/networks/`."""

    family = Parameter(
        ChoicesField(Family.values, required=False, help_text=gettext_lazy("Famille de réseaux ; se répète.")),
        lambda networks, families, _asked: networks.filter(family__in=families),
        example=["mediation"],
        enum=Family.values,
    )
