"""What someone in the room may do: say something, once; change it; take it back; vote. And what is forgotten later."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from hashlib import sha256
from secrets import choice, randbelow
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, F, Func, OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from network.choices import Airing, Contributed, Phase, Reacted
from network.models import Contribution, Network, NetworkedPlace, Participant, Reaction, Vote, Workshop
from network.models.contribution import LONGEST_NAME, LONGEST_SAID, MOST_STOPS
from network.workshops.kinds import LONGEST_WORD, PARTS, themes_of
from network.workshops.territories import territories_of, there_first
from network.workshops.wording import is_doubtful
from places.addresses import propose
from places.choices import Precision
from places.expressions import Fold
from places.models import Commune
from places.search.folding import fold

# What someone sends in a day of work; nobody reads further.
MOST_OF_ONE = 100
KEPT_FOR = timedelta(days=30)
# Names that anyone may bear: plants and animals of the land.
_NAMES = ("Gentiane", "Genêt", "Loutre", "Vautour", "Narcisse", "Truite", "Bruyère", "Chevreuil", "Orchis", "Hêtre")
_POSTCODE = re.compile(r"^\d{5}\s+")
# A name up to where it begins to explain itself: "ACRONYM, what it stands for".
_BRIEF = Func(
    Fold("name"), Value(r"\s*(,|\(|:| - ).*$"), Value(""), function="regexp_replace", output_field=TextField()
)
_SECRET = re.compile(r"^[0-9a-zA-Z_-]{16,64}$")
Said = Mapping[str, Any]
# What refuses, by raising, what comes too soon after the rest.
Pace = Callable[[], None]


def key_of(secret: str) -> str:
    """Hash the secret of a telephone.

    Raises:
        ValidationError: no telephone of ours made it.

    """
    if not _SECRET.match(secret):
        raise ValidationError(_("Rechargez la page : votre téléphone ne s’est pas fait reconnaître."))
    return sha256(secret.encode()).hexdigest()


def participant_of(workshop: Workshop, *, secret: str) -> Participant | None:
    """Find who takes part by the secret of her telephone; None before she has sent anything.

    Raises:
        ValidationError: no telephone of ours made it.

    """
    return workshop.participants.select_related("reaction").filter(key=key_of(secret)).first()


def take_part(workshop: Workshop, *, secret: str, pseudonym: str = "") -> Participant:
    """Let someone take part, under the name that she chose or one that is offered; the same telephone is one person.

    Raises:
        ValidationError: no telephone of ours made the secret.

    """
    offered = {"pseudonym": _name(pseudonym) or f"{choice(_NAMES)} {randbelow(900) + 100}"}
    known, is_new = workshop.participants.get_or_create(key=key_of(secret), defaults=offered)
    if not is_new:
        rename(known, pseudonym=pseudonym)
    return known


def rename(participant: Participant, *, pseudonym: str) -> None:
    """Give someone another name, if she chose one."""
    chosen = _name(pseudonym)
    if chosen and participant.pseudonym != chosen:
        participant.pseudonym = chosen
        participant.save(update_fields=["pseudonym"])


def _name(pseudonym: str) -> str:
    return " ".join(pseudonym.split())[:LONGEST_NAME]


def contribute(  # noqa: PLR0913  a letter is said in one call
    participant: Participant,
    *,
    nonce: UUID,
    revision: int,
    kind: Contributed,
    said: Said,
    pace: Pace = lambda: None,
) -> Contribution:
    """Receive what someone says, or what she says instead; sent again, it changes nothing and costs no `pace`.

    Raises:
        ValidationError: the workshop takes no such thing, a part of it is missing, or there is too much from her.

    """
    workshop = participant.workshop
    if workshop.phase != Phase.OPEN or kind not in workshop.offers:
        raise ValidationError(_("L’atelier ne reçoit plus cela."))
    values = cleaned(kind, said, finders_of(workshop))
    with transaction.atomic():
        before = _held(participant)
        known = Contribution.objects.filter(workshop=workshop, nonce=nonce).first()
        if known and revision <= known.revision:
            return known
        pace()
        if known is None:
            _refuse_flood(before)
            state = _state_of(participant, values)
            return Contribution.objects.create(
                workshop=workshop,
                participant=participant,
                nonce=nonce,
                revision=revision,
                kind=kind,
                state=state,
                **values,
            )
        return _changed(known, participant, revision, values)


def _held(participant: Participant) -> int:
    """Let nobody else write what she says meanwhile, and tell how much there is of it."""
    hers = Participant.objects.select_for_update().filter(pk=participant.pk)
    said = Contribution.objects.filter(participant=OuterRef("pk")).order_by().values("participant")
    count = Coalesce(Subquery(said.annotate(count=Count("pk")).values("count")), 0)
    found: int = hers.values_list(count, flat=True).get()
    return found


def withdraw_own(participant: Participant, *, nonce: UUID) -> None:
    """Take back what she sent, whatever was decided of it; there is nothing to do twice."""
    own = Contribution.objects.filter(participant=participant, nonce=nonce)
    own.update(state=Airing.WITHDRAWN, is_on_screen=False, same_as=None)


def vote(participant: Participant, *, contribution: int, is_for: bool) -> None:
    """Vote for what is shown, or no more; saying it again changes nothing.

    Raises:
        ValidationError: there is nothing to vote for.

    """
    shown = Contribution.objects.filter(workshop=participant.workshop, state=Airing.SHOWN, pk=contribution).first()
    if shown is None or shown.kind == Contributed.WORD or participant.workshop.phase != Phase.OPEN:
        raise ValidationError(_("On ne peut pas, ou plus, voter pour cela."))
    if is_for:
        Vote.objects.get_or_create(contribution=shown, participant=participant)
    else:
        Vote.objects.filter(contribution=shown, participant=participant).delete()


def react(participant: Participant, *, kind: str, taken_back_from: int | None = None) -> None:
    """Let the room feel what one thinks of the scene that is shown, in the place of what one did before.

    It is taken back where that scene is still the one that she takes it back from: of another one, which her telephone
    has not heard of, it is a new reaction.

    Raises:
        ValidationError: there is no such reaction, or the workshop is not open.

    """
    workshop = participant.workshop
    if workshop.phase != Phase.OPEN or kind not in Reacted.values:
        raise ValidationError(_("On ne peut pas, ou plus, réagir."))
    if taken_back_from is not None and taken_back_from == (workshop.shown_id or 0):
        Reaction.objects.filter(participant=participant).delete()
    else:
        values = {"scene_id": workshop.shown_id, "kind": kind}
        Reaction.objects.update_or_create(participant=participant, defaults=values)


def forget_participants() -> int:
    """Erase who took part, thirty days after: what was said, and votes, stay without them. Tell how many."""
    day = timezone.now() - KEPT_FOR
    is_over = Q(workshop__closed_at__lt=day) | Q(workshop__closed_at=None, workshop__day__lt=day.date())
    gone, _each = Participant.objects.filter(is_over, made_at__lt=day).delete()
    return gone


def _refuse_flood(count: int) -> None:
    if count >= MOST_OF_ONE:
        raise ValidationError(_("Vous avez déjà beaucoup envoyé : retirez ou modifiez ce qui ne sert plus."))


def _state_of(participant: Participant, values: Said) -> Airing:
    """Decide whether it is shown at once, or read first."""
    holds = participant.workshop.holds_all or participant.is_put_aside
    return Airing.WAITING if holds or is_doubtful(values) else Airing.SHOWN


def _changed(known: Contribution, participant: Participant, revision: int, values: Said) -> Contribution:
    if known.participant_id != participant.pk:
        raise ValidationError(_("Cette contribution est de quelqu’un d’autre."))
    if known.state in {Airing.REFUSED, Airing.WITHDRAWN, Airing.MERGED}:
        raise ValidationError(_("Cette contribution ne peut plus être modifiée : envoyez-en une autre."))
    for name, value in (values | {"revision": revision, "is_on_screen": False}).items():  # type: ignore[operator]
        setattr(known, name, value)
    known.state = _state_of(participant, values)
    known.save()
    return known


class Finders(NamedTuple):
    """How the place and the network that a text names are found, and how it is written where a place is missing."""

    place: Callable[[str], NetworkedPlace | None]
    network: Callable[[str], Network | None]
    where: Callable[[str], str]


def finders_of(workshop: Workshop) -> Finders:
    """Find what is named in a workshop: what several territories have, in its own."""
    codes = territories_of(workshop)
    return Finders(partial(place_named, codes=codes), network_named, partial(where_said, codes=codes))


def cleaned(kind: Contributed, said: Said, find: Finders) -> dict[str, Any]:
    """Read the parts of a sort, and find the places and the network that they name.

    Raises:
        ValidationError: a part is missing or too long, by its name.

    """
    parts = PARTS[kind]
    values = {name: _part(name, said.get(name, ""), kind) for name in parts.asked}
    missing = {name: _("Il manque ceci.") for name in parts.needed if not values[name]}
    if missing:
        raise ValidationError(missing)
    if kind == Contributed.ITINERARY and len({fold(stop) for stop in values["stops"]}) < 2:  # noqa: PLR2004  two places make a way
        raise ValidationError({"stops": _("Un itinéraire passe par deux lieux au moins, un par ligne.")})
    named = _named(kind, values, find)
    if kind == Contributed.PARTNERSHIP and _is_one_place(values, named):
        raise ValidationError({"other_said": _("Choisissez deux lieux différents.")})
    return values | named


def _is_one_place(values: Said, named: Mapping[str, Any]) -> bool:
    """Tell whether both names of a pair are of one place, found or not."""
    if named["place"] or named["other"]:
        return bool(named["place"] == named["other"])
    return bool(fold(values["place_said"]) == fold(values["other_said"]))


def _part(name: str, value: Any, kind: Contributed) -> Any:  # noqa: ANN401  a text, or lines
    text = str(value).replace("\x00", "").strip()
    if name == "stops":
        return [" ".join(line.split())[:200] for line in text.splitlines() if line.strip()][:MOST_STOPS]
    if name == "words":
        return text[:LONGEST_SAID]
    if name == "theme":
        return text if text in themes_of(kind) else ""
    longest = LONGEST_WORD if kind == Contributed.WORD else 150
    return " ".join(text.split())[:longest]


def _named(kind: Contributed, values: Said, find: Finders) -> dict[str, Any]:
    """Find what the words name: of a place that is missing, where it is is only said."""
    if kind == Contributed.PLACE:
        return {"place_said": find.where(values["place_said"])}
    found = {name: find.place(values.get(f"{name}_said", "")) for name in ("place", "other")}
    return found | {"network": find.network(values.get("network_said", ""))}


def where_said(text: str, *, codes: Collection[str] = ()) -> str:
    """Write an address, said with its commune, as those that are known here; anything else as it was said."""
    address, commune = parts_of_where(text)
    known = commune_named(commune, codes=codes) if address else None
    found = propose(address, known)[:1] if known else []
    exact = [one for one in found if one.precision == Precision.EXACT]
    return f"{exact[0].address}, {exact[0].commune}" if exact else text


def commune_named(name: str, *, codes: Collection[str] = ()) -> Commune | None:
    """Find a commune by its name; of several, one in these territories."""
    found = Commune.objects.filter(name__iexact=name).defer("boundary")
    return found.order_by(*there_first(codes, "territory"), "pk").first()


def parts_of_where(text: str) -> tuple[str, str]:
    """Tell the address, if there is one, from the commune that is said after it, with its postcode or without."""
    address, _comma, commune = text.rpartition(",")
    return address.strip(), _POSTCODE.sub("", commune.strip())


def place_named(text: str, *, codes: Collection[str] = ()) -> NetworkedPlace | None:
    """Find the one place that this names, as "name, commune" or by its name alone; None of none, or of several."""
    return places_named([text], codes=codes).get(text)


def places_named(texts: Iterable[str], *, codes: Collection[str] = ()) -> dict[str, NetworkedPlace]:
    """Find the place that each of these names, in one query; those that name none, or several, are not in it.

    Neither case nor accents count. A place is called by its whole name or, if none is, by what stands in it before a
    comma, a dash or a bracket. Of several, the one in these territories is meant.
    """
    wanted = {text: [_folded(part) for part in text.rpartition(", ")] for text in texts if text.strip()}
    if not wanted:
        return {}
    names = {name or last for name, _comma, last in wanted.values()} | {_folded(text) for text in wanted}
    published = NetworkedPlace.objects.published()
    rows = published.annotate(whole=Fold("name"), town=Fold("commune__name"), land=F("commune__territory"))
    by_name: dict[str, list[Any]] = {}
    by_brief: dict[str, list[Any]] = {}
    for place in rows.annotate(brief=_BRIEF).filter(Q(whole__in=names) | Q(brief__in=names)):
        by_name.setdefault(vars(place)["whole"], []).append(place)
        by_brief.setdefault(vars(place)["brief"], []).append(place)
    found = {
        text: _named_so(by_name, _folded(text), *parts) or _named_so(by_brief, _folded(text), *parts)
        for text, parts in wanted.items()
    }
    ones = {text: _the_one(places, codes) for text, places in found.items()}
    return {text: place for text, place in ones.items() if place}


def _folded(text: str) -> str:
    """Fold a text as PostgreSQL folds a name: apostrophes are one, and dashes."""
    return fold(text.strip()).replace("’", "'").replace("–", "-")


def _named_so(by_name: Mapping[str, list[Any]], text: str, name: str, _comma: str, last: str) -> list[Any]:
    """Of those that bear the name, those in the commune that is said after it; else those of that whole name."""
    return [place for place in by_name.get(name, []) if vars(place)["town"] == last] or by_name.get(text, [])


def _the_one(places: Sequence[Any], codes: Collection[str]) -> NetworkedPlace | None:
    """The only one, or the only one in these territories."""
    found = [place for place in places if vars(place)["land"] in codes] or places
    return found[0] if len(found) == 1 else None


def network_named(text: str) -> Network | None:
    """Find the network that this names, however it is written."""
    wanted = fold(text)
    if not wanted:
        return None
    return next((network for network in Network.objects.all() if fold(network.name) == wanted), None)
