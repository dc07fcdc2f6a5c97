"""What a page says of itself to follow what moves."""

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils.html import format_html
from django.utils.safestring import SafeString

from network.services.live import ticket_for

register = template.Library()


@register.simple_tag
def build() -> str:
    """Tell which scripts and styles the page has; empty where they have no digest."""
    digest: str = getattr(staticfiles_storage, "manifest_hash", "")
    return digest


@register.simple_tag
def follows(topic: str) -> SafeString:
    """Have a page follow a topic that whoever sees it may follow: with a ticket."""
    return format_html('data-follow="{}" data-ticket="{}"', topic, ticket_for(topic))
