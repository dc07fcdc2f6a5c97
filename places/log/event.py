"""What every event of the log has, whatever it tells of."""

from typing import Any

from django.db import models
from django.db.models import Max, OuterRef, Subquery
from pghistory import models as pghistory

from places.log.change import Change
from places.log.functions import CURRENT_CHANGE, NEXT_NUMBER


class EventQuerySet(pghistory.EventQuerySet):
    """What can be asked of the events of a model."""

    def of(self, *keys: Any) -> "EventQuerySet":  # noqa: ANN401  primary keys
        """Keep the events of some objects, those deleted since included."""
        kept: EventQuerySet = self.filter(pgh_obj__in=keys)
        return kept

    def with_before(self) -> "EventQuerySet":
        """Annotate the number of the event before, of the same object: `before_id`, None for the first."""
        earlier = self.model.objects.filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__lt=OuterRef("pgh_id"))
        told: EventQuerySet = self.annotate(before_id=Subquery(earlier.last_ids().values("last")))
        return told

    def last_ids(self) -> "EventQuerySet":
        """For each object, the number of its last event, as rows of `pgh_obj` and `last`.

        The groups keep PostgreSQL from walking the whole log backwards: it reads the events of the objects alone.
        """
        last: EventQuerySet = self.order_by().values("pgh_obj").annotate(last=Max("pgh_id"))
        return last


class Event(pghistory.Event):
    """A row as a write left it (or last held it, if it was deleted), numbered by the one sequence, with its change."""

    pgh_id = models.BigIntegerField(primary_key=True, db_default=NEXT_NUMBER, editable=False)
    pgh_change = models.ForeignKey(
        Change, models.DO_NOTHING, db_default=CURRENT_CHANGE, db_constraint=False, related_name="+", editable=False
    )

    objects = EventQuerySet.as_manager()  # type: ignore[misc]  # more verbs than those of pghistory

    class Meta:
        abstract = True
