"""What may be asked of communes."""

from typing import ClassVar

from django.utils.translation import gettext_lazy

from api.filters import PagedQuestion, cursor_in
from api.pagination import BY_CODE
from places.filters import KeysFilter, TextFilter
from places.models import Intercommunality, Territory


class CommuneQuestion(PagedQuestion):
    """The parameters of `/communes/`."""

    orders: ClassVar = {"code": BY_CODE}

    cursor = cursor_in("code", "48095")
    q = TextFilter(
        verb="named",
        help_text=gettext_lazy("Nom cherché, sans accents, une faute pardonnée."),
        max_length=100,
        example="saint chely",
    )
    epci = KeysFilter(
        "intercommunality",
        "in",
        model=Intercommunality,
        key="code",
        listed=False,
        help_text=gettext_lazy("SIREN d’intercommunalité ; se répète."),
        example=["200006930"],
    )
    territory = KeysFilter(
        "territory",
        "in",
        model=Territory,
        key="code",
        help_text=gettext_lazy("Code du territoire, comme « 48 » ; se répète."),
        example=["48"],
    )
