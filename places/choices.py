"""The closed lists of the domain. The French words are what screens show; the values are what machines read."""

from datetime import date
from enum import IntEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# How much further than its point a place counts, in metres, when it is known by its commune alone: the edge of most.
ROUGH_BY = 5000


class Precision(TextChoices):
    """How far a point can be trusted."""

    EXACT = "exact", _("à l’adresse")
    STREET = "street", _("à la rue")
    COMMUNE = "commune", _("à la commune")
    UNKNOWN = "unknown", _("inconnue")

    @classmethod
    def precise(cls) -> list[str]:
        """The precisions of a point that is the place's own."""
        return [cls.EXACT.value, cls.STREET.value]

    @classmethod
    def is_rough(cls, precision: str) -> bool:
        """Tell whether a distance from such a point promises more than it can keep."""
        return precision not in cls.precise()


class DatePrecision(TextChoices):
    """How much of a date is known. One that is known to the month, or to the year, is kept as its first day."""

    DAY = "day", _("le jour")
    MONTH = "month", _("le mois")
    YEAR = "year", _("l’année")

    def first_day(self, day: date) -> date:
        """Go back to the first day of what is known."""
        return {self.DAY: day, self.MONTH: day.replace(day=1), self.YEAR: day.replace(day=1, month=1)}[self]


class Status(TextChoices):
    """Who sees a place: its editors, everyone, or nobody but the history."""

    DRAFT = "draft", _("brouillon")
    PUBLISHED = "published", _("publié")
    ARCHIVED = "archived", _("archivé")


class Wheelchair(TextChoices):
    """Access in a wheelchair, in OpenStreetMap's three answers; unknown is NULL."""

    YES = "yes", _("accessible")
    LIMITED = "limited", _("accessible en partie")
    NO = "no", _("non accessible")


class ServiceGroup(TextChoices):
    """The four families of services."""

    WORK = "work", _("Travailler")
    MEDIATION = "mediation", _("Médiation numérique")
    PUBLIC_SERVICES = "public_services", _("Services publics")
    BUSINESS_SUPPORT = "business_support", _("Appui aux entreprises")


class Section(TextChoices):
    """A part of a listing, as it is read, corrected and found right."""

    IDENTITY = "identity", _("Ce que c’est")
    WHERE = "where", _("Où")
    WHEN = "when", _("Quand")
    REACH = "reach", _("Joindre")
    WORK = "work", _("Pour y travailler")
    ACCESS = "access", _("Pour qui, et comment on entre")


class PhotoLicence(TextChoices):
    """What others may do with a photo."""

    OPEN = "etalab-2.0", _("Licence Ouverte 2.0")
    CC0 = "cc0-1.0", _("CC0 1.0")
    BY = "cc-by-4.0", _("CC BY 4.0")
    BY_SA = "cc-by-sa-4.0", _("CC BY-SA 4.0")
    AGREED = "agreed", _("Tous droits réservés, avec l’accord de l’auteur")


class Need(TextChoices):
    """What someone comes for: a word of the vocabulary says which of them it answers. The order is that of screens."""

    WORK = "work", _("Travailler")
    HELP = "help", _("Me faire aider")
    BUSINESS = "business", _("Entreprendre")
    PROCEDURES = "procedures", _("Démarches")


class Audience(TextChoices):
    """Publics a place is specially for, in the wording of the national standard of digital inclusion places."""

    YOUNG = "young", _("Jeunes")
    STUDENTS = "students", _("Étudiants")
    FAMILIES = "families", _("Familles et/ou enfants")
    SENIORS = "seniors", _("Seniors")
    WOMEN = "women", _("Femmes")
    DEAF = "deaf", _("Surdité")
    MOTOR_DISABILITY = "motor_disability", _("Handicaps moteurs")
    MENTAL_DISABILITY = "mental_disability", _("Handicaps mentaux")
    ILLITERACY = "illiteracy", _("Illettrisme")
    ENGLISH = "english", _("Langues étrangères (anglais)")
    OTHER_LANGUAGES = "other_languages", _("Langues étrangères (autres)")
    VISUAL_IMPAIRMENT = "visual_impairment", _("Déficience visuelle")


class Fee(TextChoices):
    """What it costs to come, in the wording of the national standard."""

    FREE = "free", _("Gratuit")
    CONDITIONAL = "conditional", _("Gratuit sous condition")
    PAID = "paid", _("Payant")


class Door(TextChoices):
    """The door by which data is written. The log keeps these values for ever."""

    ADMIN = "admin", _("administration")
    LOADING = "load_territory", _("chargement des fichiers")
    CONSOLE = "console", _("ligne de commande")
    WORKSPACE = "workspace", _("espace des réseaux")
    PUBLIC = "public", _("pages publiques")
    API = "api", _("programme")
    CONTACT = "contact", _("contact du lieu")
    FOLLOWED = "followed", _("annuaire suivi")
    IMPORT = "import", _("fichier importé")


class Tier(IntEnum):
    """Where a word stands that someone may have meant, the likeliest first."""

    COMMUNE = 0
    WORD = 1
    NAME = 2
    TEXT = 3
