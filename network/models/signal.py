"""That something moved which the log does not hold: what a room wrote, what waits in a queue."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

# A signal takes its position as a change of the log does (`places/log/triggers.py`), from the same sequence and under
# the same lock: the two stand in one order, which is that in which commits become visible.
_COMES_LAST = """
UPDATE public.network_signal SET at = clock_timestamp() WHERE id = NEW.id;
RETURN NULL;
"""
_TAKES_ITS_POSITION = """
PERFORM pg_advisory_xact_lock('public.places_change'::regclass::bigint);
UPDATE public.network_signal SET position = nextval('public.places_change_position')
    WHERE id = NEW.id RETURNING position INTO place;
PERFORM pg_notify('croisee_change', place::text);
RETURN NULL;
"""


class Signal(models.Model):
    """A topic in which something moved, and what; told once for a commit, and forgotten after some days.

    It says that one should look, and nothing of what is there to be seen.
    """

    topic = models.CharField(max_length=80, editable=False)
    name = models.CharField(max_length=80, blank=True, default="", editable=False)
    position = models.BigIntegerField(null=True, unique=True, editable=False)
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        default_permissions = ()
        triggers = [
            pgtrigger.Trigger(
                name="comes_last",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                func=_COMES_LAST,
            ),
            pgtrigger.Trigger(
                name="takes_its_position",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("at"),  # type: ignore[no-untyped-call]
                timing=pgtrigger.Deferred,
                condition=pgtrigger.Q(new__position__isnull=True),
                declare=[("place", "bigint")],
                func=_TAKES_ITS_POSITION,
            ),
        ]
        indexes = [
            models.Index(fields=["topic", "name"], condition=Q(position=None), name="signal_of_this_commit"),
            models.Index(fields=["at"], name="signal_by_age"),
        ]
        constraints = [
            models.CheckConstraint(
                name="signal_is_of_a_topic", condition=Q(topic__regex=r"^[A-Za-z0-9][A-Za-z0-9:_.\-]*$")
            ),
            models.CheckConstraint(name="signal_names_an_id", condition=Q(name__regex=r"^[A-Za-z0-9:_.\-]*$")),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.name}"
