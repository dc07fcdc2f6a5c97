"""The closed lists of networks."""

from collections.abc import Collection

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Family(TextChoices):
    """What a network is for."""

    MEDIATION = "mediation", _("Médiation numérique")
    BUSINESS_SUPPORT = "business_support", _("Appui aux entreprises")


class Overlap(TextChoices):
    """Which families serve a place at a date: the question this project exists to answer."""

    BOTH = "both", _("Les deux")
    MEDIATION = "mediation", _("Médiation numérique seule")
    BUSINESS_SUPPORT = "business_support", _("Appui aux entreprises seul")
    NONE = "none", _("Ni l’un ni l’autre")

    @classmethod
    def of(cls, families: Collection[str]) -> "Overlap":
        """Give the state of a place that these families serve; `OverlapOf` says the same in SQL."""
        match Family.MEDIATION in families, Family.BUSINESS_SUPPORT in families:
            case True, True:
                return cls.BOTH
            case True, False:
                return cls.MEDIATION
            case False, True:
                return cls.BUSINESS_SUPPORT
        return cls.NONE
