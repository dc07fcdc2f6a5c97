"""How the admin writes: by the verbs, on the version that the page showed. What they refuse is said by its field."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from places.choices import Door
from places.forms.disputes import disputes_of, said_instead_of_deleting, said_meanwhile
from places.forms.records import RecordForm, Refusal, number_in
from places.forms.sets import RecordFormSet
from places.services import Conflict, Edit, Meanwhile, create, delete, edit, signed, ties_of, versions_of


class _NotDeleted(Exception):  # noqa: N818  leaves the transaction: nothing of what was chosen is deleted
    """Why each record that was not deleted was not."""

    def __init__(self, refusals: list[Refusal]) -> None:
        super().__init__(refusals)
        self.refusals = refusals


class _Refused(Exception):  # noqa: N818  leaves the transaction: nothing of this page is written
    """At least one record of the page was refused."""


@dataclass(slots=True)
class Saving:
    """What became of the forms of a page, by their prefix."""

    refusals: dict[str | None, Refusal] = field(default_factory=dict)
    meanwhile: list[tuple[Model, list[Meanwhile]]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def attempt(self, form: RecordForm, write: Callable[[], None]) -> None:
        """Write one record, and remember why it was refused."""
        try:
            write()
        except (ValidationError, Conflict) as refusal:
            self.refusals[form.prefix] = refusal


class RecordInline(admin.StackedInline):  # type: ignore[type-arg]  # not subscriptable at run time
    """Records on the page of another, each with its version."""

    form = RecordForm
    formset = RecordFormSet
    # Nothing has as many; each takes some milliseconds, and a page may say that it holds a million.
    max_num = 100

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:  # noqa: ANN401
        """Make the class of the forms, for this request alone: they know what was refused, and are no more than may be.

        Django would read a thousand above `max_num`.
        """
        formset: Any = super().get_formset(request, obj, absolute_max=self.max_num, **kwargs)
        formset.form.refusals = saving_of(request).refusals
        return formset

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:  # noqa: ANN401
        """Carry the version."""
        return ["version", *super().get_fields(request, obj)]


class RecordAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not subscriptable at run time
    """An admin that writes by the verbs. A page is one change: all of it is written, or nothing."""

    form = RecordForm
    change_form_template = "admin/record_form.html"
    delete_confirmation_template = "admin/record_delete.html"
    delete_selected_confirmation_template = "admin/records_delete.html"

    def create_row(self, request: HttpRequest, model: type[Model], values: Mapping[str, Any]) -> Model:
        """Create a record of this page."""
        return create(model, values=values, by=signatory(request), door=Door.ADMIN)

    def edit_row(self, request: HttpRequest, row: Model, changes: Mapping[str, Any], based_on: int) -> Edit[Any]:
        """Change a record of this page."""
        return edit(row, changes=changes, based_on=based_on, by=signatory(request), door=Door.ADMIN)

    def write_ties(self, request: HttpRequest, form: Any, row: Any) -> None:  # noqa: ANN401  Django's forms
        """Write what a form says beside the columns of its record: nothing, unless an admin knows better."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Save the page, or show it again with what was refused: a second pass finds it beside its fields."""
        saving = saving_of(request)
        if request.method == "POST":
            try:
                with signed(by=signatory(request), door=Door.ADMIN):
                    response = super().changeform_view(request, object_id, form_url, extra_context)
            except _Refused:
                saving.meanwhile, saving.told = [], []
            else:
                self._tell(request, saving)
                return response
        return super().changeform_view(request, object_id, form_url, extra_context)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Say why an action was refused; a page that asks whether to delete carries the versions that it shows."""
        try:
            response = super().changelist_view(request, extra_context)
        except _NotDeleted as told:
            return _refused(request, *told.refusals)
        context = getattr(response, "context_data", None) or {}
        if "deletable_objects" in context:
            context["versions"] = _versions(context["queryset"])
        return response

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Delete the record, or ask again with what someone else wrote in it meanwhile."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except (ValidationError, Conflict) as refusal:
            return _refused(request, refusal)

    def render_delete_form(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        """Carry the version that the page shows, and how much hangs on it."""
        versions = _versions([context["object"]])
        return super().render_delete_form(request, {**context, "versions": versions})

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: ANN401, FBT001, FBT002
        """Make the class of the form, for this request alone: it knows what was refused."""
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.refusals = saving_of(request).refusals
        return form

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:  # noqa: ANN401
        """Leave the version to the top of the page."""
        return [name for name in super().get_fields(request, obj) if name != "version"]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        """Ask which value stays, where two people wrote."""
        inlines = [form for inline in context["inline_admin_formsets"] for form in inline.formset.forms]
        forms = [form for form in (context["adminform"].form, *inlines) if isinstance(form, RecordForm)]
        return super().render_change_form(request, context | {"disputes": disputes_of(forms)}, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: ANN401, FBT001
        """Write the record of this page by its verb."""
        saving_of(request).attempt(form, lambda: self._write(request, obj, form))

    def save_related(self, request: HttpRequest, form: Any, formsets: Iterable[Any], change: bool) -> None:  # noqa: ANN401, FBT001
        """Write what hangs on the record, then leave if anything was refused.

        Raises:
            _Refused: at least one record of the page was refused.

        """
        if not form.instance._state.adding:
            for formset in formsets:
                self.save_formset(request, form, formset, change)
            saving_of(request).attempt(form, lambda: self.write_ties(request, form, form.instance))
        if saving_of(request).refusals:
            raise _Refused

    def save_formset(self, request: HttpRequest, _form: Any, formset: Any, _change: bool) -> None:  # noqa: ANN401, FBT001
        """Write each record of an inline by its verb."""
        formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []
        gone = formset.deleted_forms
        for each in gone:
            if not each.is_new:
                saving_of(request).attempt(each, partial(self.delete_row, request, each.instance, each.seen_version))
        for each in formset.forms:
            if each not in gone and each.has_changed():
                saving_of(request).attempt(each, lambda each=each: self._write(request, each.instance, each))  # type: ignore[misc]

    def delete_row(self, request: HttpRequest, row: Model, based_on: int, ties: int | None = None) -> None:
        """Delete a record of this page."""
        delete(row, based_on=based_on, ties=ties, by=signatory(request), door=Door.ADMIN)

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        """Delete a record on the version that the page showed, with what it showed to hang on it."""
        version, _point, ties = dict(parse_qsl(request.POST.get("versions", ""))).get(str(obj.pk), "").partition(".")
        self.delete_row(request, obj, number_in(version), number_in(ties))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Delete the chosen records, each by its verb: all of them, or none.

        Raises:
            _NotDeleted: some were refused; it tells of each of these.

        """
        refusals: list[Refusal] = []
        with signed(by=signatory(request), door=Door.ADMIN):
            for row in queryset:
                try:
                    self.delete_model(request, row)
                except (ValidationError, Conflict) as refusal:
                    refusals.append(refusal)
            if refusals:
                raise _NotDeleted(refusals)

    def _write(self, request: HttpRequest, row: Any, form: RecordForm) -> None:  # noqa: ANN401
        if form.is_new:
            row.pk = self.create_row(request, type(row), form.values()).pk
            row._state.adding = False
        else:
            first, *others = [
                (changes, self.edit_row(request, row, changes, version)) for changes, version in form.steps()
            ]
            settled = {name for changes, _edit in others for name in changes}
            meanwhile = [each for each in first[1].meanwhile if each.field not in settled]
            saving_of(request).meanwhile.append((row, meanwhile))
        row.refresh_from_db()

    def _tell(self, request: HttpRequest, saving: Saving) -> None:
        for row, meanwhile in saving.meanwhile:
            saving.told += said_meanwhile(row, meanwhile)
        for sentence in saving.told:
            messages.info(request, sentence)


def _versions(rows: Iterable[Any]) -> str:
    """Write the versions of records, and how much hangs on each, by key, for a page to bring back."""
    shown = [*rows]
    ties = ties_of(shown)
    return urlencode({key: f"{version}.{ties[key]}" for key, version in versions_of(shown).items()})


def _refused(request: HttpRequest, *refusals: Refusal) -> HttpResponse:
    """Say why nothing was written, on the page from which it was asked."""
    said = [
        sentence
        for refusal in refusals
        for sentence in (said_instead_of_deleting(refusal) if isinstance(refusal, Conflict) else refusal.messages)
    ]
    # What is wrong with the page itself is wrong for each of its records.
    for sentence in dict.fromkeys(said):
        messages.error(request, sentence)
    return HttpResponseRedirect(request.get_full_path())


def signatory(request: HttpRequest) -> Any:  # noqa: ANN401  an account, whatever its model
    """Tell who writes: an account, or nobody for who has not signed in."""
    return request.user if request.user.is_authenticated else None


def saving_of(request: HttpRequest) -> Saving:
    """What became of the forms of this request."""
    found: Saving = vars(request).setdefault("saving", Saving())
    return found
