"""Who may do what, said once: for each action, a condition on the rows it is done to. Lists and checks share it.

Rights follow from facts, at the day they are asked for: a person has a post in an organisation, the organisation runs
networks, a place is or was in one of them. Nothing is granted by hand, and what ends takes its rights with it. An
administrator may everything; who has no account, or one that is closed, nothing. `docs/rights.md` has the table.
"""

from collections.abc import Callable
from enum import StrEnum

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, Model, OuterRef, Q
from django.utils import timezone

from network.models import Membership, Network, Post, User

Person = User | AnonymousUser


class Action(StrEnum):
    """What is done in the workspace."""

    RUN = "run"  # a network: see what it needs
    VERIFY = "verify"  # a place: say that its listing is right
    EDIT = "edit"  # a place: correct its listing
    REVIEW = "review"  # a suggestion: decide what becomes of it


def allowed(action: Action, person: Person) -> Q:
    """Say which rows this person may do it to."""
    if not isinstance(person, User) or not person.is_active:
        return Q(pk__in=[])
    return Q() if person.is_superuser else _CONDITIONS[action](person)


def may(action: Action, person: Person, row: Model) -> bool:
    """Tell whether this person may do it to this row."""
    return type(row)._default_manager.filter(allowed(action, person), pk=row.pk).exists()


def _runs(person: User) -> Q:
    posts = Post.objects.filter(person=person, period__contains=timezone.localdate())
    return Q(
        Exists(Network.organisations.through.objects.filter(network=OuterRef("pk"), organisation__posts__in=posts))
    )


def _counts_it(person: User) -> Q:
    """A place that is, or was, in a network that this person runs."""
    networks = Network.objects.filter(_runs(person))
    return Q(Exists(Membership.objects.filter(place=OuterRef("pk"), network__in=networks)))


def _answers_for_it(person: User) -> Q:
    """A suggestion about a place that she answers for; about one that nobody does, or that is new: whoever runs any."""
    stays = Membership.objects.filter(place=OuterRef("place"))
    networks = Network.objects.filter(_runs(person))
    return Q(Exists(stays.filter(network__in=networks))) | (Q(Exists(networks)) & ~Q(Exists(stays)))


_CONDITIONS: dict[Action, Callable[[User], Q]] = {
    Action.RUN: _runs,
    Action.VERIFY: _counts_it,
    Action.EDIT: _counts_it,
    Action.REVIEW: _answers_for_it,
}
