"""What is said of a network to those who only have the link of its page."""

from django.utils.translation import gettext as _

from frontend.metadata.descriptions import shortened
from frontend.site.territory import speaks_as_written
from network.models import Network


def about_network(network: Network, territory: str) -> str:
    """Describe a network: its own words on a page in French, else its family and what its page holds."""
    if network.description and speaks_as_written():
        return shortened(network.description)
    words = {"name": network.name, "family": network.family, "territory": territory}
    return _("%(name)s, %(family)s : les lieux du réseau %(territory)s, aujourd’hui et par le passé.") % words
