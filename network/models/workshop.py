"""A workshop: a session with a room, and the states of the map that its presenter steps through."""

from secrets import choice

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from network.choices import Contributed, Phase, ScenePage
from network.live.triggers import stirs
from network.live.workshops import OF_WORKSHOP, OWN, moderation, room, screen
from network.models.network import Network
from places.fields import OptionalTextField

# Without vowels no code is a word; without O, I, U and Y none is misheard across a room.
LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
CODE_LENGTH = 6
LONGEST_TITLE = 150
LONGEST_SENTENCE = 300
LONGEST_WORDS = 2000
LONGEST_NOTES = 4000
# A page of the site is shared under 600 characters: see `frontend/site/sharing.py`.
LONGEST_QUERY = 550
LONGEST_SCENE = 3600  # seconds
LONGEST_SUPPOSED = 250


def new_code() -> str:
    """Draw a code: of 64 million, nobody guesses that of an evening."""
    return "".join(choice(LETTERS) for _letter in range(CODE_LENGTH))


def usual_offers() -> list[str]:
    """Offer everything to the room."""
    return list(Contributed.values)


class Workshop(models.Model):
    """A session that a network invites to, on a day; or a story that is ready to be copied, and is nobody's.

    It is no fact of the directory, and not in the log: see `docs/adr/0055-workshops.md`.
    """

    network = models.ForeignKey(
        Network, models.SET_NULL, null=True, blank=True, related_name="workshops", verbose_name=_("réseau qui invite")
    )
    is_story = models.BooleanField(_("récit prêt à reprendre"), default=False, editable=False)
    title = models.CharField(_("titre"), max_length=LONGEST_TITLE)
    day = models.DateField(_("jour"), null=True, blank=True)
    words = OptionalTextField(_("présentation"))
    code = models.CharField(_("code"), max_length=CODE_LENGTH, unique=True, default=new_code, editable=False)
    phase = models.CharField(_("état"), max_length=10, choices=Phase, default=Phase.PREPARED)
    offers = ArrayField(
        models.CharField(max_length=20, choices=Contributed),
        default=usual_offers,
        blank=True,
        verbose_name=_("ce que la salle peut envoyer"),
    )
    # Codes, and not rows: a workshop stays as it was said when a territory is unloaded. None are all of them.
    territories = ArrayField(models.CharField(max_length=20), default=list, blank=True, verbose_name=_("territoires"))
    holds_all = models.BooleanField(_("tout relire avant de montrer"), default=True)
    moderators = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="moderated", verbose_name=_("qui modère, en plus")
    )
    closed_at = models.DateTimeField(_("terminé le"), null=True, blank=True, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)
    # What the room is shown: a scene, or nothing but black. `version` counts what was shown, so that screens follow.
    shown = models.ForeignKey("network.Scene", models.SET_NULL, null=True, blank=True, editable=False, related_name="+")
    is_blank = models.BooleanField(default=False, editable=False)
    is_wall = models.BooleanField(default=False, editable=False)  # what the room sent, in the place of a scene
    version = models.PositiveIntegerField(default=0, editable=False)
    # What is supposed over the scene, as addresses say it: see `network/overlap/supposing.py`.
    supposed = ArrayField(models.CharField(max_length=LONGEST_SUPPOSED), default=list, blank=True, editable=False)

    class Meta:
        verbose_name = _("atelier")
        ordering = ["-day", "-pk"]
        default_permissions = ()
        triggers = [
            stirs(screen(OWN), name="'workshop'"),
            # Three hundred telephones are not told of each scene that is shown.
            stirs(
                room(OWN),
                moderation(OWN),
                name="'workshop'",
                called="stirs_the_room",
                on=pgtrigger.Update,
                condition=pgtrigger.AnyChange("phase", "title", "words", "day", "offers", "territories", "network"),
            ),
        ]
        constraints = [
            models.CheckConstraint(name="workshop_phase_is_known", condition=Q(phase__in=Phase.values)),
            models.CheckConstraint(name="workshop_code_is_of_letters", condition=Q(code__regex=rf"^[{LETTERS}]{{6}}$")),
            models.CheckConstraint(
                name="workshop_offers_are_known", condition=Q(offers__contained_by=Contributed.values)
            ),
            models.CheckConstraint(name="workshop_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(name="workshop_has_a_day", condition=Q(is_story=True) | Q(day__isnull=False)),
            models.CheckConstraint(
                name="workshop_story_is_nobodys",
                condition=Q(is_story=False) | Q(network__isnull=True, phase=Phase.PREPARED),
            ),
            models.CheckConstraint(
                name="workshop_closed_has_a_day", condition=~Q(phase=Phase.CLOSED) | Q(closed_at__isnull=False)
            ),
            models.CheckConstraint(
                name="workshop_words_are_short", condition=Q(LessThanOrEqual(Length("words"), LONGEST_WORDS))
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Scene(models.Model):
    """A state of the map to step to: a page, the query of its address, and what is said before it.

    `notes` are for who presents alone. After `seconds` the next one follows by itself, where that is asked for.
    """

    workshop = models.ForeignKey(Workshop, models.CASCADE, db_index=False, related_name="scenes")
    position = models.PositiveSmallIntegerField()
    page = models.CharField(_("page"), max_length=10, choices=ScenePage)
    query = models.CharField(max_length=LONGEST_QUERY, blank=True)
    title = models.CharField(_("titre"), max_length=LONGEST_TITLE)
    sentence = models.CharField(
        _("phrase"), max_length=LONGEST_SENTENCE, blank=True, help_text=_("Lue par la salle, sous le titre.")
    )
    notes = OptionalTextField(_("vos notes"), help_text=_("La salle ne les voit pas."))
    seconds = models.PositiveSmallIntegerField(
        _("durée prévue"), null=True, blank=True, help_text=_("En secondes ; rien, si vous ne la minutez pas.")
    )

    class Meta:
        verbose_name = _("scène")
        ordering = ["position"]
        default_permissions = ()
        triggers = [stirs(screen(OF_WORKSHOP), room(OF_WORKSHOP), name="'scene:' || it.id")]
        constraints = [
            # Once the transaction ends: meanwhile two scenes may change places.
            models.UniqueConstraint(
                name="scene_has_its_position", fields=["workshop", "position"], deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(name="scene_page_is_known", condition=Q(page__in=ScenePage.values)),
            models.CheckConstraint(name="scene_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(name="scene_query_is_one_line", condition=Q(query__regex=r"^[!-~]*$")),
            models.CheckConstraint(
                name="scene_seconds_are_bounded",
                condition=Q(seconds__isnull=True) | Q(seconds__range=(1, LONGEST_SCENE)),
            ),
            models.CheckConstraint(
                name="scene_notes_are_short", condition=Q(LessThanOrEqual(Length("notes"), LONGEST_NOTES))
            ),
        ]

    def __str__(self) -> str:
        return self.title
