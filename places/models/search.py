"""The lexicon in which slips are looked for: every word that a place or a commune was ever written with."""

from collections.abc import Sequence

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from places.choices import Tier
from places.expressions import SearchSlips


class SearchWord(models.Model):
    """A word of letters alone, learnt by triggers. Whoever reads it looks for the places that have it."""

    word = models.CharField(_("mot"), max_length=24, primary_key=True)
    spelling = models.CharField(_("orthographe"), max_length=60)
    tier = models.PositiveSmallIntegerField(_("provenance"))
    slips = models.GeneratedField(
        expression=SearchSlips("word"), output_field=ArrayField(models.TextField()), db_persist=True
    )

    class Meta:
        verbose_name = _("mot des fiches")
        verbose_name_plural = _("mots des fiches")
        default_permissions = ()
        indexes = [GinIndex(fields=["slips"], name="searchword_slips")]

    def __str__(self) -> str:
        return self.spelling


def learns(name: str, texts: str, tier: Tier, *, columns: Sequence[str]) -> pgtrigger.Trigger:
    """Put the words of texts into the lexicon as a row is written; those of a row that goes stay."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf(*columns),  # type: ignore[no-untyped-call]
        func=f"PERFORM public.search_learn(ARRAY[{texts}]::text[], {tier.value}); RETURN NULL;",
    )
