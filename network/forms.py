"""What a facilitator fills in about memberships: two dates, and not a range."""

from typing import Any, ClassVar

from django import forms
from django.contrib.admin.widgets import AdminDateWidget, AdminTextareaWidget
from django.contrib.postgres.forms import RangeWidget
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from network.loading.files import overlap
from network.models import Membership


class PeriodWidget(RangeWidget):
    """Two dates, each with its word."""

    template_name = "network/period.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(AdminDateWidget(), attrs)


class MembershipForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """A membership as the admin edits it."""

    class Meta:
        model = Membership
        fields = [
            "place",
            "network",
            "period",
            "is_start_exact",
            "last_seen_on",
            "evidence",
            "source",
            "source_url",
            "licence",
        ]
        widgets: ClassVar = {"period": PeriodWidget, "evidence": AdminTextareaWidget(attrs={"rows": 3})}


class MembershipFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]  # not subscriptable at run time
    """The memberships of a place, edited together: the database alone would refuse two at once without a word."""

    def clean(self) -> None:
        """Refuse two stays in one network that share a day.

        Raises:
            ValidationError: two forms of this page overlap.

        """
        super().clean()
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
