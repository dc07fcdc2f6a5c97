"""Who may do what, said once: for each action, a condition on the rows it is done to. Lists and checks share it.

Rights follow from facts, at the day they are asked for: a person has a post in an organisation, the organisation runs
networks, a place is or was in one of them; a person is the steward of a place. Nothing is granted by hand, and what
ends takes its rights with it. An administrator may everything; who has no account, or one that is closed, nothing.
`docs/rights.md` has the table.
"""

from collections.abc import Callable
from enum import StrEnum

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, Model, OuterRef, Q
from django.utils import timezone

from network.choices import Reported
from network.models import Membership, Network, Post, Stewardship, User
from places.models import Place

Person = User | AnonymousUser


class Action(StrEnum):
    """What is done in the workspace."""

    RUN = "run"  # a network: see what it needs
    VERIFY = "verify"  # a place: say that its listing is right
    EDIT = "edit"  # a place: correct its listing
    CLOSE = "close"  # a place: date its end, and that of its memberships
    TELL_APART = "tell_apart"  # a place: say that another listing is of another place
    REVIEW = "review"  # a suggestion: decide what becomes of it
    STEWARD = "steward"  # a place: answer for it oneself
    ENTRUST = "entrust"  # a place: invite someone to be its steward
    INVITE = "invite"  # an organisation: invite someone to a post in it


def allowed(action: Action, person: Person) -> Q:
    """Say which rows this person may do it to."""
    if not isinstance(person, User) or not person.is_active:
        return Q(pk__in=[])
    return Q() if person.is_superuser else _CONDITIONS[action](person)


def may(action: Action, person: Person, row: Model) -> bool:
    """Tell whether this person may do it to this row."""
    return type(row)._default_manager.filter(allowed(action, person), pk=row.pk).exists()


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


def _runs(person: User) -> Q:
    posts = Post.objects.filter(person=person, period__contains=timezone.localdate())
    return Q(
        Exists(Network.organisations.through.objects.filter(network=OuterRef("pk"), organisation__posts__in=posts))
    )


def _counts_it(person: User) -> Q:
    """A place that is, or was, in a network that this person runs."""
    networks = Network.objects.filter(_runs(person))
    return Q(Exists(Membership.objects.filter(place=OuterRef("pk"), network__in=networks)))


def _stewards(person: User) -> Q:
    """A place that this person is the steward of."""
    own = Stewardship.objects.filter(person=person, period__contains=timezone.localdate())
    return Q(Exists(own.filter(place=OuterRef("pk"))))


def _keeps_it(person: User) -> Q:
    return _counts_it(person) | _stewards(person)


def _works_there(person: User) -> Q:
    """An organisation that this person has a post in."""
    posts = Post.objects.filter(person=person, period__contains=timezone.localdate())
    return Q(Exists(posts.filter(organisation=OuterRef("pk"))))


def _answers_for_it(person: User) -> Q:
    """A suggestion about a place that she answers for; about one that nobody does, or that is new: whoever runs any.

    That a place is gone is not for its steward to say: its memberships end with it.
    """
    own = Stewardship.objects.filter(person=person, period__contains=timezone.localdate())
    is_steward = Q(Exists(own.filter(place=OuterRef("place")))) & ~Q(kind=Reported.CLOSED)
    stays = Membership.objects.filter(place=OuterRef("place"))
    networks = Network.objects.filter(_runs(person))
    return Q(Exists(stays.filter(network__in=networks))) | (Q(Exists(networks)) & ~Q(Exists(stays))) | is_steward


_CONDITIONS: dict[Action, Callable[[User], Q]] = {
    Action.RUN: _runs,
    Action.VERIFY: _keeps_it,
    Action.EDIT: _keeps_it,
    Action.CLOSE: _counts_it,
    Action.TELL_APART: _counts_it,
    Action.REVIEW: _answers_for_it,
    Action.STEWARD: _stewards,
    Action.ENTRUST: _counts_it,
    Action.INVITE: _works_there,
}
