"""Who writes: a program that shows a token, or a person whose browser is signed in."""

from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from network.models import Token, User
from network.services import bearer_of

_SCHEME = b"bearer"


class TokenAuthentication(BaseAuthentication):
    """Reads `Authorization: Bearer croisee_…` (RFC 6750). The token comes as `request.auth`."""

    def authenticate(self, request: Request) -> tuple[User, Token] | None:
        """Find who gave the token; None when none is shown.

        Raises:
            AuthenticationFailed: it is none of ours, or it has ended.

        """
        scheme, _space, secret = get_authorization_header(request).partition(b" ")
        if scheme.lower() != _SCHEME:
            return None
        token = bearer_of(secret.decode("latin-1").strip())
        if token is None:
            raise AuthenticationFailed(_("Ce jeton n’ouvre rien : il est inconnu, expiré ou révoqué."))
        return token.person, token

    def authenticate_header(self, request: Request) -> str:
        """What a 401 asks for."""
        return 'Bearer realm="Croisee"'
