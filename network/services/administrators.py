"""What an administrator chooses her first second factor by, and what becoming one takes away. See ADR 0061."""

from secrets import choice

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from network.models import OpeningCode, User
from network.models.opening import GOOD_FOR
from network.services.sessions import end_sessions
from network.services.tokens import revoke_unbounded

# Said over the telephone and typed by hand: no letter that is heard or read as another. 12 of 24: 55 bits.
_LETTERS = "ACDEFGHJKLMNPQRTUVWXYZ34"
_LENGTH, _GROUP = 12, 4


def give_opening_code(person: User, *, by: User | None) -> str:
    """Have an administrator choose a second factor anew: hers is forgotten, and whoever has it is signed out.

    Give the code by which she will choose; another one before it serves no more.
    """
    drawn = "".join(choice(_LETTERS) for _ in range(_LENGTH))
    with transaction.atomic():
        Authenticator.objects.filter(user=person).delete()
        end_sessions(person)
        said = {"key": _hashed(person, drawn), "by": by, "made_at": timezone.now()}
        OpeningCode.objects.update_or_create(person=person, defaults=said)
    return "-".join(drawn[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))


def spend_opening_code(person: User, said: str) -> bool:
    """Tell whether this is the code that she was given, of late; it serves once."""
    since = timezone.now() - GOOD_FOR
    code = "".join(letter for letter in said.upper() if letter.isalnum())
    spent, _each = OpeningCode.objects.filter(person=person, key=_hashed(person, code), made_at__gt=since).delete()
    return bool(spent)


def take_back_what_grows(person: User) -> None:
    """Take back, from someone who becomes an administrator, what would open everything with her.

    Her tokens without bounds; and her keys, which her mailbox alone was enough to make.
    """
    revoke_unbounded(person)
    Authenticator.objects.filter(user=person).delete()


def _hashed(person: User, code: str) -> str:
    return salted_hmac(f"opening code of {person.pk}", code, algorithm="sha256").hexdigest()
