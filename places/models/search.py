"""The words that places were ever written with: a lexicon in which slips are looked for, and those of the index."""

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


class IndexWord(models.Model):
    """A word of the index of `Place.search` that begins with a letter; triggers put it here, and nobody takes it away.

    What begins as someone asks is written out in these: PostgreSQL looks whole words up, and reads all of a beginning.
    """

    word = models.CharField(_("mot"), max_length=60, primary_key=True, db_collation="C")

    class Meta:
        verbose_name = _("mot de l’index")
        verbose_name_plural = _("mots de l’index")
        default_permissions = ()

    def __str__(self) -> str:
        return self.word


def lists_words() -> pgtrigger.Trigger:
    """Note the words of a place's `search` as it is written; those that are known cost one look each."""
    return pgtrigger.Trigger(
        name="lists_words",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("search"),  # type: ignore[no-untyped-call]
        func="PERFORM public.search_list(NEW.search); RETURN NULL;",
    )


def learns(name: str, texts: str, tier: Tier, *, columns: Sequence[str]) -> pgtrigger.Trigger:
    """Put the words of texts into the lexicon as a row is written; those of a row that goes stay."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf(*columns),  # type: ignore[no-untyped-call]
        func=f"PERFORM public.search_learn(ARRAY[{texts}]::text[], {tier.value}); RETURN NULL;",
    )
