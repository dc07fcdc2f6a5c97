"""A change: what one commit did, whatever number of rows it wrote."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from pghistory.core import event_models

from places.log.functions import NEXT_NUMBER
from places.log.triggers import CHANGE_TRIGGERS

Event = Any  # django-pghistory makes the models of events while the program starts


class ChangeQuerySet(models.QuerySet["Change"]):
    """What can be asked of the log."""

    def committed(self) -> "ChangeQuerySet":
        """Keep the changes that have their position: all but the one that this transaction is making."""
        return self.filter(position__isnull=False)

    def after(self, position: int) -> "ChangeQuerySet":
        """List what was committed after a position, in order.

        A follower that asks again from the last position it saw misses nothing: whatever becomes visible later, however
        long ago its transaction began, stands at a higher one.
        """
        return self.filter(position__gt=position).order_by("position")

    def newest_first(self) -> "ChangeQuerySet":
        """List from the last commit to the first, the change of this transaction before all."""
        return self.order_by(models.F("position").desc(nulls_first=True))


class Change(models.Model):
    """One commit that wrote something. Its row is opened by its first event and closed as it commits.

    `position` is given under a lock that lasts until the commit can be seen. Hence positions stand in the order in
    which commits become visible, here and on replicas, and a higher one never appears before a lower one.
    """

    id = models.BigIntegerField(primary_key=True, db_default=NEXT_NUMBER, editable=False)
    position = models.BigIntegerField(_("rang"), null=True, unique=True, editable=False)
    at = models.DateTimeField(_("quand"), db_default=Now(), editable=False)
    # Who, and by which door: what pghistory noted at the first event.
    context = models.ForeignKey(
        "pghistory.Context", models.DO_NOTHING, null=True, db_constraint=False, related_name="+", editable=False
    )
    touches_land = models.BooleanField(_("touche au territoire"), db_default=False, editable=False)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("changement")
        default_permissions = ["view"]
        triggers = CHANGE_TRIGGERS
        indexes = [
            models.Index(fields=["position"], condition=models.Q(touches_land=True), name="change_of_land"),
        ]

    def __str__(self) -> str:
        return f"{self.position or '…'} · {self.at:%Y-%m-%d %H:%M}"

    @property
    def signature(self) -> dict[str, Any]:
        """What was noted of who did it and by which door: `user`, `door`, `url`; empty for SQL typed by hand."""
        return self.context.metadata if self.context else {}

    @property
    def user_id(self) -> int | None:
        """The account of who did it, if it was a person and known."""
        return self.signature.get("user")

    @property
    def door(self) -> str:
        """The door by which it came, empty for SQL typed by hand."""
        return self.signature.get("door") or ""

    def events(self) -> list[Event]:
        """Read the events of this change in the order in which they were written, each with its number before."""
        return events_of([self])


def last_written_at() -> datetime | None:
    """Tell when anything that is logged was last written; None where nothing ever was."""
    return Change.objects.committed().newest_first().values_list("at", flat=True).first()


def events_of(changes: Iterable[Change]) -> list[Event]:
    """Read the events of some changes in the order in which they were written: one query for each tracked model."""
    keys = [change.pk for change in changes]
    found = [event for log in logs() for event in log.objects.filter(pgh_change__in=keys).with_before()]
    return sorted(found, key=lambda event: int(event.pgh_id))


def logs() -> list[Any]:
    """Name the models of events, of every app."""
    return list(event_models())
