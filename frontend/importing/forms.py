"""A file that is dropped, and what its columns are."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.site.days import WholeDayField
from network.importing.mapping import Plan
from network.importing.targets import Target
from network.models import Import, ImportSource, Network
from network.services.imports import MOST_SENT
from places.forms.place import TagsChoice
from places.models import Kind
from places.models.vocabulary import choices_of

_ACCEPTED = ".csv,.tsv,.txt,.xlsx,.ods,.json,.geojson,text/csv,application/json"
_NOTHING = ("", gettext_lazy("— ne pas reprendre —"))


class FileForm(forms.Form):
    """A file, whose it is, and of which day."""

    file = forms.FileField(
        label=gettext_lazy("Le fichier"),
        required=False,
        widget=forms.FileInput(attrs={"accept": _ACCEPTED}),
        help_text=gettext_lazy(
            "CSV, Excel (.xlsx), LibreOffice (.ods), JSON ou GeoJSON, 30 Mo au plus. Déposez-le ici, ou choisissez-le."
        ),
    )
    url = forms.CharField(
        label=gettext_lazy("Ou son adresse, s’il est en ligne"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://"}),
    )
    is_nightly = forms.BooleanField(
        label=gettext_lazy("Le relire chaque nuit à cette adresse"),
        required=False,
        help_text=gettext_lazy("Ce qui est nouveau vous attend ici, relu et pas encore appliqué."),
    )
    source = forms.CharField(
        label=gettext_lazy("De qui vient-il ?"),
        max_length=100,
        widget=forms.TextInput(attrs={"list": "sources"}),
        help_text=gettext_lazy("Le même nom pour chacun de ses fichiers : le suivant est comparé à celui-ci."),
    )
    day = WholeDayField(label=gettext_lazy("Date du fichier"), required=False)

    def clean_file(self) -> Any:  # noqa: ANN401  an uploaded file
        """Take no more than a browser sends at once.

        Raises:
            ValidationError: it is larger.

        """
        file = self.cleaned_data["file"]
        if file and file.size > MOST_SENT:
            raise ValidationError(_("Ce fichier est trop lourd : 30 Mo au plus."))
        return file

    def clean(self) -> dict[str, Any]:
        """Ask for a file, and of what day it is; or for an address, which is read today unless another day is said.

        Raises:
            ValidationError: there is neither; it stands beside the file.

        """
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("file") and not cleaned.get("url") and "file" not in self.errors:
            self.add_error("file", _("Déposez un fichier, ou donnez son adresse."))
        if not cleaned.get("day") and "day" not in self.errors:
            if cleaned.get("file"):
                self.add_error("day", self.fields["day"].error_messages["required"])
            cleaned["day"] = timezone.localdate()
        return cleaned

    def clean_day(self) -> Any:  # noqa: ANN401  a date
        """Refuse a day that has not come.

        Raises:
            ValidationError: it has not.

        """
        day = self.cleaned_data["day"]
        if day and day > timezone.localdate():
            raise ValidationError(_("Cette date n’est pas encore arrivée."))
        return day


class Column(NamedTuple):
    """A column of a file: its place, its heading, what it is taken for, and some of what it holds."""

    number: int
    heading: str
    target: str
    sample: list[str]


class PlanForm(forms.Form):
    """What each column is, and what is said of the whole file."""

    kinds = TagsChoice(
        label=gettext_lazy("Typologies des nouveaux lieux dont le fichier n’en dit aucune"),
        choices=lambda: choices_of(Kind),
        required=False,
    )
    joins = forms.BooleanField(
        label=gettext_lazy("Les lieux du fichier sont dans le réseau"),
        required=False,
        help_text=gettext_lazy(
            "Ils y entrent à la date du fichier, qui en est la preuve ; ceux qui y sont y sont vus."
        ),
    )

    def __init__(self, batch: Import, data: Any) -> None:  # noqa: ANN401  what was sent, or nothing
        plan = Plan.of(batch.plan)
        super().__init__(data, initial={"kinds": plan.kinds, "joins": batch.joins})
        self._batch, self._before = batch, plan

    @property
    def columns(self) -> Iterator[Column]:
        """The columns that hold something, as they are taken."""
        taken = self.plan.columns if self.is_bound else self._before.columns
        sample = self._batch.notes.get("sample", {})
        for number, heading in enumerate(self._batch.columns):
            if sample.get(heading):
                yield Column(number, heading, taken.get(heading, ""), sample[heading])

    @property
    def unread(self) -> int:
        """How many of them are left."""
        return sum(not column.target for column in self.columns)

    @property
    def choices(self) -> list[tuple[str, Any]]:
        """What a column may be."""
        return [_NOTHING, *Target.choices]

    @property
    def plan(self) -> Plan:
        """What was answered. What is no answer leaves a column aside."""
        said = {heading: self.data.get(f"column-{number}", "") for number, heading in enumerate(self._batch.columns)}
        columns = {heading: target if target in Target.values else "" for heading, target in said.items()}
        kinds = [*(self.cleaned_data.get("kinds") or [])] if hasattr(self, "cleaned_data") else []
        return Plan(columns, kinds, self._before.words)

    def clean(self) -> dict[str, Any]:
        """Ask for what tells one place from another.

        Raises:
            ValidationError: no column is the name, or nothing says where.

        """
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for sentence in self.plan.wants:
            self.add_error(None, sentence)
        return cleaned


def sources_of(network: Network) -> QuerySet[ImportSource]:
    """List those who sent files to a network; other directories are none of them."""
    return ImportSource.objects.filter(network=network, is_peer=False).order_by("name")
