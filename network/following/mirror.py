"""Their changes, applied to our tables by the verbs: one of theirs is one of ours, whole or not at all."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from psycopg.types.range import DateRange

from network.following.pictures import Pictures
from network.models import Family, Followed, Membership, Mirrored, Network, Organisation
from network.services.following import forget_mirrored, note_mirrored, note_progress
from network.services.memberships import edit_membership, join
from network.services.networks import entrust, relieve
from places.choices import Door, Status
from places.dates import written_out
from places.models import Commune, Kind, Place, Service
from places.services import create, create_place, delete, edit, edit_place, free_slug, signed

Record = Mapping[str, Any]
_HERE: dict[str, Any] = {"by": None, "door": Door.FOLLOWED}
_WORDS: dict[str, type[Model]] = {"kind": Kind, "service": Service, "family": Family}
# The columns of a place that are told under their own names; its address here is ours to give.
_COLUMNS = {field.name for field in Place._meta.concrete_fields} - {"id", "slug", "commune", "created_at", "updated_at"}
# Their dates, each with what says how much of it is known: a directory that does not say so tells days.
_OF_NETWORK = {"started_on": "started_precision", "ended_on": "ended_precision"}
_OF_STAY = {"start": "start_precision", "last_seen_on": "last_seen_precision"}
_SAID = ("is_start_exact", "evidence", "source", "source_url", "licence")


@dataclass(slots=True)
class Report:
    """What came of some changes: how many records of each sort were written, and what could not be, in words."""

    written: Counter[str] = field(default_factory=Counter)
    left_out: list[str] = field(default_factory=list)


class Mirror:
    """Applies the changes of one directory."""

    def __init__(self, followed: Followed) -> None:
        self.followed, self.report, self._pictures = followed, Report(), Pictures(followed)
        self._apply: dict[str, Callable[[Any, Record | None, Any], None]] = {
            "organisation": self._organisation,
            "network": self._network,
            "place": self._place,
        }

    def apply(self, change: Record) -> None:
        """Write what a change says, and that it was written; what cannot be here is left out, and reported."""
        self._pictures.fetch(change["items"])
        with transaction.atomic():
            with signed(**_HERE):
                for item in change["items"]:
                    self._write(item)
            note_progress(followed=self.followed, cursor=change["cursor"])
        self.report.left_out += self._pictures.left_out
        self._pictures.left_out = []

    def _write(self, item: Record) -> None:
        sort, record = item["sort"], item["record"]
        try:
            with transaction.atomic():
                if sort in _WORDS:
                    self._word(sort, record)
                elif sort in self._apply:
                    self._apply[sort](item["id"], record, item.get("moved_to"))
        except ValidationError as error:
            name = (record or {}).get("name") or item["id"]
            self.report.left_out.append(f"{sort} {name}: {' '.join(error.messages)}")
        else:
            self.report.written[sort] += 1

    def _word(self, sort: str, record: Record | None) -> None:
        """Take a word that is not here yet. One that is stays as this directory says it: it speaks of other places."""
        model = _WORDS[sort]
        if record and not model._default_manager.filter(pk=record["slug"]).exists():
            create(model, values=record, **_HERE)

    def _organisation(self, key: Any, record: Record | None, _moved: Any) -> None:  # noqa: ANN401
        if record:
            self._keep("organisation", key, Organisation, {name: record[name] for name in ("slug", "name", "website")})

    def _network(self, key: Any, record: Record | None, _moved: Any) -> None:  # noqa: ANN401
        if record is None:
            return  # its members have left it by the same changes; who runs it here decides of its page
        told = {name: value for name, value in record.items() if name not in ("id", "family", "organisations")}
        values = written_out(told, _OF_NETWORK)
        network = self._keep("network", key, Network, values | {"family": Family.objects.get(pk=record["family"])})
        if network is None:
            return
        wanted = {found.ours for one in record["organisations"] if (found := self._found("organisation", one))}
        held = set(network.organisations.values_list("pk", flat=True))
        entrust(network=network, organisations=wanted - held, **_HERE)
        relieve(network=network, organisations=held - wanted, **_HERE)

    def _keep(self, sort: str, key: Any, model: type[Any], values: Record) -> Any:  # noqa: ANN401
        """Create or correct the record that stands for theirs; None where it is our own, which is left as it is."""
        found = self._found(sort, key)
        if found is None and (own := model._default_manager.filter(slug=values["slug"]).first()):
            self._note(sort, key, own, is_theirs=False)
            return None
        if found is None:
            made = create(model, values=values, **_HERE)
            self._note(sort, key, made, is_theirs=True)
            return made
        return edit(model._default_manager.get(pk=found.ours), changes=values, **_HERE).row if found.is_theirs else None

    def _place(self, key: str, record: Record | None, moved_to: str | None) -> None:
        found, own = self._found("place", key), Place.objects.filter(uuid=key).first()
        if found is None and own:
            self._note("place", key, own, is_theirs=False)
        elif record is None:
            if found and found.is_theirs and own:
                self._stays(own, [])
                kept = Place.objects.filter(uuid=moved_to).first() if moved_to else None
                edit_place(place=own, changes={"status": Status.ARCHIVED, "merged_into": kept}, **_HERE)
        elif found is None:
            made = create_place(
                values=self._columns(record) | {"uuid": key, "slug": free_slug(record["slug"])}, **_HERE
            )
            self._note("place", key, made, is_theirs=True)
            self._beside(made, record)
        elif found.is_theirs and own:
            edit_place(place=own, changes=self._columns(record) | {"merged_into": None}, **_HERE)
            self._beside(own, record)

    def _beside(self, place: Place, record: Record) -> None:
        """Keep what hangs on a listing. What a network stands for is said of a version of theirs, which is not here."""
        self._stays(place, record["memberships"])
        self._pictures.keep(place, record.get("photos", []))

    def _columns(self, record: Record) -> dict[str, Any]:
        """Read their record as our columns. Where it names no source, the directory that it comes from is one.

        Raises:
            ValidationError: its commune is not in any territory that is loaded here.

        """
        commune = Commune.objects.filter(pk=record["commune"]).first()
        if commune is None:
            raise ValidationError(f"commune {record['commune']} is not loaded here")
        at = (record["longitude"], record["latitude"])
        said = {**record, **record["work"]}
        return written_out({name: said[name] for name in said.keys() & _COLUMNS}) | {
            "status": Status.PUBLISHED,
            "commune": commune,
            "point": Point(*at, srid=4326) if None not in at else None,
            "source": record["source"] or urlsplit(self.followed.url).hostname,
        }

    def _stays(self, place: Place, told: Sequence[Record]) -> None:
        """Make the stays of a place those that are told, each in the network that stands for theirs."""
        wanted = {str(stay["id"]): stay for stay in told}
        here = Membership.objects.filter(place=place.pk).values("pk")
        for gone in self.followed.records.filter(sort="membership", ours__in=here).exclude(theirs__in=wanted):
            delete(Membership.objects.get(pk=gone.ours), **_HERE)
            forget_mirrored(mirrored=gone)
        for key, stay in wanted.items():
            if network := self._found("network", stay["network"]):
                self._stay(key, _stay_in(place, network.ours, stay))

    def _stay(self, key: str, values: dict[str, Any]) -> None:
        """Write a stay, which may have been that of another listing until now."""
        found = self._found("membership", key)
        held = Membership.objects.filter(pk=found.ours).first() if found else None
        if held:
            edit_membership(membership=held, changes=values, **_HERE)
        else:
            self._note("membership", key, join(values=values, **_HERE), is_theirs=True)

    def _found(self, sort: str, key: Any) -> Mirrored | None:  # noqa: ANN401  a number or a text
        return self.followed.records.filter(sort=sort, theirs=str(key)).first()

    def _note(self, sort: str, key: Any, row: Model, *, is_theirs: bool) -> None:  # noqa: ANN401
        note_mirrored(followed=self.followed, sort=sort, theirs=key, ours=row, is_theirs=is_theirs)


def _stay_in(place: Place, network: int, stay: Record) -> dict[str, Any]:
    told = written_out(stay, _OF_STAY)
    end = date.fromisoformat(stay["end"]) if stay["end"] else None
    return {
        **{name: told[name] for name in (*_SAID, "last_seen_on", *_OF_STAY.values())},
        "place": Place(pk=place.pk),
        "network": Network.objects.get(pk=network),
        "period": DateRange(told["start"], end, "[)" if told["start"] else "()"),
    }
