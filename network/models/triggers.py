"""What a check cannot say, because it looks at another table."""

import pgtrigger

from places.models.triggers import words_exist


def one_name(other: str) -> pgtrigger.Trigger:
    """Refuse a slug that the other table has: a side of the overlap names families and networks alike."""
    return pgtrigger.Trigger(
        name="names_one_thing",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("slug"),
        func=f"""
        IF EXISTS (SELECT FROM {other} WHERE slug = NEW.slug) THEN
            RAISE check_violation USING CONSTRAINT = 'network_slug_is_not_a_family',
                MESSAGE = format('network_slug_is_not_a_family: %s is in {other}', NEW.slug);
        END IF;
        RETURN NEW;
        """,
    )


def known_services() -> pgtrigger.Trigger:
    """Refuse a service of a family that the vocabulary has not."""
    return pgtrigger.Trigger(
        name="services_are_known",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("services"),
        declare=[("unknown", "text")],
        func=words_exist("services", "places_service", "slug", of="family") + "RETURN NEW;",
    )


def an_administrator_stays() -> pgtrigger.Trigger:
    """Refuse that the last open account of an administrator be closed, demoted or deleted, by whichever way.

    The others are locked meanwhile: two who take each other's rights at once do not both succeed.
    """
    return pgtrigger.Trigger(
        name="an_administrator_stays",
        when=pgtrigger.Before,
        operation=pgtrigger.Delete | pgtrigger.UpdateOf("is_superuser", "is_active"),
        func="""
        IF OLD.is_superuser AND OLD.is_active AND (TG_OP = 'DELETE' OR NOT (NEW.is_superuser AND NEW.is_active)) THEN
            PERFORM FROM network_user WHERE id <> OLD.id AND is_superuser AND is_active FOR UPDATE;
            IF NOT FOUND THEN
                RAISE check_violation USING CONSTRAINT = 'account_administrator_stays',
                    MESSAGE = 'account_administrator_stays: nobody would administer the site';
            END IF;
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
        """,
    )
