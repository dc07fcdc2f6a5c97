"""What may be asked of imports, and of the lines of one."""

from django.utils.translation import gettext_lazy as _

from api.filters import Question
from network.models.imports import Outcome, Stage
from places.filters import OneOfFilter, WholeFilter

MOST_LINES = 500


class ImportQuestion(Question):
    """The parameters of `/imports/`."""

    stage = OneOfFilter(
        "stage",
        help_text=_("Jusqu’où ils en sont."),
        choices=Stage.values,
        example=Stage.PREVIEW.value,
    )


class LineQuestion(Question):
    """The parameters of `/imports/{key}/lines/`."""

    outcome = OneOfFilter(
        "outcome",
        help_text=_("Ce que les lignes feraient ; toutes sans lui."),
        choices=Outcome.values,
        example=Outcome.CHANGED.value,
    )
    after = WholeFilter(
        "pk",
        "gt",
        help_text=_("Où reprendre : « after » de la réponse d’avant."),
        min_value=0,
        max_value=2**62,
        example=1200,
    )
    limit = WholeFilter(
        help_text=_("Nombre de lignes au plus."),
        min_value=1,
        max_value=MOST_LINES,
        example=100,
        default=100,
    )
