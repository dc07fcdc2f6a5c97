"""What search engines read of a network."""

from django.http import HttpRequest

from frontend.metadata.structured_data import CONTEXT, Facts, known
from network.models import Network
from places.words import Dated


def facts_of_network(network: Network, request: HttpRequest) -> Facts:
    """Tell a network: its name, its site, and since when."""
    page = request.build_absolute_uri(request.path)
    return known(
        {
            "@context": CONTEXT,
            "@type": "Organization",
            "@id": page,
            "mainEntityOfPage": page,
            "name": network.name,
            "description": network.description,
            "url": network.website or page,
            "foundingDate": network.started_on and Dated(network.started_on, network.started_precision).iso,
            "dissolutionDate": network.ended_on and Dated(network.ended_on, network.ended_precision).iso,
        }
    )
