"""What is filled in to prepare a workshop."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.workshop.addresses import address_of, read_address
from network.choices import Contributed
from network.models import Post, Scene, User, Workshop
from network.models.workshop import LONGEST_NOTES, LONGEST_SCENE, LONGEST_WORDS
from network.rights import Action, allowed
from network.workshops.files import LARGEST, WorkshopFile, read_file
from places.models import Territory

Changes = dict[str, Any]


def colleagues() -> QuerySet[User]:
    """Whoever has a post today in an organisation that runs a network: the workspace opens to them."""
    posts = Post.objects.filter(period__contains=timezone.localdate(), organisation__networks__isnull=False)
    return User.objects.filter(is_active=True, pk__in=posts.values("person")).order_by("first_name", "username")


class WorkshopForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """What a workshop says of itself."""

    words = forms.CharField(
        label=gettext_lazy("Présentation"),
        required=False,
        max_length=LONGEST_WORDS,
        empty_value=None,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Publique : de quoi on parlera, où et à quelle heure."),
    )

    offers = forms.MultipleChoiceField(
        label=gettext_lazy("Ce que la salle peut envoyer"),
        choices=Contributed.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    territories = forms.MultipleChoiceField(
        label=gettext_lazy("Territoires"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Les cartes de l’atelier commencent là. Sans coche, il est sur tous."),
    )
    holds_all = forms.BooleanField(
        label=gettext_lazy("Tout relire avant de le montrer"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Sinon, ce qui n’a rien de suspect paraît tout de suite, et se retire d’un geste."),
    )

    class Meta:
        model = Workshop
        fields = ["title", "day", "words", "territories", "offers", "holds_all", "moderators"]
        widgets = {
            "day": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "moderators": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["day"].required = True
        moderators: Any = self.fields["moderators"]
        moderators.queryset = colleagues()
        moderators.label_from_instance = lambda person: person.get_full_name() or person.get_username()
        self._offer_territories()
        if not self.instance.pk:
            self.initial["offers"] = Contributed.values

    def _offer_territories(self) -> None:
        """Ask for territories where the directory has several."""
        territories: Any = self.fields["territories"]
        territories.choices = list(Territory.objects.values_list("code", "name"))
        if len(territories.choices) <= 1:
            del self.fields["territories"]

    @property
    def changes(self) -> Changes:
        """The columns, by name."""
        return {name: self.cleaned_data[name] for name in self.fields}


class SceneForm(forms.ModelForm):  # type: ignore[type-arg]
    """A scene: the address of what it shows, and what is said before it."""

    address = forms.CharField(
        label=gettext_lazy("Adresse de la page"),
        max_length=2000,
        help_text=gettext_lazy("Celle de la carte ou des croisements, avec tout ce que vous y avez choisi."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url"}),
    )
    notes = forms.CharField(
        label=gettext_lazy("Vos notes"),
        required=False,
        max_length=LONGEST_NOTES,
        empty_value=None,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("La salle ne les voit pas : elles sont sur le pupitre de qui présente."),
    )
    seconds = forms.IntegerField(
        label=gettext_lazy("Durée prévue, en secondes"),
        required=False,
        min_value=1,
        max_value=LONGEST_SCENE,
        help_text=gettext_lazy("Laissez vide si vous ne la minutez pas."),
    )
    field_order = ("title", "sentence", "address", "notes", "seconds")

    class Meta:
        model = Scene
        fields = ["title", "sentence", "notes", "seconds"]
        widgets = {"sentence": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["address"] = address_of(self.instance)

    def clean_address(self) -> Changes:
        """Read what the page shows.

        Raises:
            ValidationError: it is no page that a scene can show.

        """
        return read_address(self.cleaned_data["address"])._asdict()

    @property
    def changes(self) -> Changes:
        """The columns, by name."""
        said = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return said | dict(self.cleaned_data["address"])


class CopyForm(forms.Form):
    """Whose scenes are copied: a story that is ready, or a workshop that she may prepare."""

    source = forms.ModelChoiceField(
        label=gettext_lazy("De quel atelier, ou de quel récit"),
        queryset=Workshop.objects.none(),
        empty_label=None,
    )

    def __init__(self, *args: Any, sources: QuerySet[Workshop], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["source"]
        chosen.queryset = sources
        chosen.label_from_instance = _with_its_day


class FileForm(forms.Form):
    """A workshop that was written to a file."""

    file = forms.FileField(
        label=gettext_lazy("Fichier d’un atelier"), widget=forms.FileInput(attrs={"accept": ".json,application/json"})
    )

    def clean_file(self) -> WorkshopFile:
        """Read the file.

        Raises:
            ValidationError: it is too large, or none of ours.

        """
        sent: Any = self.cleaned_data["file"]
        if (sent.size or 0) > LARGEST:
            raise ValidationError(_("Ce fichier est trop lourd pour être celui d’un atelier."))
        return read_file(sent.read())


def sources_for(person: User, workshop: Workshop) -> QuerySet[Workshop]:
    """What she may copy scenes from: stories first, then her other workshops that have some."""
    hers = Workshop.objects.filter(allowed(Action.PREPARE, person) | Q(is_story=True))
    return hers.exclude(pk=workshop.pk).exclude(scenes=None).distinct().order_by("-is_story", "-day", "-pk")


def _with_its_day(workshop: Workshop) -> str:
    if workshop.day is None:
        return workshop.title
    return _("%(title)s, %(day)s") % {"title": workshop.title, "day": workshop.day.strftime("%d/%m/%Y")}
