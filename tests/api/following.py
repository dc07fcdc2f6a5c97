"""A program that keeps a copy of the directory, what the copy has to say, and someone who writes at random."""

import json
import random
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client

from network.models import Membership, Network, NetworkedPlace, Organisation, Vouch
from network.sections import dated_sections
from network.services import Finding, entrust, merge_places, verify, vouch
from network.vouches import with_vouches
from places.choices import Door, Section, Status
from places.models import Kind, Photo, Place
from tests.api.support import V1
from tests.factories import (
    made,
    make_membership,
    make_organisation,
    make_place,
    period,
)

HERE: Any = {"by": None, "door": Door.CONSOLE}
Copy = dict[tuple[str, Any], dict[str, Any]]


class Follower:
    """A program that keeps a copy, and knows of the directory only what it was told."""

    def __init__(self, client: Client | None = None) -> None:
        self.client = client or Client()
        self.cursor = "0"
        self.copy: Copy = {}

    def ask(self, **asked: Any) -> dict[str, Any]:
        response = self.client.get(f"{V1}/changes/", {"since": self.cursor, **asked})
        assert response.status_code == 200, response.content
        told: dict[str, Any] = response.json()
        return told

    def catch_up(self, **asked: Any) -> Iterator[str]:
        """Apply what is new, change by change, and tell the cursor after each that was told whole."""
        told: dict[str, Any] = {"has_more": True}
        while told["has_more"]:
            told = self.ask(**asked)
            for change in told["changes"]:
                self.apply(change["items"])
                self.cursor = change["cursor"]
                if change["is_whole"]:
                    yield self.cursor
            self.cursor = told["cursor"]

    def apply(self, items: list[dict[str, Any]]) -> None:
        for item in items:
            key = (item["sort"], item["id"])
            if item["record"] is None:
                self.copy.pop(key, None)  # it may be gone before one ever heard of it
            else:
                self.copy[key] = item["record"]

    def keep_up(self, **asked: Any) -> Copy:
        """Apply all that is new."""
        for _cursor in self.catch_up(**asked):
            pass
        return self.copy


def ours() -> Copy:
    """The directory, read from its tables and not from the log: what a copy has to say."""
    copy: Copy = {}
    for kind in Kind.objects.all():
        copy["kind", kind.slug] = {"slug": kind.slug, "label": kind.label, "needs": kind.needs}
    for organisation in Organisation.objects.all():
        copy["organisation", organisation.pk] = {"id": organisation.pk, "name": organisation.name}
    for network in Network.objects.all():
        runs = sorted(network.organisations.values_list("pk", flat=True))
        copy["network", network.pk] = {"slug": network.slug, "family": network.family_id, "organisations": runs}
    for place in Place.objects.filter(status=Status.PUBLISHED):
        stays = [
            {"id": stay.pk, "network": stay.network_id, "start": day(stay.period.lower), "end": day(stay.period.upper)}
            for stay in Membership.objects.filter(place=place.pk)
        ]
        said = {name: getattr(place, name) for name in ("slug", "name", "kinds", "phone", "services")}
        beside = {"photos": photos_of(place), "vouches": vouches_of(place), "sections_verified_on": sections_of(place)}
        copy["place", str(place.uuid)] = {
            **said,
            **beside,
            "commune": place.commune_id,
            "memberships": by_id(stays),
        }
    return copy


def photos_of(place: Place) -> list[dict[str, Any]]:
    names = ("id", "rank", "width", "height", "alt", "is_decorative", "credit", "licence")
    return [
        {"url": f"http://testserver/photos/{row.file}-{row.width}.webp"} | {name: getattr(row, name) for name in names}
        for row in Photo.objects.filter(place=place).order_by("rank", "pk")
    ]


def vouches_of(place: Place) -> list[dict[str, Any]]:
    row: Any = with_vouches(NetworkedPlace.objects.all()).get(pk=place.pk)
    numbers = dict(Network.objects.values_list("slug", "pk"))
    told = [{**each, "network": numbers[each["network"]]} for each in json.loads(row.vouched)]
    return sorted(told, key=lambda each: each["network"])


def sections_of(place: Place) -> dict[str, str | None]:
    return {each.section.value: day(each.day) for each in dated_sections(place)}


def day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def by_id(stays: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    return {stay["id"]: stay for stay in stays}


def like(copy: Copy, other: Copy) -> Copy:
    """Keep of a copy the sorts, and of each record the members, that another one has."""
    kept: Copy = {}
    for key, record in copy.items():
        if key[0] in ("service", "family"):
            continue
        wanted = other.get(key, record)
        kept[key] = {name: record[name] for name in wanted}
        if "memberships" in record:
            names = ("id", "network", "start", "end")
            kept[key]["memberships"] = by_id([{name: stay[name] for name in names} for stay in record["memberships"]])
    return kept


def assert_same(copy: Copy) -> None:
    there = ours()
    assert like(copy, there) == there


class Edits:
    """Someone who writes in the directory at random, the same way for the same seed: each edit is one commit."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        beside = [self.photograph, self.say_of_photo, self.take_photo_off, self.vouch, self.unsay, self.verify]
        rows = [self.create, self.rename, self.show, self.join, self.move, self.end, self.delete, self.merge]
        self.ways = [*rows, *beside, self.name_network]

    def edit(self) -> None:
        """Make one of the edits that there are."""
        made = self.random.choice(self.ways)
        with transaction.atomic():
            made()
            if self.random.random() < 0.2:
                self.rename()
            if self.random.random() < 0.1:
                self.entrust()

    def create(self) -> None:
        name = f"Lieu {self.random.getrandbits(60)}"
        make_place(name, status=self.random.choice([Status.DRAFT, Status.PUBLISHED]))

    def rename(self) -> None:
        if place := self._any(Place):
            Place.objects.filter(pk=place).update(name=f"Nom {self.random.random()}", phone=None)

    def show(self) -> None:
        if place := self._any(Place):
            Place.objects.filter(pk=place).update(status=self.random.choice(Status.values))

    def join(self) -> None:
        place, network = self._any(Place), self._any(Network)
        if place and network and not Membership.objects.filter(place=place, network=network).exists():
            make_membership(Place(pk=place), Network.objects.get(pk=network), "2020-01-01")

    def move(self) -> None:
        stay, place = self._any(Membership), self._any(Place)
        if stay and place:
            network = Membership.objects.get(pk=stay).network_id
            if not Membership.objects.filter(place=place, network=network).exists():
                Membership.objects.filter(pk=stay).update(place=place)

    def end(self) -> None:
        if stay := self._any(Membership):
            Membership.objects.filter(pk=stay).update(period=period("2020-01-01", "2021-01-01"))

    def entrust(self) -> None:
        if network := self._any(Network):
            make_organisation("RhinOcc")
            some = [pk for pk in Organisation.objects.values_list("pk", flat=True) if self.random.random() < 0.5]
            entrust(network=Network.objects.get(pk=network), organisations=some, **HERE)

    def delete(self) -> None:
        model = self.random.choice([Membership, Place])
        if (key := self._any(model)) and self.random.random() < 0.5:
            model._default_manager.filter(pk=key).delete()

    def merge(self) -> None:
        kept, other = self._any(Place), self._any(Place)
        if kept and other and kept != other and self.random.random() < 0.3:
            with suppress(ValidationError):
                merge_places(kept=Place.objects.get(pk=kept), other=Place.objects.get(pk=other), **HERE)

    def photograph(self) -> None:
        if place := self._any(Place):
            file = f"{self.random.getrandbits(256):064x}"
            said = {"alt": "La salle", "credit": "Mairie", "licence": "etalab-2.0", "rank": self.random.randrange(3)}
            made(Photo, place=Place(pk=place), file=file, width=960, height=640, **said)

    def say_of_photo(self) -> None:
        if photo := self._any(Photo):
            Photo.objects.filter(pk=photo).update(alt=f"Vue {self.random.random()}", rank=self.random.randrange(9))

    def take_photo_off(self) -> None:
        if photo := self._any(Photo):
            Photo.objects.filter(pk=photo).delete()

    def vouch(self) -> None:
        if stay := self._any(Membership):
            found = Membership.objects.select_related("network").get(pk=stay)
            with suppress(ValidationError):  # it is no member today
                vouch(network=found.network, places=[found.place_id], **HERE)

    def unsay(self) -> None:
        if said := self._any(Vouch):
            Vouch.objects.filter(pk=said).delete()

    def verify(self) -> None:
        if place := self._any(Place):
            some = [section for section in Section if self.random.random() < 0.3]
            verify(places=[place], finding=Finding(date(2026, 1, self.random.randint(1, 28)), sections=some), **HERE)

    def name_network(self) -> None:
        if network := self._any(Network):
            Network.objects.filter(pk=network).update(name=f"Réseau {self.random.random()}")

    def _any(self, model: Any) -> Any:
        keys = sorted(model._default_manager.values_list("pk", flat=True))
        return self.random.choice(keys) if keys else None
