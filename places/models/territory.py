"""The land: a territory, its communes, their intercommunalities and its rivers. Everything drawn is WGS 84."""

from functools import reduce
from operator import and_

from django.contrib.gis.db import models
from django.contrib.gis.db.models.functions import PointOnSurface
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.contrib.postgres.search import SearchVectorField
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from places.choices import Tier
from places.expressions import CommuneKey, CommuneSearch, Geography
from places.fields import OptionalTextField
from places.log.triggers import marks_land
from places.models.checks import WORLD
from places.models.search import learns
from places.querysets import CommuneQuerySet, TerritoryQuerySet


def _on_earth(name: str, *fields: str) -> models.CheckConstraint:
    drawn = [models.Q(**{f"{field}__isnull": True}) | models.Q(**{f"{field}__coveredby": WORLD}) for field in fields]
    return models.CheckConstraint(
        name=name, condition=reduce(and_, drawn), violation_error_message=_("Le tracé sort du monde.")
    )


class Territory(models.Model):
    """A directory's perimeter, such as a département: what `load_territory` loads."""

    code = models.CharField(_("code"), max_length=20, primary_key=True)
    name = models.CharField(_("nom"), max_length=120)
    locative = models.CharField(_("avec sa préposition"), max_length=140, help_text=_("« en Ardèche »"))
    region = OptionalTextField(
        _("région"), max_length=120, help_text=_("De quoi elle est une partie, et sous quel nom on la cherche.")
    )
    credit = models.TextField(_("crédit des données"))
    population_year = models.PositiveSmallIntegerField(
        _("année des populations"),
        null=True,
        blank=True,
        help_text=_("Celle où a été publiée la population de ses communes."),
    )

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("territoire")
        ordering = ["name"]
        triggers = [marks_land()]

    def __str__(self) -> str:
        return self.name


class TerritoryOutline(models.Model):
    """The land of a territory, coarse, as a map of a whole country draws it: loading draws it from its communes.

    It moves with them alone, and they note that the land moved.
    """

    territory = models.OneToOneField(
        Territory, models.CASCADE, primary_key=True, related_name="outline", verbose_name=_("territoire")
    )
    area = models.MultiPolygonField(_("contour"), spatial_index=False)

    class Meta:
        verbose_name = _("contour d’un territoire")
        verbose_name_plural = _("contours des territoires")

    def __str__(self) -> str:
        return str(self.territory)


class Intercommunality(models.Model):
    """A grouping of communes (EPCI), under its SIREN. Its boundary is that of its communes loaded here."""

    code = models.CharField(_("SIREN"), max_length=9, primary_key=True)
    name = models.CharField(_("nom"), max_length=200)
    boundary = models.MultiPolygonField(_("contour"))

    class Meta:
        verbose_name = _("intercommunalité")
        verbose_name_plural = _("intercommunalités")
        ordering = ["name"]
        triggers = [marks_land()]
        constraints = [_on_earth("intercommunality_is_on_earth", "boundary")]

    def __str__(self) -> str:
        return self.name


class Commune(models.Model):
    """A municipality under its official geographic code (INSEE)."""

    code = models.CharField(_("code INSEE"), max_length=5, primary_key=True)
    name = models.CharField(_("nom"), max_length=120)
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="communes", verbose_name=_("territoire"))
    intercommunality = models.ForeignKey(
        Intercommunality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="communes",
        verbose_name=_("intercommunalité"),
    )
    postcodes = ArrayField(models.CharField(max_length=5), verbose_name=_("codes postaux"), default=list, blank=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    boundary = models.MultiPolygonField(_("contour"))
    town_hall = models.PointField(_("mairie"), null=True, blank=True, spatial_index=False)
    source = OptionalTextField(_("source"))

    # Where distances to the commune are measured from: its town hall where known, else a point on its surface.
    reference = models.GeneratedField(
        expression=Geography(Coalesce("town_hall", PointOnSurface("boundary"))),
        output_field=models.PointField(geography=True),
        db_persist=True,
    )

    search = models.GeneratedField(expression=CommuneSearch("name"), output_field=SearchVectorField(), db_persist=True)
    key = models.GeneratedField(
        expression=CommuneKey("name"), output_field=models.TextField(null=True), db_persist=True
    )

    objects = CommuneQuerySet.as_manager()

    class Meta:
        verbose_name = _("commune")
        ordering = ["name"]
        triggers = [marks_land(), learns("learns_name", "NEW.name", Tier.COMMUNE, columns=["name"])]
        indexes = [
            GistIndex(fields=["reference"], name="commune_reference"),
            GinIndex(fields=["search"], name="commune_search"),
            models.Index(fields=["key"], name="commune_key"),
            # The list of a country goes through its communes by name.
            models.Index(fields=["name", "code"], name="commune_name"),
        ]
        constraints = [
            models.CheckConstraint(
                name="commune_boundary_is_valid",
                condition=models.Q(boundary__isvalid=True),
                violation_error_message=_("Le contour de la commune se croise lui-même."),
            ),
            _on_earth("commune_is_on_earth", "boundary", "town_hall"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def lon_lat(self) -> tuple[float, float]:
        """The longitude and latitude that distances are measured from."""
        return self.reference.x, self.reference.y


class FormerCommune(models.Model):
    """A commune that went into one of today's, under the name and the code that it had: people go on saying both."""

    # No key: where communes merge, the whole often takes the code of one of them, and may merge again.
    code = models.CharField(_("code INSEE"), max_length=5, db_index=True)
    name = models.CharField(_("nom"), max_length=120)
    commune = models.ForeignKey(
        Commune, models.CASCADE, related_name="former_communes", verbose_name=_("commune d’aujourd’hui")
    )
    ended_on = models.DateField(
        _("jusqu’au"), null=True, blank=True, help_text=_("Le premier jour où elle n’est plus.")
    )
    town_hall = models.PointField(_("mairie"), null=True, blank=True, spatial_index=False)
    key = models.GeneratedField(
        expression=CommuneKey("name"), output_field=models.TextField(null=True), db_persist=True
    )

    class Meta:
        verbose_name = _("ancienne commune")
        verbose_name_plural = _("anciennes communes")
        ordering = ["name"]
        triggers = [marks_land(), learns("learns_name", "NEW.name", Tier.COMMUNE, columns=["name"])]
        indexes = [models.Index(fields=["key"], name="formercommune_key")]
        constraints = [
            models.UniqueConstraint(name="former_commune_is_told_once", fields=["code", "name"]),
            _on_earth("former_commune_is_on_earth", "town_hall"),
        ]

    def __str__(self) -> str:
        return self.name


class River(models.Model):
    """A river in and around a territory, as far as a map shows it."""

    territory = models.ForeignKey(Territory, models.CASCADE, related_name="rivers", verbose_name=_("territoire"))
    name = models.CharField(_("nom"), max_length=120)
    course = models.MultiLineStringField(_("cours"))

    class Meta:
        verbose_name = _("cours d’eau")
        verbose_name_plural = _("cours d’eau")
        ordering = ["name"]
        triggers = [marks_land()]
        constraints = [
            models.UniqueConstraint(name="river_has_one_course", fields=["territory", "name"]),
            models.CheckConstraint(
                name="river_course_is_valid",
                condition=models.Q(course__isvalid=True),
                violation_error_message=_("Le cours d’eau n’est pas une ligne."),
            ),
            _on_earth("river_is_on_earth", "course"),
        ]

    def __str__(self) -> str:
        return self.name
