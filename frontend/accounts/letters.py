"""The letter of an invitation, and the words that the letter, the page and the list say alike."""

import logging
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override

from network.choices import Gift
from network.mail.letters import Draft, Letter, Part, Way, absolute
from network.models import Invitation
from places.words import day_in_words

logger = logging.getLogger(__name__)


class Invited(NamedTuple):
    """What the letter of an invitation says in one language."""

    language: str
    title: str
    paragraphs: list[str]
    button: str
    link: str


def letter_of_a_code(code: str) -> Letter:
    """Bring the code that someone signs in with, in the language of this thread."""
    return Draft(
        subject=_("%(code)s : votre code Croisée") % {"code": code},
        title=_("Votre code pour vous connecter à Croisée"),
        parts=[
            Part(title=code),
            Part(words=_("Il sert une fois, pendant vingt minutes, dans le navigateur où vous l’avez demandé.")),
        ],
        why=_("Vous n’avez rien demandé ? Ne faites rien, et ne donnez ce code à personne."),
    ).fold()


def letter_of_a_key() -> Letter:
    """Tell the owner of an account that a key was added to it: whoever did it has her account."""
    title = _("Une clé a été ajoutée à votre compte Croisée")
    said = _(
        "Elle suffit pour y entrer. Si ce n’est pas vous, connectez-vous, retirez-la sous « Mon compte », et fermez "
        "les autres sessions."
    )
    way = Way(_("Mon compte"), absolute(reverse("workspace:account")), is_first=True)
    why = _("Ce message part à chaque clé ajoutée : on ne peut pas s’en passer.")
    return Draft(title, title, [Part(words=said, ways=[way])], why).fold()


def letter_of_a_factor() -> Letter:
    """Tell an administrator that a second factor was chosen for her account, which had none."""
    title = _("Une deuxième preuve a été choisie pour votre compte Croisée")
    said = _(
        "Elle ouvre l’administration. Si ce n’est pas vous, prévenez tout de suite un autre administrateur, ou la "
        "personne qui tient le serveur."
    )
    return Draft(
        title, title, [Part(words=said)], _("Ce message part à chaque fois : on ne peut pas s’en passer.")
    ).fold()


def letter_of_an_opening(giver: str) -> Letter:
    """Tell an administrator that a colleague has a code for her, which is not in the letter."""
    title = _("Votre deuxième preuve Croisée est à choisir")
    said = _(
        "%(giver)s a un code d’ouverture pour vous. Demandez-le de vive voix : il n’est pas dans ce message, et sert "
        "une fois, pendant un jour. La preuve que vous aviez, s’il y en avait une, n’ouvre plus rien."
    ) % {"giver": giver}
    way = Way(_("Choisir la deuxième preuve"), absolute(reverse("second-factor")), is_first=True)
    why = _("Vous n’avez rien demandé ? Prévenez la personne qui tient le serveur.")
    return Draft(title, title, [Part(words=said, ways=[way])], why).fold()


def gift_in_words(invitation: Invitation) -> str:
    """Say what an invitation gives, and until when."""
    return f"{_given(invitation)} {_lasting(invitation)}"


def last_day_in_words(invitation: Invitation) -> str:
    """Say until which day it can be accepted."""
    return day_in_words(localdate(invitation.expires_at - timedelta(seconds=1)))


def state_in_words(invitation: Invitation) -> str:
    """Say what became of an invitation."""
    at = invitation.accepted_at or invitation.withdrawn_at or invitation.sent_at
    day = {"day": day_in_words(localdate(at))}
    if invitation.accepted_at:
        return _("Acceptée le %(day)s.") % day
    if invitation.withdrawn_at:
        return _("Retirée le %(day)s.") % day
    if invitation.is_open:
        return _("Envoyée le %(day)s, sans réponse pour l’instant.") % day
    return _("Envoyée le %(day)s, restée sans réponse : son lien ne mène plus à rien.") % day


def giver_in_words(invitation: Invitation) -> str:
    """Name whoever invites."""
    return (invitation.by and invitation.by.get_full_name()) or _("La personne qui tient l’annuaire")


def send_invitation(request: HttpRequest, invitation: Invitation, token: str) -> bool:
    """Send the letter, in every language of the site, and tell whether a server took it."""
    parts = [_part(request, invitation, token, code) for code, _name in settings.LANGUAGES]
    subject = " / ".join(part.title for part in parts)
    text = "\n\n---\n\n".join("\n\n".join([part.title, *part.paragraphs, part.link]) for part in parts)
    letter = EmailMultiAlternatives(subject, f"{text}\n", to=[invitation.email])
    letter.attach_alternative(render_to_string("pages/accounts/letter.html", {"parts": parts}), "text/html")
    try:
        letter.send()
    except OSError:
        logger.exception("An invitation could not be sent.")
        return False
    return True


def _part(request: HttpRequest, invitation: Invitation, token: str, language: str) -> Invited:
    with override(language):
        said = [
            _("%(who)s vous invite à tenir à jour Croisée, l’annuaire et la carte des tiers-lieux.")
            % {"who": giver_in_words(invitation)},
            gift_in_words(invitation),
            _("Pour accepter, ouvrez la page ci-dessous, puis pressez son bouton. Elle attend jusqu’au %(day)s.")
            % {"day": last_day_in_words(invitation)},
            _("Vous n’attendiez pas ce message ? Ne faites rien : rien ne se passera."),
        ]
        link = request.build_absolute_uri(reverse("invitation", args=[token]))
        return Invited(language, _("Invitation à Croisée"), said, _("Voir l’invitation"), link)


def _given(invitation: Invitation) -> str:
    if invitation.gift == Gift.ADMINISTRATION:
        return _("Vous administrerez le site : tout vous y sera ouvert.")
    if place := invitation.about:
        said = _("Vous tiendrez à jour la fiche « %(place)s » (%(commune)s).")
        return said % {"place": place.name, "commune": place.commune.name}
    assert invitation.organisation
    runs = ", ".join(network.name for network in invitation.organisation.networks.all())
    said = _("Vous aurez un poste dans l’organisation « %(organisation)s », et tiendrez à jour ses réseaux : %(runs)s.")
    return said % {"organisation": invitation.organisation.name, "runs": runs or _("aucun pour l’instant")}


def _lasting(invitation: Invitation) -> str:
    if invitation.until:
        return _("Jusqu’au %(day)s.") % {"day": day_in_words(invitation.until)}
    return _("Sans date de fin.")
