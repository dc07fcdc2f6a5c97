# Compares whole rows, so that a dump restores under its empty search path.

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('places', '0002_initial'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='place',
            name='update_update',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='place',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "places_placeevent" ("acceslibre_url", "access_note", "address", "booking_url", "closed_on", "commune_id", "created_at", "day_price", "description", "desks", "download_mbps", "email", "fees", "has_call_booth", "has_sockets", "has_wifi", "has_wired_internet", "id", "is_itinerant", "kinds", "licence", "meeting_rooms", "month_price", "name", "opened_on", "opening_hours", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "point", "postcode", "precision", "publics", "services", "slug", "source", "source_date", "source_id", "speed_measured_on", "status", "updated_at", "upload_mbps", "uuid", "verified_on", "website", "wheelchair") VALUES (NEW."acceslibre_url", NEW."access_note", NEW."address", NEW."booking_url", NEW."closed_on", NEW."commune_id", NEW."created_at", NEW."day_price", NEW."description", NEW."desks", NEW."download_mbps", NEW."email", NEW."fees", NEW."has_call_booth", NEW."has_sockets", NEW."has_wifi", NEW."has_wired_internet", NEW."id", NEW."is_itinerant", NEW."kinds", NEW."licence", NEW."meeting_rooms", NEW."month_price", NEW."name", NEW."opened_on", NEW."opening_hours", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."point", NEW."postcode", NEW."precision", NEW."publics", NEW."services", NEW."slug", NEW."source", NEW."source_date", NEW."source_id", NEW."speed_measured_on", NEW."status", NEW."updated_at", NEW."upload_mbps", NEW."uuid", NEW."verified_on", NEW."website", NEW."wheelchair"); RETURN NULL;', hash='51dd3a6328bab9d5420251e3557e5081e66a439d', operation='UPDATE', pgid='pgtrigger_update_update_cbec4', table='places_place', when='AFTER')),
        ),
    ]
