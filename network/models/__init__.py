"""Networks, memberships, and the people who run them."""

from network.models.absence import Absence
from network.models.alert import Alert
from network.models.attempts import Attempts
from network.models.author import Author
from network.models.browser import SignedIn
from network.models.claim import Claim
from network.models.contribution import Contribution, Participant, Reaction, Vote
from network.models.family import Family
from network.models.followed import Followed, Mirrored
from network.models.imports import Import, ImportFile, ImportLine, ImportSource, SourceRecord
from network.models.invitation import Invitation
from network.models.link import Link
from network.models.mail import Mail
from network.models.membership import Membership
from network.models.network import FormerNetworkSlug, Network, Organisation
from network.models.opening import OpeningCode
from network.models.peers import Finding
from network.models.people import User
from network.models.places import NetworkedPlace
from network.models.post import Post
from network.models.presence import Presence
from network.models.reminder import OptOut, Reminder
from network.models.shot import SuggestedPhoto
from network.models.signal import Signal
from network.models.stewardship import Stewardship
from network.models.suggestion import Suggestion
from network.models.token import Receipt, Token
from network.models.verification import Verification
from network.models.vouch import Vouch
from network.models.webhook import Delivery, Webhook
from network.models.workshop import Scene, Workshop

__all__ = [
    "Absence",
    "Alert",
    "Attempts",
    "Author",
    "Claim",
    "Contribution",
    "Delivery",
    "Family",
    "Finding",
    "Followed",
    "FormerNetworkSlug",
    "Import",
    "ImportFile",
    "ImportLine",
    "ImportSource",
    "Invitation",
    "Link",
    "Mail",
    "Membership",
    "Mirrored",
    "Network",
    "NetworkedPlace",
    "OpeningCode",
    "OptOut",
    "Organisation",
    "Participant",
    "Post",
    "Presence",
    "Reaction",
    "Receipt",
    "Reminder",
    "Scene",
    "Signal",
    "SignedIn",
    "SourceRecord",
    "Stewardship",
    "SuggestedPhoto",
    "Suggestion",
    "Token",
    "User",
    "Verification",
    "Vote",
    "Vouch",
    "Webhook",
    "Workshop",
]
