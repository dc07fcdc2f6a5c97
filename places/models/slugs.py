"""Addresses that pages once had: they lead to where the page is now, for ever, and are never given to another."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _


class FormerSlug(models.Model):
    """An address that a record had before it was renamed or deleted. Written by triggers, whatever the door.

    `record` is a key without a foreign key: the address of what was deleted is kept for the day when it comes back.
    """

    slug = models.SlugField(_("ancienne adresse"), max_length=120, primary_key=True)
    record = models.BigIntegerField(_("fiche"), db_index=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.slug


class FormerPlaceSlug(FormerSlug):
    """An address that a place had."""

    class Meta:
        verbose_name = _("ancienne adresse d’un lieu")
        verbose_name_plural = _("anciennes adresses des lieux")
        default_permissions = ()


def slug_triggers(former: str, name: str) -> list[pgtrigger.Trigger]:
    """Keep the former slugs of a table in `former`, and refuse one that was another's, in the name of a constraint.

    The refusal comes after the row: a rename that commits meanwhile is waited for by the unique index, then seen here.
    """
    return [
        pgtrigger.Trigger(
            name="slug_goes_on_answering",
            when=pgtrigger.After,
            operation=pgtrigger.Delete | pgtrigger.UpdateOf("slug"),  # type: ignore[no-untyped-call]
            func=f"""
            IF TG_OP = 'DELETE' OR NEW.slug <> OLD.slug THEN
                INSERT INTO {former} (slug, record) VALUES (OLD.slug, OLD.id) ON CONFLICT (slug) DO NOTHING;
            END IF;
            RETURN NULL;
            """,  # noqa: S608  our own names
        ),
        pgtrigger.Trigger(
            name="slug_was_nobody_elses",
            when=pgtrigger.After,
            operation=pgtrigger.Insert | pgtrigger.UpdateOf("slug"),  # type: ignore[no-untyped-call]
            func=f"""
            IF EXISTS (SELECT FROM {former} WHERE slug = NEW.slug AND record <> NEW.id) THEN
                RAISE unique_violation USING CONSTRAINT = '{name}', COLUMN = 'slug', DETAIL = NEW.slug,
                    MESSAGE = format('{name}: %s was the address of another', NEW.slug);
            END IF;
            RETURN NULL;
            """,
        ),
    ]
