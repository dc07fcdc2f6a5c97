"""What may be asked of networks."""

from django.utils.translation import gettext_lazy

from api.filters import Question
from api.places.filters import ON
from network.models import Family
from places.filters import KeysFilter


class NetworkAtQuestion(Question):
    """The parameters of `/networks/{slug}/`."""

    on = ON


class NetworkQuestion(NetworkAtQuestion):
    """The parameters of `/networks/`."""

    family = KeysFilter(
        "family",
        "in",
        model=Family,
        key="slug",
        help_text=gettext_lazy("Famille de réseaux ; se répète."),
        example=["mediation"],
    )
