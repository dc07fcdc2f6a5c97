"""A place as networks see it."""

import pgtrigger
from django.utils.translation import gettext_lazy as _

from network.querysets import NetworkedPlaceQuerySet
from places.choices import Status
from places.models import Place
from places.models.triggers import REFUSALS

# What is archived is seen at no date. A place that was in a network counts in its past: it is closed.
_CLOSED_NOT_ARCHIVED = """
IF EXISTS (SELECT FROM network_membership WHERE place_id = NEW.id) THEN
    RAISE check_violation USING CONSTRAINT = 'place_with_a_past_is_closed', COLUMN = 'status',
        MESSAGE = 'place_with_a_past_is_closed: the place has memberships, which are part of the past';
END IF;
RETURN NEW;
"""
REFUSALS["place_with_a_past_is_closed"] = _(
    "Ce lieu a été dans un réseau : l’archiver le retirerait aussi des années passées. "
    "Laissez-le publié, et donnez-lui une date « fermé depuis le »."
)
# Suggestions are not in the log, and an undo of the merge could not bring them back.
_SUGGESTIONS_FOLLOW = """
IF NEW.merged_into_id IS NULL THEN
    UPDATE network_suggestion SET place_id = NEW.id, said_of_id = NULL WHERE said_of_id = NEW.id;
ELSE
    UPDATE network_suggestion SET place_id = NEW.merged_into_id, said_of_id = coalesce(said_of_id, NEW.id)
        WHERE NEW.id IN (place_id, said_of_id);
END IF;
RETURN NULL;
"""


class NetworkedPlace(Place):
    """The same row as `Place`, with the verbs that need networks. Places know nothing of networks; this does."""

    objects = NetworkedPlaceQuerySet.as_manager()  # type: ignore[misc]  # a proxy may add verbs

    class Meta:
        proxy = True
        triggers = [
            pgtrigger.Trigger(
                name="closed_not_archived",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("status"),  # type: ignore[no-untyped-call]
                condition=pgtrigger.Q(old__status=Status.PUBLISHED, new__status=Status.ARCHIVED),
                func=_CLOSED_NOT_ARCHIVED,
            ),
            pgtrigger.Trigger(
                name="suggestions_follow",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("merged_into_id"),  # type: ignore[no-untyped-call]
                condition=pgtrigger.Q(old__merged_into__df=pgtrigger.F("new__merged_into")),
                func=_SUGGESTIONS_FOLLOW,
            ),
        ]
        verbose_name = _("lieu")
        verbose_name_plural = _("lieux")
