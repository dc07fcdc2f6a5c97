"""Who may do what, said once: for each action, a condition on the rows it is done to. Lists and checks share it.

Rights follow from facts, at the day they are asked for: a person has a post in an organisation, the organisation runs
networks, a place is or was in one of them; a person is the steward of a place. Nothing is granted by hand, and what
ends takes its rights with it. An administrator may everything; who has no account, or one that is closed, nothing.
`docs/rights.md` has the table.
"""

from collections.abc import Callable, Collection
from enum import StrEnum
from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Exists, Model, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from network.choices import Reported
from network.models import Membership, Network, Post, Stewardship, User, Workshop
from places.models import Place

Person = User | AnonymousUser


class Action(StrEnum):
    """What is done in the workspace."""

    RUN = "run"  # a network: see what it needs
    VERIFY = "verify"  # a place: say that its listing is right
    EDIT = "edit"  # a place: correct its listing
    CLOSE = "close"  # a place: date its end, and that of its memberships
    TELL_APART = "tell_apart"  # a place: say that another listing is of another place
    DELETE = "delete"  # a place: as if it had never been there
    MERGE = "merge"  # a place: make one listing of it and of another one
    REVIEW = "review"  # a suggestion: decide what becomes of it
    STEWARD = "steward"  # a place: answer for it oneself
    ENTRUST = "entrust"  # a place: invite someone to be its steward
    INVITE = "invite"  # an organisation: invite someone to a post in it
    PREPARE = "prepare"  # a workshop: its words, its scenes, when it opens
    CALL = "call"  # an address that is called when a network changes
    MODERATE = "moderate"  # a workshop: what the room sends


class _Reach(NamedTuple):
    """Who asks, the networks through which she may, and whether that is all that she may."""

    person: User
    networks: QuerySet[Network]
    is_whole: bool


def allowed(action: Action, person: Person, *, within: Collection[int] | None = None) -> Q:
    """Say which rows this person may do it to; `within`, through these networks (keys) alone."""
    if not isinstance(person, User) or not person.is_active:
        return Q(pk__in=[])
    if person.is_superuser and within is None:
        return Q()
    networks = Network.objects.filter(_run_by(person))
    opened = networks if within is None else networks.filter(pk__in=within)
    return _CONDITIONS[action](_Reach(person, opened, within is None))


def may(action: Action, person: Person, row: Model, *, within: Collection[int] | None = None) -> bool:
    """Tell whether this person may do it to this row."""
    return type(row)._default_manager.filter(allowed(action, person, within=within), pk=row.pk).exists()


def telling(action: Action, person: Person) -> Case | Value:
    """Say it of each row as it is read, for a page that has several buttons: an annotation, true or false."""
    condition = allowed(action, person)
    return Case(When(condition, then=True), default=False) if condition else Value(True)  # noqa: FBT003  SQL


def is_administrator(person: Person) -> bool:
    """Tell whether this person may everything."""
    return isinstance(person, User) and person.is_active and person.is_superuser


def keeps_something(person: Person) -> bool:
    """Tell whether the workspace has anything for this person: a network, a place, or all there will be."""
    return (
        is_administrator(person)
        or Network.objects.filter(allowed(Action.RUN, person)).exists()
        or Place.objects.filter(allowed(Action.STEWARD, person)).exists()
    )


def _run_by(person: User) -> Q:
    """A network that an organisation of hers runs; an administrator runs each."""
    if person.is_superuser:
        return Q()
    of_hers = Network.organisations.through.objects.filter(organisation__posts__in=_posts(person))
    return Q(Exists(of_hers.filter(network=OuterRef("pk"))))


def _posts(person: User) -> QuerySet[Post]:
    return Post.objects.filter(person=person, period__contains=timezone.localdate())


def _one_of_them(reach: _Reach) -> Q:
    return Q(pk__in=reach.networks)


def _counted_by_them(reach: _Reach) -> Q:
    """A place that is, or was, in one of the networks."""
    return Q(Exists(Membership.objects.filter(place=OuterRef("pk"), network__in=reach.networks)))


def _stewardships(reach: _Reach) -> QuerySet[Stewardship]:
    own = Stewardship.objects.filter(person=reach.person, period__contains=timezone.localdate())
    return own if reach.is_whole else own.none()


def _stewarded(reach: _Reach) -> Q:
    """A place that this person is the steward of."""
    return Q(Exists(_stewardships(reach).filter(place=OuterRef("pk"))))


def _kept(reach: _Reach) -> Q:
    return _counted_by_them(reach) | _stewarded(reach)


def _worked_in(reach: _Reach) -> Q:
    """An organisation that this person has a post in."""
    return Q(Exists(_posts(reach.person).filter(organisation=OuterRef("pk"))))


def _of_their_networks(reach: _Reach) -> Q:
    """What belongs to one of the networks, a workshop or a call: whoever runs it prepares it."""
    return Q(network__in=reach.networks)


def _moderated(reach: _Reach) -> Q:
    """A workshop that she prepares, or was asked to moderate."""
    asked = Workshop.moderators.through.objects.filter(user=reach.person) if reach.is_whole else None
    is_asked = Q(Exists(asked.filter(workshop=OuterRef("pk")))) if asked is not None else Q(pk__in=[])
    return _of_their_networks(reach) | is_asked


def _counted_by_them_alone(reach: _Reach) -> Q:
    """A place that is, or was, in networks of theirs and in no other: merging it writes in all of them."""
    others = Network.objects.exclude(pk__in=reach.networks)
    beyond = Exists(Membership.objects.filter(place=OuterRef("pk"), network__in=others))
    return _counted_by_them(reach) & ~Q(beyond)


def _none(_reach: _Reach) -> Q:
    """Nothing: for administrators alone."""
    return Q(pk__in=[])


def _answered_for(reach: _Reach) -> Q:
    """A suggestion about a place that she answers for; about one that nobody does, or that is new: whoever runs any.

    That a place is gone is not for its steward to say: its memberships end with it.
    """
    is_steward = Q(Exists(_stewardships(reach).filter(place=OuterRef("place")))) & ~Q(kind=Reported.CLOSED)
    stays = Membership.objects.filter(place=OuterRef("place"))
    is_theirs = Q(Exists(stays.filter(network__in=reach.networks)))
    return is_theirs | (Q(Exists(reach.networks)) & ~Q(Exists(stays))) | is_steward


_CONDITIONS: dict[Action, Callable[[_Reach], Q]] = {
    Action.RUN: _one_of_them,
    Action.VERIFY: _kept,
    Action.EDIT: _kept,
    Action.CLOSE: _counted_by_them,
    Action.DELETE: _none,
    Action.TELL_APART: _counted_by_them,
    Action.MERGE: _counted_by_them_alone,
    Action.REVIEW: _answered_for,
    Action.STEWARD: _stewarded,
    Action.ENTRUST: _counted_by_them,
    Action.INVITE: _worked_in,
    Action.PREPARE: _of_their_networks,
    Action.CALL: _of_their_networks,
    Action.MODERATE: _moderated,
}
