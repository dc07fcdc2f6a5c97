"""Questions that name a network by a slug that it had: they are understood for ever, as its former addresses are."""

from django.http import QueryDict

from network.models import Network

# The parameters that name networks: a filter of the directory, and the two sides of a crossing.
PARAMETERS = ("network", "a", "b", "vouched_by")


def of_today(query: QueryDict) -> QueryDict:
    """Write a question again with the slugs that networks have today; itself where it has them already. Evaluates."""
    asked = {name: query.getlist(name) for name in PARAMETERS if name in query}
    renamed = Network.objects.renamed(slug for slugs in asked.values() for slug in slugs)
    if not renamed:
        return query
    today = query.copy()
    for name, slugs in asked.items():
        today.setlist(name, [renamed.get(slug, slug) for slug in slugs])
    return today
