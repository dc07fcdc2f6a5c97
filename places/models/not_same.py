"""Two listings that look like one place and are two: whoever looked said so, and nobody is asked again."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from places.models.place import Place


class NotSameQuerySet(models.QuerySet["NotSame"]):
    """What was told apart."""

    def of(self, place: Place) -> "NotSameQuerySet":
        """Keep what was said of a place, with the other one."""
        return self.filter(Q(first=place.pk) | Q(second=place.pk)).select_related("first", "second")


@pghistory.track()
class NotSame(models.Model):
    """A pair, the older listing first, so that it is said once. Who said it, the log knows."""

    first = models.ForeignKey(Place, models.CASCADE, db_index=False, related_name="+", verbose_name=_("lieu"))
    second = models.ForeignKey(Place, models.CASCADE, related_name="+", verbose_name=_("autre lieu"))

    objects = NotSameQuerySet.as_manager()

    class Meta:
        verbose_name = _("lieux distincts")
        verbose_name_plural = _("lieux distincts")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(name="notsame_is_said_once", fields=["first", "second"]),
            models.CheckConstraint(name="notsame_is_of_two_in_order", condition=Q(first__lt=F("second"))),
        ]

    def __str__(self) -> str:
        return f"{self.first} · {self.second}"
