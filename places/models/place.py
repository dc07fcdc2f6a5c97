"""A place: one row, whoever vouches for it. Unknown is NULL in every column."""

import uuid

import pghistory
import pgtrigger
from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from places.choices import Precision, Status, Tier, Wheelchair
from places.expressions import Geography, PlaceFeature, PlaceFlat, PlaceSearch
from places.feature import COLUMNS, FLAT_COLUMNS
from places.fields import HoursField, OptionalTextField, PhoneField, SiretField, TagsField, date_precision
from places.hours import Schedule
from places.models.checks import PLACE_CHECKS
from places.models.search import learns, lists_words
from places.models.slugs import slug_triggers
from places.models.territory import Commune
from places.models.triggers import PLACE_TRIGGERS
from places.querysets import PlaceQuerySet

# What `matching` reads of the row itself.
SEARCHED = ("name", "kinds", "services", "commune", "description", "address", "postcode", "phone", "siret")
_WEB = URLValidator(schemes=["http", "https"], message=_("Une adresse web commence par http:// ou https://."))


# pghistory's own condition compares column by column, and PostgreSQL cannot compare two geometries under the empty
# search path with which a dump restores. Whole rows are compared by their types' own order, under any search path.
_ANY_CHANGE = pgtrigger.Condition("OLD.* IS DISTINCT FROM NEW.*")


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(condition=_ANY_CHANGE),
    pghistory.DeleteEvent(),
    exclude=["search", "feature", "flat_feature"],
)
class Place(models.Model):
    """Somewhere with a door and an address, or an itinerant service, that one or several networks count as theirs."""

    uuid = models.UUIDField(_("identifiant public"), default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("adresse de la page"), max_length=120, unique=True)
    name = models.CharField(_("nom"), max_length=200, db_collation="und-x-icu")
    kinds = TagsField(verbose_name=_("typologies"))
    services = TagsField(verbose_name=_("services"), null=True, blank=True)
    description = OptionalTextField(_("présentation"))
    siret = SiretField(_("SIRET"), help_text=_("Celui de l’établissement qui tient le lieu : quatorze chiffres."))
    status = models.CharField(_("statut"), max_length=10, choices=Status, default=Status.DRAFT)

    address = OptionalTextField(_("adresse"), help_text=_("Numéro et rue, sans le code postal ni la commune."))
    postcode = OptionalTextField(_("code postal"))
    commune = models.ForeignKey(
        Commune,
        models.PROTECT,
        blank=True,
        related_name="places",
        verbose_name=_("commune"),
        help_text=_("Laissée vide, elle est trouvée d’après le point."),
    )
    point = models.PointField(_("point"), null=True, blank=True)
    precision = models.CharField(_("précision du point"), max_length=10, choices=Precision, default=Precision.UNKNOWN)
    is_itinerant = models.BooleanField(_("itinérant"), null=True, blank=True)
    served_communes = TagsField(
        base_field=models.CharField(max_length=5),
        verbose_name=_("communes desservies"),
        null=True,
        blank=True,
        help_text=_("D’un service itinérant : les codes INSEE des communes où il passe, séparés par des virgules."),
    )

    opening_hours = HoursField(
        _("horaires"),
        help_text=_(
            "Comme on les dit : mardi et jeudi 9h-12h, 1er samedi du mois 10h-12h, fermé en août. Ou dans la syntaxe "
            "d’OpenStreetMap : Tu,Th 09:00-12:00; Sa[1] 10:00-12:00; Aug off"
        ),
    )
    phone = PhoneField(_("téléphone"), help_text=_("04 66 00 00 00, 3949, +33 4 66 00 00 00"))
    email = models.EmailField(_("adresse électronique"), null=True, blank=True)
    website = OptionalTextField(_("site web"), validators=[_WEB])
    booking_url = OptionalTextField(_("lien de réservation"), validators=[_WEB])

    publics = TagsField(verbose_name=_("publics"), null=True, blank=True)
    fees = TagsField(verbose_name=_("tarifs"), null=True, blank=True)
    wheelchair = models.CharField(_("accès en fauteuil"), max_length=10, choices=Wheelchair, null=True, blank=True)
    acceslibre_url = OptionalTextField(_("fiche Acceslibre"), validators=[_WEB])

    desks = models.PositiveSmallIntegerField(_("postes de travail"), null=True, blank=True)
    meeting_rooms = models.PositiveSmallIntegerField(_("salles de réunion"), null=True, blank=True)
    has_call_booth = models.BooleanField(_("cabine d’appel"), null=True, blank=True)
    has_sockets = models.BooleanField(_("prises aux postes"), null=True, blank=True)
    has_wired_internet = models.BooleanField(_("internet filaire"), null=True, blank=True)
    has_wifi = models.BooleanField(_("internet sans fil"), null=True, blank=True)
    download_mbps = models.DecimalField(
        _("débit descendant mesuré (Mb/s)"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    upload_mbps = models.DecimalField(
        _("débit montant mesuré (Mb/s)"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    speed_measured_on = models.DateField(_("débit mesuré le"), null=True, blank=True)
    day_price = models.DecimalField(_("prix d’une journée (€)"), max_digits=8, decimal_places=2, null=True, blank=True)
    month_price = models.DecimalField(_("prix d’un mois (€)"), max_digits=8, decimal_places=2, null=True, blank=True)
    access_note = OptionalTextField(_("comment on entre"), help_text=_("Badge, code, accueil, sur rendez-vous…"))

    opened_on = models.DateField(_("ouvert depuis le"), null=True, blank=True)
    opened_precision = date_precision(_("ce qui est connu de l’ouverture"))
    closed_on = models.DateField(_("fermé depuis le"), null=True, blank=True)
    closed_precision = date_precision(_("ce qui est connu de la fermeture"))
    source = OptionalTextField(_("source"))
    source_id = OptionalTextField(_("identifiant dans la source"))
    source_date = models.DateField(_("date de la source"), null=True, blank=True)
    source_date_precision = date_precision(_("ce qui est connu de la date de la source"))
    licence = OptionalTextField(_("licence"))
    verified_on = models.DateField(
        _("vérifié le"),
        null=True,
        blank=True,
        help_text=_("Jour où quelqu’un a vérifié la fiche ; corriger la fiche ne la vérifie pas."),
    )
    merged_into = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="merged",
        verbose_name=_("fusionnée avec"),
        help_text=_("La fiche du même lieu à laquelle mènent désormais ses adresses."),
    )
    created_at = models.DateTimeField(_("créé le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifié le"), auto_now=True)

    # Computed by PostgreSQL at each write: what `matching` reads, and the answers ready to send.
    search = models.GeneratedField(expression=PlaceSearch(*SEARCHED), output_field=SearchVectorField(), db_persist=True)
    feature = models.GeneratedField(expression=PlaceFeature(*COLUMNS), output_field=models.TextField(), db_persist=True)
    flat_feature = models.GeneratedField(
        expression=PlaceFlat(*FLAT_COLUMNS), output_field=models.TextField(), db_persist=True
    )

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("lieu")
        verbose_name_plural = _("lieux")
        constraints = PLACE_CHECKS
        triggers = [
            *PLACE_TRIGGERS,
            *slug_triggers("places_formerplaceslug", "place_slug_was_anothers"),
            learns("learns_name", "NEW.name", Tier.NAME, columns=["name"]),
            learns("learns_text", "NEW.description, NEW.address", Tier.TEXT, columns=["description", "address"]),
            lists_words(),
        ]
        indexes = [
            GistIndex(Geography("point"), name="place_point_geography"),
            GinIndex(fields=["kinds"], name="place_kinds"),
            GinIndex(fields=["services"], name="place_services"),
            GinIndex(fields=["search"], name="place_search"),
            models.Index(fields=["opening_hours"], name="place_opening_hours"),
            models.Index(fields=["name", "id"], name="place_name"),
            models.Index(fields=["updated_at", "id"], name="place_updated_at"),
            # Those that are counted apart: few.
            models.Index(fields=["id"], name="place_not_published", condition=~models.Q(status=Status.PUBLISHED)),
            models.Index(
                fields=["download_mbps"],
                name="place_download",
                condition=models.Q(download_mbps__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def schedule(self) -> Schedule:
        """When it is open: its hours, in its life and under the calendar of its commune."""
        return Schedule.of(self.opening_hours, self.opened_on, self.closed_on, self.commune_id)

    def clean(self) -> None:
        """Say in words what no rule of the database says: that something is missing, or not true yet.

        Raises:
            ValidationError: neither a point nor a commune is given, or the check is still to come.

        """
        super().clean()
        if not self.point and self.commune_id is None:
            raise ValidationError({"commune": gettext("Indiquez la commune, ou placez le point.")})
        if self.verified_on and self.verified_on > timezone.localdate():
            raise ValidationError({"verified_on": gettext("Cette date n’est pas encore arrivée.")})
