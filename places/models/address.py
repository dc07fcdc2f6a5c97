"""Where addresses are, as a file says that the operator loaded: of the national base (BAN) or OpenStreetMap (BANO)."""

from django.contrib.gis.db.models import PointField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import GeneratedField, TextField

from places.expressions import Fold
from places.models.territory import Commune


class Address(models.Model):
    """A number of a street, and its point. No fact of the directory: it is not in the log, and is loaded anew whole."""

    number = models.PositiveIntegerField(null=True)
    suffix = models.CharField(max_length=10, blank=True, default="")  # "bis"
    street = models.CharField(max_length=200)
    postcode = models.CharField(max_length=5, blank=True, default="")
    commune = models.ForeignKey(Commune, models.CASCADE, related_name="addresses", db_index=False)
    point = PointField(spatial_index=False)
    # One address stands for each street of a commune: what is typed is compared with it, and not with every number.
    is_first = models.BooleanField(default=False)
    folded = GeneratedField(expression=Fold("street"), output_field=TextField(), db_persist=True)

    class Meta:
        default_permissions = ()
        indexes = [
            GinIndex(
                fields=["folded"],
                opclasses=["gin_trgm_ops"],
                name="address_of_street",
                condition=models.Q(is_first=True),
            ),
            models.Index(fields=["commune", "street"], name="address_street"),
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, [str(self.number or ""), self.suffix, self.street]))
