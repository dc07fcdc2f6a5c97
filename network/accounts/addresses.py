"""Whose an e-mail address is."""

from network.models import User


def account_at(email: str) -> User | None:
    """Find the open account that has this address, in lower case.

    PostgreSQL takes some letters for others that look like capitals of them (“ı” for “i”): what it finds is compared
    again, so that a code never goes to an address that merely resembles the account’s.
    """
    found = User.objects.filter(email__iexact=email, is_active=True).first()
    return found if found and found.email.lower() == email else None
