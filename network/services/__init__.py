"""The doors by which networks and their places are written: every verb says who, by which door, on which version."""

from network.mail.letters import Letter
from network.services.absences import note_absences
from network.services.administrators import give_opening_code, spend_opening_code, take_back_what_grows
from network.services.bin import Thrown, bring_back, thrown_away
from network.services.histories import logs_of, undo_in
from network.services.invitations import (
    Newcomer,
    Offer,
    accept_invitation,
    invitation_of,
    invite,
    may_give,
    renew,
    withdraw,
)
from network.services.links import ask_one_site, check_links
from network.services.mails import queue_mail
from network.services.memberships import Sighting, close, edit_membership, join, leave, see
from network.services.merging import Choice, merge_places
from network.services.networks import entrust, relieve
from network.services.people import end_stay, may_end
from network.services.presence import be_here, others_here
from network.services.receipts import keep_answer, receipt_for
from network.services.reminders import (
    confirm,
    note_bounce,
    note_correction,
    note_reminders,
    opt_in,
    opt_out,
    queue_reminders,
    rename_addresses,
    report_gone,
)
from network.services.sessions import end_sessions
from network.services.suggested_photos import SentPhoto, held_photo_of, opened, sweep_suggested_photos
from network.services.suggestions import (
    Said,
    Verdict,
    accept,
    accept_closing,
    accept_new,
    refuse,
    sort_out,
    suggest,
)
from network.services.tokens import bearer_of, issue, revoke
from network.services.verifications import (
    Finding,
    claim_next,
    claim_pair,
    hold_card,
    is_still_hers,
    pass_over,
    release_pair,
    still_hers,
    take_back,
    verify,
)
from network.services.vouches import Vouching, still_hers_to_unsay, unsay, vouch

__all__ = [
    "Choice",
    "Finding",
    "Letter",
    "Newcomer",
    "Offer",
    "Said",
    "SentPhoto",
    "Sighting",
    "Thrown",
    "Verdict",
    "Vouching",
    "accept",
    "accept_closing",
    "accept_invitation",
    "accept_new",
    "ask_one_site",
    "be_here",
    "bearer_of",
    "bring_back",
    "check_links",
    "claim_next",
    "claim_pair",
    "close",
    "confirm",
    "edit_membership",
    "end_sessions",
    "end_stay",
    "entrust",
    "give_opening_code",
    "held_photo_of",
    "hold_card",
    "invitation_of",
    "invite",
    "is_still_hers",
    "issue",
    "join",
    "keep_answer",
    "leave",
    "logs_of",
    "may_end",
    "may_give",
    "merge_places",
    "note_absences",
    "note_bounce",
    "note_correction",
    "note_reminders",
    "opened",
    "opt_in",
    "opt_out",
    "others_here",
    "pass_over",
    "queue_mail",
    "queue_reminders",
    "receipt_for",
    "refuse",
    "release_pair",
    "relieve",
    "rename_addresses",
    "renew",
    "report_gone",
    "revoke",
    "see",
    "sort_out",
    "spend_opening_code",
    "still_hers",
    "still_hers_to_unsay",
    "suggest",
    "sweep_suggested_photos",
    "take_back",
    "take_back_what_grows",
    "thrown_away",
    "undo_in",
    "unsay",
    "verify",
    "vouch",
    "withdraw",
]
