"""What a room sends: who takes part, without a name that she did not choose; what she says; what she votes for."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.choices import Airing, Contributed, Reacted, Theme
from network.live.triggers import stirs
from network.live.workshops import OF_PERSON, OF_SHOWN, OF_VOTE, OF_WORKSHOP, PERSON, moderation, room, screen
from network.models.network import Network
from network.models.suggestion import Suggestion
from network.models.workshop import LONGEST_SUPPOSED, Scene, Workshop
from places.fields import OptionalTextField
from places.models import Place

LONGEST_NAME = 40
LONGEST_HEADING = 150
LONGEST_SAID = 600
MOST_STOPS = 12


class Participant(models.Model):
    """Someone in the room: `key` is the SHA-256 of a secret that her telephone made, and the pseudonym is her choice.

    It is erased thirty days after the workshop; what she said stays, without it.
    """

    workshop = models.ForeignKey(Workshop, models.CASCADE, db_index=False, related_name="participants")
    key = models.CharField(max_length=64, editable=False)
    pseudonym = models.CharField(_("pseudonyme"), max_length=LONGEST_NAME)
    is_put_aside = models.BooleanField(_("mise de côté"), default=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        triggers = [stirs(moderation(OF_WORKSHOP), screen(OF_WORKSHOP), name="'people'")]
        constraints = [
            models.UniqueConstraint(name="participant_once", fields=["workshop", "key"]),
            models.CheckConstraint(name="participant_key_is_a_hash", condition=Q(key__regex="^[0-9a-f]{64}$")),
            models.CheckConstraint(name="participant_has_a_pseudonym", condition=~Q(pseudonym="")),
        ]

    def __str__(self) -> str:
        return self.pseudonym


class Contribution(models.Model):
    """What someone in the room says. It is no fact of the directory, is in no log, and is drawn apart.

    `nonce` is the number that her telephone gave it: sent twice, it is received once. `revision` counts her changes.
    `place`, `other` and `network` are those that her words name, where they name one; `stops` are names, in order.
    """

    workshop = models.ForeignKey(Workshop, models.CASCADE, db_index=False, related_name="contributions")
    participant = models.ForeignKey(Participant, models.SET_NULL, null=True, related_name="contributions")
    nonce = models.UUIDField()
    revision = models.PositiveIntegerField(default=0)
    kind = models.CharField(_("sorte"), max_length=20, choices=Contributed)
    heading = models.CharField(_("nom"), max_length=LONGEST_HEADING, blank=True)
    words = OptionalTextField(_("en ses mots"))
    theme = models.CharField(_("thème"), max_length=20, choices=Theme, blank=True)
    place_said = models.CharField(_("lieu"), max_length=200, blank=True)
    other_said = models.CharField(_("autre lieu"), max_length=200, blank=True)
    network_said = models.CharField(_("réseau"), max_length=200, blank=True)
    stops = ArrayField(models.CharField(max_length=200), default=list, blank=True, verbose_name=_("étapes"))
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    other = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    network = models.ForeignKey(Network, models.SET_NULL, null=True, blank=True, related_name="+")
    # What who presents supposed before the room; then `words` tell what it would change.
    supposition = models.CharField(max_length=LONGEST_SUPPOSED, blank=True, editable=False)

    state = models.CharField(_("état"), max_length=10, choices=Airing, default=Airing.WAITING)
    is_on_screen = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    # Which one says the same, and has its votes.
    same_as = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, editable=False, related_name="alike")
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    taken_as = models.ForeignKey(Suggestion, models.SET_NULL, null=True, blank=True, related_name="contributions")

    class Meta:
        verbose_name = _("contribution")
        ordering = ["made_at", "pk"]
        default_permissions = ()
        triggers = [
            stirs(moderation(OF_WORKSHOP), screen(OF_SHOWN), room(OF_SHOWN), name="'contribution:' || it.id"),
            stirs(
                PERSON,
                name="'contribution:' || it.id",
                called="stirs_its_author",
                on=pgtrigger.Update,
                condition=pgtrigger.AnyChange("state", "is_on_screen", "taken_as"),
            ),
        ]
        constraints = [
            models.UniqueConstraint(name="contribution_once", fields=["workshop", "nonce"]),
            models.CheckConstraint(name="contribution_kind_is_known", condition=Q(kind__in=Contributed.values)),
            models.CheckConstraint(name="contribution_state_is_known", condition=Q(state__in=Airing.values)),
            models.CheckConstraint(name="contribution_theme_is_known", condition=Q(theme__in=["", *Theme.values])),
            models.CheckConstraint(
                name="contribution_words_are_short", condition=Q(LessThanOrEqual(Length("words"), LONGEST_SAID))
            ),
            models.CheckConstraint(
                name="contribution_on_screen_is_shown", condition=Q(is_on_screen=False) | Q(state=Airing.SHOWN)
            ),
            models.CheckConstraint(
                name="contribution_same_as_is_merged", condition=Q(same_as=None) | Q(state=Airing.MERGED)
            ),
            models.CheckConstraint(name="contribution_stops_are_few", condition=Q(stops__len__lte=MOST_STOPS)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.subject}"

    @property
    def sort(self) -> str:
        """What it is, in words; what is supposed is said to be no more than that."""
        return str(_("une supposition")) if self.supposition else self.get_kind_display()

    @property
    def subject(self) -> str:
        """What it is about, in a line: a name that was typed, or the places that it names."""
        named = [self.heading, self.place_said, self.other_said, self.network_said, *self.stops]
        return " · ".join(name for name in named if name)


class Vote(models.Model):
    """Someone in the room is for it, once. The vote stays when she is forgotten."""

    contribution = models.ForeignKey(Contribution, models.CASCADE, db_index=False, related_name="votes")
    participant = models.ForeignKey(Participant, models.SET_NULL, null=True, related_name="votes")

    class Meta:
        default_permissions = ()
        triggers = [
            stirs(moderation(OF_VOTE), screen(OF_VOTE), room(OF_VOTE), name="'contribution:' || it.contribution_id")
        ]
        constraints = [models.UniqueConstraint(name="vote_once", fields=["contribution", "participant"])]

    def __str__(self) -> str:
        return str(self.contribution)


class Reaction(models.Model):
    """What someone lets the room feel of the scene that is shown; it goes with her, and with the scene."""

    participant = models.OneToOneField(Participant, models.CASCADE, related_name="reaction")
    scene = models.ForeignKey(Scene, models.CASCADE, null=True, related_name="reactions")
    kind = models.CharField(max_length=10, choices=Reacted)

    class Meta:
        default_permissions = ()
        triggers = [stirs(screen(OF_PERSON), name="'reactions'")]
        constraints = [models.CheckConstraint(name="reaction_kind_is_known", condition=Q(kind__in=Reacted.values))]

    def __str__(self) -> str:
        return self.get_kind_display()
