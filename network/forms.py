"""What a facilitator fills in about memberships: two dates, and not a range."""

from typing import Any, ClassVar

from django.contrib.admin.widgets import AdminDateWidget, AdminTextareaWidget
from django.contrib.postgres.forms import RangeWidget
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from network.loading.files import overlap
from network.models import Family, Membership, Network, Post, Stewardship
from places.forms.place import TagsChoice
from places.forms.records import RecordForm
from places.forms.sets import RecordFormSet
from places.models import Service
from places.models.vocabulary import choices_of


class PeriodWidget(RangeWidget):
    """Two dates, each with its word."""

    template_name = "network/period.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(AdminDateWidget(), attrs)


class MembershipForm(RecordForm):
    """A membership as the admin edits it."""

    class Meta:
        model = Membership
        fields = [
            "place",
            "network",
            "period",
            "is_start_exact",
            "start_precision",
            "last_seen_on",
            "last_seen_precision",
            "evidence",
            "source",
            "source_url",
            "licence",
        ]
        widgets: ClassVar = {"period": PeriodWidget, "evidence": AdminTextareaWidget(attrs={"rows": 3})}


class PostForm(RecordForm):
    """A post as the admin edits it."""

    class Meta:
        model = Post
        fields = ["person", "organisation", "period"]
        widgets: ClassVar = {"period": PeriodWidget}


class StewardshipForm(RecordForm):
    """A stewardship as the admin edits it."""

    class Meta:
        model = Stewardship
        fields = ["person", "place", "period"]
        widgets: ClassVar = {"period": PeriodWidget}


class FamilyForm(RecordForm):
    """A family as the admin edits it."""

    services = TagsChoice(
        label=capfirst(Family._meta.get_field("services").verbose_name),
        choices=lambda: choices_of(Service),
        required=False,
        help_text=Family._meta.get_field("services").help_text,
    )

    class Meta:
        model = Family
        fields = "__all__"

    def clean_services(self) -> list[str]:
        """Take nothing ticked for no service: here that is known."""
        return self.cleaned_data["services"] or []


class NetworkForm(RecordForm):
    """A network as the admin edits it, with who runs it: each organisation is added, or taken off, on its own."""

    class Meta:
        model = Network
        fields = "__all__"

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        super().__init__(*args, **kwargs)
        if "organisations" in self.fields:
            # The page says again what it showed: someone else may add another one meanwhile.
            self.fields["organisations"].show_hidden_initial = True

    def ties(self) -> tuple[set[int], set[int]]:
        """The organisations (keys) that the person added, and those that she took off."""
        if "organisations" not in self.cleaned_data:
            return set(), set()
        sent = getattr(self.data, "getlist", self.data.get)(self.add_initial_prefix("organisations")) or []
        shown = {int(key) for key in sent if key.isdigit()}
        chosen = {organisation.pk for organisation in self.cleaned_data["organisations"]}
        return chosen - shown, shown - chosen


class MembershipFormSet(RecordFormSet):
    """The memberships of a place, edited together: the database alone would refuse two at once without a word."""

    def clean(self) -> None:
        """Refuse two stays in one network that share a day.

        Raises:
            ValidationError: two forms of this page overlap, or one is of a membership that is no longer there.

        """
        super().clean()
        if any("id" in form.errors for form in self.forms):
            raise ValidationError(
                _("Quelqu’un d’autre a supprimé une de ces adhésions entre-temps : rechargez la page.")
            )
        stays: list[dict[str, Any]] = []
        for form in self.forms:
            stay = getattr(form, "cleaned_data", {})
            if form in self.deleted_forms or not stay.get("network") or stay.get("period") is None:
                continue
            if any(other["network"] == stay["network"] and overlap(other["period"], stay["period"]) for other in stays):
                raise ValidationError(
                    _("Deux adhésions de ce lieu au réseau %(network)s se chevauchent."),
                    params={"network": stay["network"]},
                )
            stays.append(stay)
