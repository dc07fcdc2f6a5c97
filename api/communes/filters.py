"""What may be asked of communes."""

from typing import ClassVar

from django.utils.translation import gettext_lazy

from api.fields import KeysField
from api.filters import PagedQuestion, Parameter, cursor_in, text
from api.pagination import BY_CODE
from places.models import Intercommunality


class CommuneQuestion(PagedQuestion):
    """The parameters of `/communes/`."""

    orders: ClassVar = {"code": BY_CODE}

    cursor = cursor_in("code", "48095")
    q = Parameter(
        text(gettext_lazy("Nom cherché, sans accents, une faute pardonnée."), max_length=100),
        lambda communes, name, _asked: communes.named(name),
        example="saint chely",
        maxLength=100,
    )
    epci = Parameter(
        KeysField(
            Intercommunality,
            "code",
            listed=False,
            required=False,
            help_text=gettext_lazy("SIREN d’intercommunalité ; se répète."),
        ),
        lambda communes, codes, _asked: communes.filter(intercommunality__in=codes),
        example=["200006930"],
    )
