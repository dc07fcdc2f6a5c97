"""What may be asked of the directory as it was known: from where on, and how many."""

from django.utils.translation import gettext_lazy

from api.filters import Question
from api.pagination import MAX_LIMIT
from places.filters import WholeFilter

LARGEST_KEY = 2**62


class KnownQuestion(Question):
    """The parameters of `/known/POSITION/places/`."""

    after = WholeFilter(
        help_text=gettext_lazy("Où reprendre : copié de l’adresse « next » d’une réponse."),
        min_value=0,
        max_value=LARGEST_KEY,
        example=100,
        default="0",
    )
    limit = WholeFilter(
        help_text=gettext_lazy("Nombre de lieux examinés au plus ; sans lui, autant qu’il se peut."),
        min_value=1,
        max_value=MAX_LIMIT,
        example=100,
        default=MAX_LIMIT,
    )

    @property
    def start(self) -> int:
        """The key after which to go on."""
        return self.values.get("after") or 0

    @property
    def most(self) -> int:
        """How many places are looked at."""
        return self.values.get("limit") or MAX_LIMIT
