"""Inviting: a letter with a token, which gives one thing once, to whoever has the mailbox and presses a button."""

from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from psycopg.types.range import DateRange

from network.choices import Gift
from network.models import Invitation, Organisation, Post, Stewardship, User
from network.rights import Action, Person, is_administrator, may
from network.services.administrators import take_back_what_grows
from places.choices import Door
from places.models import Place
from places.services import create, signed

# Whoever let one pass by is forgotten after this.
_KEPT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Offer:
    """What is offered: a post in an organisation, a place's listing, or the site itself. `until` is the last day."""

    email: str
    organisation: Organisation | None = None
    place: Place | None = None
    until: date | None = None

    @property
    def about(self) -> Place | None:
        """The listing that it entrusts."""
        return self.place

    @property
    def gift(self) -> Gift:
        """What it gives."""
        if self.organisation:
            return Gift.POST
        return Gift.STEWARDSHIP if self.place else Gift.ADMINISTRATION


@dataclass(frozen=True, slots=True)
class Newcomer:
    """How someone without an account wants to be called."""

    first_name: str
    last_name: str


def may_give(person: Person, given: Offer | Invitation) -> bool:
    """Tell whether someone has, today, what it takes to give this."""
    if given.organisation:
        return may(Action.INVITE, person, given.organisation)
    if place := given.about:
        return may(Action.ENTRUST, person, place)
    return is_administrator(person)


def invite(*, offer: Offer, by: User) -> tuple[Invitation, str]:
    """Invite, and give the token, which is in no table. A post never lasts longer than that of whoever gives it.

    Raises:
        ValidationError: it is not this person's to give, or it would end before it begins.

    """
    if not may_give(by, offer):
        raise ValidationError(_("Vous ne pouvez pas donner cela."), code="not_hers")
    until = min(filter(None, [offer.until, _own_end(by, offer)]), default=None)
    if until and until < timezone.localdate():
        raise ValidationError(_("Cette date est passée."), code="past")
    Invitation.objects.filter(sent_at__lt=timezone.now() - _KEPT).delete()
    token = token_urlsafe(32)
    values = {"organisation": offer.organisation, "place_id": offer.place and offer.place.pk, "until": until}
    made = Invitation.objects.create(email=offer.email.lower(), gift=offer.gift, by=by, key=hashed(token), **values)
    return made, token


def renew(invitation: Invitation) -> str:
    """Make another token for another letter: the one before no longer serves."""
    token = token_urlsafe(32)
    Invitation.objects.waiting().filter(pk=invitation.pk).update(key=hashed(token), sent_at=timezone.now())
    return token


def withdraw(invitation: Invitation) -> bool:
    """Take an invitation back, and tell whether there was still time."""
    return bool(Invitation.objects.waiting().filter(pk=invitation.pk).update(withdrawn_at=timezone.now()))


def invitation_of(token: str) -> Invitation | None:
    """Find the invitation of a token."""
    return (
        Invitation.objects.filter(key=hashed(token))
        .select_related("organisation", "place__commune", "place__merged_into__commune", "by")
        .first()
    )


def accept_invitation(*, token: str, newcomer: Newcomer | None) -> User:
    """Give what was offered to the account that has the address, made if there is none. Once.

    Raises:
        ValidationError: it is too late, or whoever invited may no longer give it, or the account has it already.

    """
    with transaction.atomic():
        invitation = Invitation.objects.select_for_update(of=["self"]).filter(key=hashed(token)).first()
        if invitation is None or not invitation.is_open or not may_give(_giver(invitation), invitation):
            raise ValidationError(_("Cette invitation ne vaut plus : demandez-en une autre."), code="over")
        person = _account(invitation, newcomer)
        _give(invitation, person)
        invitation.accepted_at = timezone.now()
        invitation.save(update_fields=["accepted_at"])
    return person


def hashed(token: str) -> str:
    """Hash a token as it is kept."""
    return sha256(token.encode()).hexdigest()


def _giver(invitation: Invitation) -> User:
    return invitation.by or User(is_active=False)


def _own_end(by: User, offer: Offer) -> date | None:
    """The last day of the post that this person has where she invites to one."""
    if by.is_superuser or not offer.organisation:
        return None
    own = Post.objects.filter(person=by, organisation=offer.organisation, period__contains=timezone.localdate()).get()
    end: date | None = own.period.upper
    return end - timedelta(days=1) if end else None


def _account(invitation: Invitation, newcomer: Newcomer | None) -> User:
    found = User.objects.filter(email__iexact=invitation.email).first()
    if found and (not found.is_active or found.email.lower() != invitation.email):
        raise ValidationError(_("Ce compte est fermé : demandez à la personne qui tient ce site."), code="closed")
    if found:
        return found
    assert newcomer, "an account has a name"
    names = {"first_name": newcomer.first_name, "last_name": newcomer.last_name}
    return User.objects.create_user(_free_name(invitation.email), invitation.email, **names)


def _free_name(email: str) -> str:
    """A name for the account, made of its address: it is not shown where there is a better one."""
    stem = slugify(email.partition("@")[0])[:100] or "compte"
    taken = set(User.objects.filter(Q(username__startswith=stem)).values_list("username", flat=True))
    return next(name for number in range(len(taken) + 1) if (name := f"{stem}{number or ''}") not in taken)


def _give(invitation: Invitation, person: User) -> None:
    if invitation.gift == Gift.ADMINISTRATION:
        if not is_administrator(person):
            take_back_what_grows(person)
        User.objects.filter(pk=person.pk).update(is_superuser=True, is_staff=True)
        return
    end = invitation.until and invitation.until + timedelta(days=1)
    values = {"person": person, "period": DateRange(timezone.localdate(), end)}
    with signed(by=invitation.by, door=Door.WORKSPACE):
        if invitation.organisation:
            create(Post, values=values | {"organisation": invitation.organisation}, by=None, door=Door.WORKSPACE)
        else:
            create(Stewardship, values=values | {"place": invitation.about}, by=None, door=Door.WORKSPACE)
