"""Where what is in a workshop is told, as SQL of its rows: to those who moderate, to its screens, and to its room."""


def moderation(code: str) -> str:
    """Name the topic of those who moderate: all that came, read or not. It needs a ticket."""
    return f"'moderation:' || {code}"


def screen(code: str) -> str:
    """Name the topic of the screens: what the room is shown, and the desk that shows it."""
    return f"'screen:' || {code}"


def room(code: str) -> str:
    """Name the topic of telephones and of the page that stays: nothing of what waits to be read."""
    return f"'workshop:' || {code}"


OWN = "it.code"
OF_WORKSHOP = "(SELECT code FROM public.network_workshop WHERE id = it.workshop_id)"
# NULL, which says nothing, for what nobody was shown.
OF_SHOWN = "(SELECT code FROM public.network_workshop WHERE id = it.workshop_id AND it.state = 'shown')"
OF_VOTE = (
    "(SELECT code FROM public.network_workshop JOIN public.network_contribution AS voted"
    " ON voted.workshop_id = network_workshop.id WHERE voted.id = it.contribution_id)"
)
OF_PERSON = (
    "(SELECT code FROM public.network_workshop JOIN public.network_participant AS reacting"
    " ON reacting.workshop_id = network_workshop.id WHERE reacting.id = it.participant_id)"
)
# Of one person in the room: what became of what she sent. It needs a ticket, which only her telephone is given.
PERSON = "'participant:' || it.participant_id"
# Of what was taken over from a workshop; of two that said the same, the first.
_FIRST_TAKEN = "FROM public.network_contribution AS taken WHERE taken.taken_as_id = it.id ORDER BY taken.id LIMIT 1"
PERSON_OF_SUGGESTION = f"(SELECT 'participant:' || taken.participant_id {_FIRST_TAKEN})"
OF_SUGGESTION = f"(SELECT code FROM public.network_workshop WHERE id = (SELECT taken.workshop_id {_FIRST_TAKEN}))"  # noqa: S608  our own names
