"""The closed lists of networks: the two sides that are compared, and the states that these make."""

from functools import cached_property

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SideName(TextChoices):
    """One of the two sides that are compared: a set of networks."""

    A = "a", _("Côté A")
    B = "b", _("Côté B")

    @cached_property
    def bit(self) -> int:
        """Weigh the side in the sum of those that serve a place or cover a commune, in SQL and in Python alike."""
        return 1 << list(SideName).index(self)


# The sum of both sides.
SIDES = SideName.A.bit | SideName.B.bit


class State(TextChoices):
    """Which sides serve a place, or cover a commune, on a day: the question this project exists to answer."""

    BOTH = "both", _("Les deux")
    A = "a", _("Côté A seulement")
    B = "b", _("Côté B seulement")
    NEITHER = "neither", _("Ni l’un ni l’autre")

    @classmethod
    def of(cls, bits: int) -> "State":
        """Name the state that the bits of the sides make; those beyond them say other things."""
        return _BY_BITS[bits & SIDES]

    @property
    def bits(self) -> int:
        """Weigh the state: the sum of its sides."""
        return _BY_BITS.index(self)


class How(TextChoices):
    """How someone found a listing right."""

    PHONE = "phone", _("par téléphone")
    VISIT = "visit", _("sur place")
    MESSAGE = "message", _("par courriel")
    DOCUMENT = "document", _("d’après un document")
    CONTACT = "contact", _("par le contact du lieu")


class Gift(TextChoices):
    """What an invitation gives."""

    POST = "post", _("un poste dans une organisation")
    STEWARDSHIP = "stewardship", _("la fiche d’un lieu")
    ADMINISTRATION = "administration", _("l’administration du site")


class Reported(TextChoices):
    """What someone without an account says: a listing is wrong, a place is missing, a place is gone."""

    ERROR = "error", _("erreur ou manque")
    NEW = "new", _("lieu à ajouter")
    CLOSED = "closed", _("fermé pour de bon")


class Review(TextChoices):
    """Where a suggestion stands. `network.models.suggestion.MOVES` says what may follow what."""

    WAITING = "waiting", _("à relire")
    APART = "apart", _("mise à part")
    ACCEPTED = "accepted", _("acceptée")
    PARTLY = "partly", _("acceptée en partie")
    REFUSED = "refused", _("refusée")
    SPAM = "spam", _("indésirable")


class Stream(TextChoices):
    """What a mail is about: each can be refused alone, except what someone asked for herself."""

    ACCOUNT = "account", _("votre compte")
    INVITATION = "invitation", _("invitation")
    SUGGESTION = "suggestion", _("suite d’un signalement")
    REMINDER = "reminder", _("rappel")
    DIGEST = "digest", _("lettre de la semaine")
    ALERT = "alert", _("alerte sur une recherche")
    WEBHOOK = "webhook", _("appel vers un programme")


class Answer(TextChoices):
    """What the contact of a place says when asked whether its listing is still right."""

    RIGHT = "right", _("Toujours exact")
    CHANGED = "changed", _("Modifier")
    GONE = "gone", _("N’existe plus")


class Stage(TextChoices):
    """Where a mail stands on its way."""

    WAITING = "waiting", _("à envoyer")
    SENDING = "sending", _("en cours d’envoi")
    SENT = "sent", _("envoyé")
    HELD = "held", _("retenu : destinataire hors liste")
    REFUSED = "refused", _("refusé par le serveur du destinataire")
    GIVEN_UP = "given_up", _("abandonné après plusieurs essais")


class Sent(TextChoices):
    """Where a message to a program stands."""

    WAITING = "waiting", _("à envoyer")
    TAKEN = "taken", _("reçu")
    LOST = "lost", _("abandonné après plusieurs essais")


class Phase(TextChoices):
    """Where a workshop stands. Only one that is open, or over, is seen by others than those who prepare it."""

    PREPARED = "prepared", _("en préparation")
    OPEN = "open", _("ouvert")
    CLOSED = "closed", _("terminé")


class ScenePage(TextChoices):
    """Which page of the site a scene is a state of."""

    MAP = "map", _("la carte")
    CROSSINGS = "crossings", _("les croisements")


class Contributed(TextChoices):
    """What someone in the room sends."""

    PLACE = "place", _("un lieu qui existe")
    MEMBERSHIP = "membership", _("ce lieu est aussi dans un réseau")
    PARTNERSHIP = "partnership", _("deux lieux ensemble")
    IDEA = "idea", _("une idée")
    WORD = "word", _("un mot")
    ITINERARY = "itinerary", _("un itinéraire")
    TRADE = "trade", _("un métier")
    SCHEME = "scheme", _("un dispositif à inventer")
    CORRECTION = "correction", _("une correction")


class Reacted(TextChoices):
    """What someone in the room lets the others feel of what is shown."""

    AGREE = "agree", _("D’accord")
    DISAGREE = "disagree", _("Pas d’accord")
    ASK = "ask", _("Une question")
    BRAVO = "bravo", _("Bravo")


class Theme(TextChoices):
    """What an idea is about."""

    TRAINING = "training", _("formation")
    RIGHTS = "rights", _("droits")
    CULTURE = "culture", _("culture")
    WORK = "work", _("accès au travail")
    OTHER = "other", _("autre chose")
    # What a trade says of where it stands.
    WORKS = "works", _("exercé ici")
    SOUGHT = "sought", _("cherché ici")
    SHARED = "shared", _("partagé entre plusieurs lieux")


class Airing(TextChoices):
    """Where a contribution stands."""

    WAITING = "waiting", _("à relire")
    SHOWN = "shown", _("montrée")
    REFUSED = "refused", _("refusée")
    WITHDRAWN = "withdrawn", _("retirée par son auteur")
    MERGED = "merged", _("réunie à une autre")


_BY_BITS = (State.NEITHER, State.A, State.B, State.BOTH)
