"""What someone without an account says of a listing, or of a place that is missing, until a facilitator decides."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from network.choices import Reported, Review
from network.live.topics import QUEUES
from network.live.triggers import stirs
from network.live.workshops import OF_SUGGESTION, PERSON_OF_SUGGESTION, room
from places.choices import Door
from places.fields import OptionalTextField
from places.models import Place

LONGEST_WORDS = 2000  # characters
LONGEST_REASON = 500
# What may be suggested of a listing, in the order of a page that shows it side by side.
SUGGESTED = ["name", "opening_hours", "address", "postcode", "point", "phone", "email", "website", "wheelchair"]
SUGGESTED += ["has_wifi", "download_mbps", "speed_measured_on"]
# From each state, those that it may be moved to: what is not here never happens, the database sees to it. What a guard
# put apart is given back by a person, and so is what a person took for spam.
MOVES: dict[Review, tuple[Review, ...]] = {
    Review.WAITING: (Review.ACCEPTED, Review.PARTLY, Review.REFUSED, Review.SPAM),
    Review.APART: (Review.WAITING, Review.SPAM),
    Review.SPAM: (Review.WAITING,),
    Review.ACCEPTED: (),
    Review.PARTLY: (),
    Review.REFUSED: (),
}
OPEN = (Review.WAITING, Review.APART)
SETTLED = (Review.ACCEPTED, Review.PARTLY, Review.REFUSED)


class Suggestion(models.Model):
    """A change proposed against a version of a listing, as a merge patch: field by field, what it should say.

    It is no fact of the directory, and not in the log, which keeps everything for ever: what a stranger typed may be
    about a person, and must be erasable. The change that comes of it is in the log, signed by who accepted it.
    """

    uuid = models.UUIDField(_("adresse de suivi"), default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("sorte"), max_length=10, choices=Reported)
    place = models.ForeignKey(
        Place, models.CASCADE, null=True, blank=True, related_name="suggestions", verbose_name=_("lieu")
    )
    # The listing that the author read, where it was merged since with the one that it is about now.
    said_of = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, editable=False, related_name="+")
    # The last event of the listing when the author read it: what it said then, the log knows.
    version = models.BigIntegerField(_("version lue"), default=0, editable=False)
    patch = models.JSONField(_("ce qui est proposé"), default=dict, blank=True)
    words = OptionalTextField(_("en ses mots"))
    door = models.CharField(_("porte"), max_length=20, choices=Door)
    # What made a guard wonder, if anything did: see `frontend/suggestions/guard.py`.
    doubts = models.JSONField(_("doutes"), default=list, blank=True)
    # The same thing said twice waits once: a form pressed again, or sent by two tabs when the network is back.
    fingerprint = models.CharField(max_length=64, editable=False)
    made_at = models.DateTimeField(_("reçue le"), auto_now_add=True)

    state = models.CharField(_("état"), max_length=10, choices=Review, default=Review.WAITING)
    decisions = models.JSONField(_("décisions"), default=dict, blank=True)
    reason = OptionalTextField(_("raison"))
    # The change of the log that came of it; None where nothing was written.
    change = models.BigIntegerField(_("changement"), null=True, blank=True, editable=False)
    decided_at = models.DateTimeField(_("décidée le"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("par")
    )

    class Meta:
        verbose_name = _("suggestion")
        ordering = ["made_at", "pk"]
        default_permissions = ["view"]
        triggers = [
            pgtrigger.FSM(
                name="moves_as_allowed",
                field="state",
                transitions=[(was.value, then.value) for was, allowed in MOVES.items() for then in allowed],
            ),
            stirs(f"'{QUEUES}'"),
            # Who proposed it in the room of a workshop is told, and the page that stays.
            stirs(
                PERSON_OF_SUGGESTION,
                room(OF_SUGGESTION),
                name="'suggestion:' || it.id",
                called="stirs_its_author",
                on=pgtrigger.Update,
                condition=pgtrigger.AnyChange("state"),
            ),
        ]
        indexes = [models.Index(fields=["made_at", "id"], condition=Q(state__in=OPEN), name="suggestion_open")]
        constraints = [
            models.UniqueConstraint(
                name="suggestion_waits_once", fields=["fingerprint"], condition=Q(state__in=[*OPEN])
            ),
            models.CheckConstraint(name="suggestion_kind_is_known", condition=Q(kind__in=Reported.values)),
            models.CheckConstraint(name="suggestion_state_is_known", condition=Q(state__in=Review.values)),
            models.CheckConstraint(
                name="suggestion_of_no_place_is_new", condition=Q(place__isnull=False) | Q(kind=Reported.NEW)
            ),
            models.CheckConstraint(
                name="suggestion_words_are_short", condition=Q(LessThanOrEqual(Length("words"), LONGEST_WORDS))
            ),
            models.CheckConstraint(
                name="suggestion_settled_has_a_day", condition=~Q(state__in=SETTLED) | Q(decided_at__isnull=False)
            ),
            models.CheckConstraint(
                name="suggestion_refused_has_a_reason",
                condition=~Q(state=Review.REFUSED) | Q(reason__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.subject}"

    @property
    def subject(self) -> str:
        """What it is about: the listing, or the name that a new place would have."""
        return str(self.place.name if self.place else self.patch.get("name", ""))

    @property
    def is_open(self) -> bool:
        """Tell whether someone still has to decide."""
        return self.state in OPEN

    def may_become(self, state: Review) -> bool:
        """Tell whether the table of moves leads from its state to this one."""
        return state in MOVES[Review(self.state)]
