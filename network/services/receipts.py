"""What a program was answered, kept for a day: the same request under the same key gets it again."""

import json
from datetime import timedelta
from typing import Any

from django.utils import timezone

from network.models import Receipt, User

KEPT = timedelta(days=1)


def receipt_for(*, person: User, key: str, asked: str) -> tuple[Receipt, bool]:
    """Find the receipt of a key, or begin one, and tell whether it is new.

    `asked`, a hash, is what the key stands for. A transaction that has begun one too is waited for.
    """
    Receipt.objects.filter(at__lt=timezone.now() - KEPT).delete()
    return Receipt.objects.get_or_create(person=person, key=key, defaults={"asked": asked})


def keep_answer(receipt: Receipt, *, status: int, headers: dict[str, str], body: Any) -> None:  # noqa: ANN401  JSON
    """Keep what was answered."""
    receipt.status, receipt.headers, receipt.body = status, headers, json.dumps(body, default=str)
    receipt.save()
