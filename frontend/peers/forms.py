"""The file of another directory, and which of our places it is compared with."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from frontend.importing.forms import FileForm
from network.models import Network


class PeerForm(FileForm):
    """A file or an address, whose list it is, and whether all of ours is compared or the members of a network."""

    network = forms.ModelChoiceField(Network.objects.none(), label=_("Comparer avec les lieux de"), required=False)
    field_order = ["file", "url", "is_nightly", "source", "network", "day"]

    def __init__(self, networks: QuerySet[Network], *, is_whole: bool, **given: Any) -> None:  # noqa: ANN401
        super().__init__(**given)
        field: Any = self.fields["network"]
        field.queryset, field.required = networks, not is_whole
        field.empty_label = _("tout l’annuaire") if is_whole else None
        self.fields["source"].label = _("Comment s’appelle cet annuaire ?")
        self.fields["source"].help_text = _(
            "Le même nom chaque fois : ce qui a été décidé est gardé avec lui. « Liste nationale », « data·inclusion »…"
        )
        self.fields["is_nightly"].help_text = _("Ce qui diffère vous attend ici ; rien n’est repris tout seul.")
