"""The admin of networks, memberships, accounts, and of places with their networks."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from network.choices import State
from network.forms import FamilyForm, MembershipForm, MembershipFormSet, NetworkForm, PostForm, StewardshipForm
from network.models import Family, Membership, Network, Organisation, Post, Stewardship, User, Verification, Vouch
from network.models.network import Facilitation
from network.overlap.question import Known
from network.querysets import NetworkedPlaceQuerySet
from network.services import close, entrust, relieve, take_back_what_grows, verify
from places.admin.logged import LoggedAdmin, ShortTexts
from places.admin.places import PlaceAdmin
from places.admin.records import RecordInline, saving_of, signatory
from places.admin.words import WordAdmin
from places.choices import Door
from places.models import Change, Photo, Place
from places.services import signed
from places.words import Dated


def _leaving_one(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Say in words that the last administrator stays, where the database refuses that she go."""

    @wraps(view)
    def tried(admin_of: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401
        try:
            with transaction.atomic():
                return view(admin_of, request, *args, **kwargs)
        except IntegrityError as refusal:
            if "account_administrator_stays" not in str(refusal):
                raise
        messages.error(request, gettext("Il faut qu’il reste un administrateur, dont le compte est ouvert."))
        return HttpResponseRedirect(request.path)

    return tried


@admin.register(User)
class AccountAdmin(UserAdmin):  # type: ignore[type-arg]  # not subscriptable at run time
    """Accounts. The last administrator stays."""

    gives_rights = True

    changeform_view = _leaving_one(UserAdmin.changeform_view)
    changelist_view = _leaving_one(UserAdmin.changelist_view)
    delete_view = _leaving_one(UserAdmin.delete_view)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: ANN401, FBT001  Django's
        """Take back what would grow with someone who becomes an administrator."""
        if change and obj.is_superuser and "is_superuser" in form.changed_data:
            take_back_what_grows(obj)
        super().save_model(request, obj, form, change)


class _TodayFilter(admin.SimpleListFilter):
    """Places by what their networks make of them today."""

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the places of the chosen value."""
        value = self.value()
        if not value or not isinstance(queryset, NetworkedPlaceQuerySet):
            return queryset
        return self.keep(queryset, value)

    def keep(self, places: NetworkedPlaceQuerySet[Any], value: str) -> NetworkedPlaceQuerySet[Any]:
        """Keep the places of a value."""
        raise NotImplementedError


class OverlapFilter(_TodayFilter):
    """The question that this directory exists for."""

    title = _("croisement, aujourd’hui")
    parameter_name = "overlap"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> Iterable[tuple[str, str]]:  # noqa: ANN401
        """List the four states."""
        return [(state.value, label) for state, label in Known.read_families().state_labels.items()]

    def keep(self, places: NetworkedPlaceQuerySet[Any], value: str) -> NetworkedPlaceQuerySet[Any]:
        """Keep the places in a state."""
        return places.overlapping([value] if value in State.values else [*State.values])


class FamilyFilter(_TodayFilter):
    """Places served by a family."""

    title = _("famille, aujourd’hui")
    parameter_name = "family"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> Iterable[tuple[str, str]]:  # noqa: ANN401
        """List the families."""
        return [(family.slug, str(family)) for family in Family.objects.all()]

    def keep(self, places: NetworkedPlaceQuerySet[Any], value: str) -> NetworkedPlaceQuerySet[Any]:
        """Keep the places of a family."""
        return places.of_families([value])


class NetworkFilter(_TodayFilter):
    """Places of a network."""

    title = _("réseau, aujourd’hui")
    parameter_name = "network"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> Iterable[tuple[str, str]]:  # noqa: ANN401
        """List the networks."""
        return list(Network.objects.values_list("slug", "name"))

    def keep(self, places: NetworkedPlaceQuerySet[Any], value: str) -> NetworkedPlaceQuerySet[Any]:
        """Keep the places of a network."""
        return places.in_networks([value])


class MembershipInline(ShortTexts, RecordInline):
    """The networks of a place, on its own page."""

    model = Membership
    form = MembershipForm
    formset = MembershipFormSet
    extra = 0
    fields = [
        "network",
        ("period", "is_start_exact", "start_precision"),
        ("last_seen_on", "last_seen_precision"),
        "evidence",
        ("source", "source_url"),
        "licence",
    ]


@admin.register(Place)
class NetworkedPlaceAdmin(PlaceAdmin):
    """Places, with the networks they are in."""

    actions = ["verify_today"]
    inlines = [MembershipInline]
    list_display = ["name", "commune", "overlap_today", *PlaceAdmin.list_display[2:]]
    list_filter = [OverlapFilter, *PlaceAdmin.list_filter, NetworkFilter, FamilyFilter]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """List places with their state today, in the same question."""
        ordering = super().get_queryset(request).query.order_by
        self.state_labels = Known.read_families().state_labels
        return NetworkedPlaceQuerySet(Place).with_overlap().order_by(*ordering)

    def logs(self, object_id: str) -> list[QuerySet[Any]]:
        """Add what hangs on the place to its history."""
        hanging: list[Any] = [Membership, Verification, Vouch, Photo]
        theirs = [model.pgh_event_model.objects.filter(place_id=object_id) for model in hanging]
        return [*super().logs(object_id), *theirs]

    def write_ties(self, request: HttpRequest, form: Any, row: Any) -> None:  # noqa: ANN401  Django's forms
        """End the memberships of a place that closes."""
        day = row.closed_on
        if day and "closed_on" in form.changed_data:
            closing = Dated(day, row.closed_precision)
            _place, ended = close(
                place=row, on=closing.day, precision=closing.precision, by=signatory(request), door=Door.ADMIN
            )
            saving_of(request).told += [
                gettext("L’adhésion au réseau %(network)s se termine avec le lieu, %(when)s.")
                % {"network": membership.network, "when": closing.when}
                for membership in ended
            ]

    @admin.action(description=_("Vérifié aujourd’hui"), permissions=["change"])
    def verify_today(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Note that someone has checked these listings today."""
        chosen = queryset.order_by().values_list("pk", flat=True)
        with signed(by=signatory(request), door=Door.ADMIN):
            count = len(verify(places=list(chosen), by=signatory(request), door=Door.ADMIN))
            written = Change.objects.filter(position=None).first()  # this one: it is not committed yet
        said = ngettext("%d fiche vérifiée aujourd’hui.", "%d fiches vérifiées aujourd’hui.", count) % count
        if written:
            address = reverse("admin:places_place_undo", args=[written.pk])
            said = format_html('{} <a href="{}">{}</a>', said, address, gettext("Annuler…"))
        self.message_user(request, said, messages.SUCCESS)

    @admin.display(description=_("croisement aujourd’hui"))
    def overlap_today(self, place: Any) -> str:  # noqa: ANN401  the annotation is not part of the model
        """Say the state in words."""
        return self.state_labels[State(place.overlap)]


@admin.register(Family)
class FamilyAdmin(WordAdmin):
    """What networks are for, and the side on which each family is compared."""

    form = FamilyForm
    list_display = [*WordAdmin.list_display, "side"]

    def is_used(self, word: Model) -> bool:
        """Tell whether some network is of the family."""
        return Network.objects.filter(family=word.pk).exists()


@admin.register(Network)
class NetworkAdmin(LoggedAdmin):
    """The networks, with the organisations that run them."""

    gives_rights = True
    form = NetworkForm
    list_display = ["name", "family", "shows_service", "started_on", "ended_on"]
    list_filter = ["family", "shows_service", "organisations"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    filter_horizontal = ["organisations"]

    def write_ties(self, request: HttpRequest, form: Any, row: Any) -> None:  # noqa: ANN401  Django's forms
        """Write who runs the network, as far as this person changed it."""
        new, gone = form.ties()
        entrust(network=row, organisations=new, by=signatory(request), door=Door.ADMIN)
        relieve(network=row, organisations=gone, by=signatory(request), door=Door.ADMIN)

    def logs(self, object_id: str) -> list[QuerySet[Any]]:
        """Add who facilitates the network to its history."""
        model: Any = Facilitation
        return [*super().logs(object_id), model.pgh_event_model.objects.filter(network_id=object_id)]


class PostInline(RecordInline):
    """Who works in an organisation: what they may do in the workspace follows."""

    model = Post
    form = PostForm
    extra = 0
    fields = ["person", "period"]


@admin.register(Organisation)
class OrganisationAdmin(LoggedAdmin):
    """The organisations that facilitate networks."""

    gives_rights = True
    inlines = [PostInline]
    list_display = ["name", "website"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Stewardship)
class StewardshipAdmin(LoggedAdmin):
    """Who keeps the listing of which place."""

    gives_rights = True
    form = StewardshipForm
    list_display = ["person", "place", "period"]
    list_select_related = ["person", "place"]
    search_fields = ["person__username", "person__email", "place__name"]
    autocomplete_fields = ["person", "place"]


@admin.register(Membership)
class MembershipAdmin(LoggedAdmin):
    """Which place is in which network, and since when."""

    form = MembershipForm
    list_display = ["place", "network", "since", "until", "last_seen_on", "source"]
    list_select_related = ["place", "network"]
    list_filter = ["network", "network__family", "is_start_exact"]
    search_fields = ["place__name", "network__name"]
    autocomplete_fields = ["place"]
    date_hierarchy = "last_seen_on"

    @admin.display(description=_("depuis"), ordering="period__startswith")
    def since(self, membership: Membership) -> Any:  # noqa: ANN401  a date or None
        """The first day."""
        return membership.period.lower

    @admin.display(description=_("jusqu’au (exclu)"), ordering="period__endswith")
    def until(self, membership: Membership) -> Any:  # noqa: ANN401  a date or None
        """The first day outside."""
        return membership.period.upper
