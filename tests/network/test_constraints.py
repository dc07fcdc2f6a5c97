"""What must never be, of networks and memberships, is refused by the database itself."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from psycopg.types.range import DateRange

from network.models import (
    Alert,
    Author,
    Claim,
    Delivery,
    Family,
    Finding,
    Followed,
    Import,
    ImportLine,
    ImportSource,
    Invitation,
    Mail,
    Membership,
    Mirrored,
    Network,
    OpeningCode,
    OptOut,
    Organisation,
    Post,
    Presence,
    Receipt,
    Reminder,
    Signal,
    SourceRecord,
    Stewardship,
    SuggestedPhoto,
    Suggestion,
    User,
    Verification,
    Webhook,
)
from network.webhooks.telling import CHANGED
from places.models import Place
from tests.factories import (
    make_family,
    make_membership,
    make_network,
    make_organisation,
    make_place,
    make_post,
    make_steward,
    make_user,
    period,
)
from tests.network.wrong_workshops import OF_WORKSHOPS

pytestmark = pytest.mark.django_db


def network_with(**values: Any) -> Callable[[], object]:
    return lambda: Network.objects.filter(pk=make_network().pk).update(**values)


def family_with(**values: Any) -> Callable[[], object]:
    return lambda: Family.objects.filter(pk=make_family("mediation").pk).update(**values)


def family_like_a_network() -> None:
    Family(slug=make_network().slug, label="Réseau", label_en="Network").save()


def membership_with(**values: Any) -> Callable[[], object]:
    return lambda: Membership.objects.filter(pk=make_membership(make_place(), make_network()).pk).update(**values)


def membership_in_sql(column: str, value: str) -> Callable[[], object]:
    """A way to write what Python could not even hold."""

    def attempt() -> None:
        membership = make_membership(make_place(), make_network())
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE network_membership SET {column} = %s WHERE id = %s", [value, membership.pk])

    return attempt


def an_import() -> Import:
    source = ImportSource.objects.create(slug="liste", name="Liste")
    return Import.objects.create(source=source, file_name="x.csv", fingerprint="0", day=date(2026, 11, 1))


def import_with(**values: Any) -> Callable[[], object]:
    return lambda: Import.objects.filter(pk=an_import().pk).update(**values)


def finding_with(**values: Any) -> Callable[[], object]:
    """A way to keep a finding that is of a row of theirs alone, save for what is given."""
    said = {"sort": "theirs", "key": "1", "told_on": date(2026, 11, 1)} | values

    def attempt() -> None:
        batch = an_import()
        Finding.objects.create(batch=batch, source=batch.source, **said)

    return attempt


def finding_kept_twice() -> None:
    batch = an_import()
    for _time in range(2):
        said = {"sort": "theirs", "key": "1", "told_on": date(2026, 11, 1)}
        Finding.objects.create(batch=batch, source=batch.source, **said)


def import_line_with(**values: Any) -> Callable[[], object]:
    said = {"number": 2, "key": "1", "outcome": "new"}
    return lambda: ImportLine.objects.create(batch=an_import(), **said | values)


def source_said_twice() -> None:
    source = an_import().source
    SourceRecord.objects.bulk_create([SourceRecord(source=source, key="1"), SourceRecord(source=source, key="1")])


def present_twice() -> None:
    place, person = make_place(), make_user()
    for _time in range(2):
        Presence.objects.create(place=Place(pk=place.pk), person=person)


def post_with(**values: Any) -> Callable[[], object]:
    return lambda: Post.objects.filter(pk=make_post(make_user(), make_network()).pk).update(**values)


def post_twice_at_once() -> None:
    user, network = make_user(), make_network()
    make_post(user, network, "2019-01-01", "2020-01-02")
    later = make_post(user, network, "2020-01-02")
    Post.objects.filter(pk=later.pk).update(period=period("2020-01-01"))


def address_of_two() -> None:
    make_user("claire", email="claire.m@example.org")
    make_user("marc", email="Claire.M@example.org")


def stewardship_with(**values: Any) -> Callable[[], object]:
    return lambda: Stewardship.objects.filter(pk=make_steward(make_user(), make_place()).pk).update(**values)


def stewardship_twice_at_once() -> None:
    user, place = make_user(), make_place()
    make_steward(user, place, "2019-01-01", "2020-01-02")
    later = make_steward(user, place, "2020-01-02")
    Stewardship.objects.filter(pk=later.pk).update(period=period("2020-01-01"))


def invitation_with(**values: Any) -> Callable[[], object]:
    kept = {"email": "x@example.org", "gift": "administration", "key": "0" * 64}
    return lambda: Invitation.objects.create(**kept | values)


def alert_with(**values: Any) -> Callable[[], object]:
    told = {"address": "x@example.org", "query": "q=coworking", "language": "fr"}
    return lambda: Alert.objects.create(**told | values)


def make_webhook(**values: Any) -> Webhook:
    told = {"name": "Carte", "url": "https://example.org/", "secret": "sealed"}
    return Webhook.objects.create(person=make_user(), **told | values)


def make_delivery(webhook: Webhook, **values: Any) -> Delivery:
    told = {"message_id": uuid4().hex, "kind": CHANGED, "body": "{}"}
    return Delivery.objects.create(webhook=webhook, **told | values)


def two_deliveries() -> None:
    for webhook in [make_webhook()] * 2:
        make_delivery(webhook)


def verification_with(**values: Any) -> Callable[[], object]:
    return lambda: Verification.objects.create(
        place=make_place(), day=date(2026, 1, 1), version=1, person=None, **values
    )


def signal_with(**values: Any) -> Callable[[], Signal]:
    return lambda: Signal.objects.create(**{"topic": "workshop:ABCDEF", **values})


def suggestion_with(**values: Any) -> Callable[[], Suggestion]:
    return lambda: Suggestion.objects.create(
        **{"kind": "error", "place": make_place(), "door": "public", "fingerprint": "0"} | values
    )


def said_twice() -> None:
    said = {"kind": "error", "place": make_place(), "door": "public", "fingerprint": "0"}
    for _time in range(2):
        Suggestion.objects.create(**said)


def author_with(**values: Any) -> Callable[[], object]:
    return lambda: Author.objects.create(suggestion=suggestion_with()(), **values)


def author_twice() -> None:
    suggestion = suggestion_with()()
    for _time in range(2):
        Author.objects.create(suggestion=suggestion, email="a@b.fr", language="fr")


def reminder_with(**values: Any) -> Callable[[], object]:
    told = {"address": "0", "asked_on": date(2026, 1, 1)} | values
    return lambda: Reminder.objects.create(**told if "place" in told else {"place": make_place()} | told)


def reminded_twice() -> None:
    place = make_place()
    for _time in range(2):
        reminder_with(place=place)()


def left_twice() -> None:
    for _time in range(2):
        OptOut.objects.create(address="0", stream="digest")


def mail_with(**values: Any) -> Callable[[], object]:
    return lambda: Mail.objects.create(**{"message_id": "<1@x>", "stream": "reminder", "to": "a@b.fr"} | values)


def told_twice() -> None:
    for number in range(2):
        mail_with(message_id=f"<{number}@x>", key="the same")()


def claimed_by_two() -> None:
    place = make_place()
    for name in ("claire", "marc"):
        Claim.objects.create(place=place, person=make_user(name), until=timezone.now())


def kept_twice() -> None:
    person = make_user("programme")
    Receipt.objects.bulk_create([Receipt(person=person, key="k"), Receipt(person=person, key="k")])


def passed_twice() -> None:
    place, user = make_place(), make_user()
    for _time in range(2):
        Claim.objects.create(place=place, person=user, until=timezone.now(), is_passed=True)


def twice_at_once() -> None:
    place, network = make_place(), make_network()
    make_membership(place, network, "2019-01-01", "2020-01-02")
    later = make_membership(place, network, "2020-01-02")
    Membership.objects.filter(pk=later.pk).update(period=period("2020-01-01"))


ADDRESSES = [
    "javascript:alert(1)",
    "ftp://polen-mende.com",
    "https://nom:passe@polen-mende.com/",
    "https://nom@x.fr",
    "http://",
]


def organisation_with(**values: Any) -> Callable[[], object]:
    return lambda: Organisation.objects.filter(pk=make_organisation().pk).update(**values)


def mirrored_twice() -> None:
    theirs = Followed.objects.create(url="https://annuaire.example.org/api/v1/changes/")
    for ours in (1, 2):
        Mirrored.objects.create(followed=theirs, sort="place", theirs="77aa", ours=ours, is_theirs=True)


TRIED: dict[str, list[Callable[[], object]]] = {
    "organisation_website_is_a_web_address": [organisation_with(website=address) for address in ADDRESSES],
    "network_website_is_a_web_address": [network_with(website=address) for address in ADDRESSES],
    "membership_source_url_is_a_web_address": [membership_with(source_url=address) for address in ADDRESSES],
    "family_side_is_known": [family_with(side="c"), family_with(side="")],
    "network_colour_is_hexadecimal": [network_with(colour="red"), network_with(colour="#FFF")],
    "network_dates_can_be_read": [network_with(started_on=date(24, 1, 1)), network_with(ended_on=date(2201, 1, 1))],
    "network_start_is_rounded": [network_with(started_on=date(2011, 10, 2), started_precision="month")],
    "network_end_is_rounded": [
        network_with(ended_on=date(2011, 10, 1), ended_precision="year"),
        network_with(ended_on=date(2011, 1, 1), ended_precision="week"),
    ],
    "membership_start_is_rounded": [
        membership_with(period=period("2011-10-02"), start_precision="month"),
        membership_with(period=period("2011-10-01"), start_precision="year"),
        membership_with(start_precision="x"),
    ],
    "membership_last_seen_is_rounded": [membership_with(last_seen_on=date(2011, 10, 2), last_seen_precision="month")],
    "network_ends_after_it_starts": [network_with(started_on=date(2020, 1, 2), ended_on=date(2020, 1, 1))],
    "membership_never_twice_at_once": [twice_at_once],
    "membership_period_is_not_empty": [membership_with(period=DateRange(empty=True))],
    "membership_dates_can_be_read": [
        *[
            membership_in_sql("period", value)
            for value in ("[-infinity,2020-01-01)", "[2019-01-01,infinity)", "[2019-01-01,infinity]", "[,infinity)")
        ],
        *[membership_in_sql("period", value) for value in ("[1899-12-31,)", "[2019-01-01,10000-01-01)")],
        *[membership_in_sql("last_seen_on", value) for value in ("infinity", "-infinity", "9999-12-31")],
    ],
    "membership_exact_start_is_known": [membership_with(is_start_exact=True)],
    "account_email_is_ones_own": [address_of_two],
    "account_language_is_ours": [lambda: User.objects.filter(pk=make_user().pk).update(language="xx")],
    "presence_said_once": [present_twice],
    "post_never_twice_at_once": [post_twice_at_once],
    "post_period_is_not_empty": [post_with(period=DateRange(empty=True))],
    "stewardship_never_twice_at_once": [stewardship_twice_at_once],
    "stewardship_period_is_not_empty": [stewardship_with(period=DateRange(empty=True))],
    "stewardship_dates_can_be_read": [stewardship_with(period=period("1899-12-31"))],
    "invitation_gives_one_thing": [
        invitation_with(gift="post"),
        invitation_with(gift="stewardship"),
        invitation_with(gift="x"),
    ],
    "invitation_key_is_a_hash": [invitation_with(key="token")],
    "opening_key_is_a_hash": [lambda: OpeningCode.objects.create(person=make_user(), key="token")],
    "alert_once": [lambda: [alert_with()() for _time in range(2)]],
    "alert_confirmed_stands_somewhere": [alert_with(confirmed_at=timezone.now())],
    "webhook_former_secret_ends": [lambda: make_webhook(former_secret="sealed")],
    "delivery_state_is_known": [lambda: make_delivery(make_webhook(), state="asleep")],
    "delivery_one_at_a_time": [two_deliveries],
    "invitation_ends_once": [invitation_with(accepted_at=timezone.now(), withdrawn_at=timezone.now())],
    "post_dates_can_be_read": [post_with(period=period("1899-12-31")), post_with(period=period(None, "2201-01-01"))],
    "verification_how_is_known": [verification_with(how="telepathy")],
    "verification_note_is_short": [verification_with(note="é" * 501)],
    "verification_sections_are_known": [verification_with(sections=["roof"]), verification_with(sections=[])],
    "signal_is_of_a_topic": [signal_with(topic=""), signal_with(topic="deux mots"), signal_with(topic="é")],
    "signal_names_an_id": [signal_with(name="une idée"), signal_with(name="<b>")],
    "suggestion_waits_once": [said_twice],
    "suggested_photo_is_a_hash": [
        lambda: SuggestedPhoto.objects.create(suggestion=suggestion_with()(), file="x", width=1, height=1)
    ],
    "suggestion_kind_is_known": [suggestion_with(kind="rumour")],
    "suggestion_state_is_known": [suggestion_with(state="lost")],
    "suggestion_of_no_place_is_new": [suggestion_with(place=None)],
    "suggestion_words_are_short": [suggestion_with(words="é" * 2001)],
    "suggestion_settled_has_a_day": [suggestion_with(state="accepted")],
    "suggestion_refused_has_a_reason": [suggestion_with(state="refused", decided_at=timezone.now())],
    "author_is_told_once": [author_twice],
    "author_language_is_ours": [author_with(email="a@b.fr", language="tlh")],
    "reminder_once_a_day": [reminded_twice],
    "reminder_answer_is_known": [reminder_with(answer="perhaps", answered_at=timezone.now())],
    "reminder_answered_has_a_moment": [reminder_with(answer="right")],
    "opt_out_once": [left_twice],
    "opt_out_stream_is_known": [lambda: OptOut.objects.create(address="0", stream="advertising")],
    "mail_tells_once": [told_twice],
    "mail_stream_is_known": [mail_with(stream="advertising")],
    "mail_state_is_known": [mail_with(state="lost")],
    "mail_sent_has_a_moment": [mail_with(state="sent")],
    "claim_of_one_at_a_time": [claimed_by_two],
    "claim_passed_once": [passed_twice],
    "receipt_once_for_each_key": [kept_twice],
    "mirrored_once": [mirrored_twice],
    **OF_WORKSHOPS,
    "import_stage_is_known": [import_with(stage="lost")],
    "import_applied_has_a_day": [import_with(stage="applied")],
    "import_line_outcome_is_known": [import_line_with(outcome="eaten")],
    "import_line_decision_is_known": [import_line_with(decision="perhaps")],
    "source_record_is_kept_once": [source_said_twice],
    "finding_is_kept_once": [finding_kept_twice],
    "finding_verdict_is_known": [finding_with(verdict="perhaps", is_open=False)],
    "finding_decided_is_closed": [finding_with(verdict="leave")],
    "finding_is_of_its_sort": [
        finding_with(key=""),
        finding_with(sort="strange"),
        finding_with(sort="different"),
        finding_with(sort="ours", key=""),
    ],
    "membership_has_evidence": [membership_with(evidence=" "), membership_with(source="")],
}
# Refused by triggers, which look at other tables.
LOOKED_UP: dict[str, list[Callable[[], object]]] = {
    "network_slug_is_not_a_family": [network_with(slug="business_support"), family_like_a_network],
    "family_services_exist": [family_with(services=["sorcery"])],
}
ATTEMPTS = [(name, attempt) for name, attempts in (TRIED | LOOKED_UP).items() for attempt in attempts]


@pytest.mark.parametrize(("name", "attempt"), ATTEMPTS, ids=[name for name, _ in ATTEMPTS])
def test_the_database_refuses(name: str, attempt: Callable[[], object]) -> None:
    with pytest.raises(DatabaseError, match=name), transaction.atomic():
        attempt()


def test_every_constraint_of_networks_is_tried_here() -> None:
    models = [model for model in apps.get_app_config("network").get_models() if not model._meta.proxy]
    ours = {c.name for model in models for c in model._meta.constraints}
    assert ours == set(TRIED)


def test_what_was_in_a_network_is_not_archived_whatever_the_door() -> None:
    place = make_membership(make_place(), make_network(), "2019-01-01", "2020-01-01").place
    with pytest.raises(DatabaseError, match="place_with_a_past_is_closed"), transaction.atomic():
        Place.objects.filter(pk=place.pk).update(status="archived")


def test_what_was_in_no_network_or_never_published_is_archived() -> None:
    alone, draft = make_place("Seul"), make_place("Brouillon", status="draft")
    make_membership(draft, make_network())
    assert Place.objects.filter(pk__in=[alone.pk, draft.pk]).update(status="archived") == 2


def test_a_place_may_leave_a_network_and_come_back_the_same_day() -> None:
    place, network = make_place(), make_network()
    make_membership(place, network, "2019-01-01", "2020-01-01")
    make_membership(place, network, "2020-01-01")
    assert Membership.objects.count() == 2


def test_a_place_may_be_in_two_networks_at_once() -> None:
    place = make_place()
    make_membership(place, make_network("SoLozère"))
    make_membership(place, make_network("Fabriques de territoire"))
    assert Membership.objects.count() == 2


def test_a_network_that_has_members_may_not_go() -> None:
    membership = make_membership(make_place(), make_network())
    with pytest.raises(DatabaseError), transaction.atomic():
        membership.network.delete()


def test_a_place_takes_its_memberships_with_it() -> None:
    membership = make_membership(make_place(), make_network())
    membership.place.delete()
    assert not Membership.objects.exists()


def test_both_ends_of_a_period_may_be_open() -> None:
    membership = make_membership(make_place(), make_network())
    membership.refresh_from_db()
    assert membership.period == period()
