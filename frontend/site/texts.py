"""The words of hours that the browser's code speaks, translated here with the rest of the page."""

from django.utils.translation import gettext as _

Texts = dict[str, dict[str, str] | str]


def hours_texts() -> Texts:
    """The words of hours, the same as those of `frontend.site.words`, with holes for the browser to fill."""
    return {
        "hours_unknown": _("Horaires non renseignés"),
        "hours_to_confirm": _("Horaires à confirmer"),
        "open": _("Ouvert"),
        "closed": _("Fermé"),
        "holiday_to_confirm": _("Jour férié, horaires à confirmer"),
        "remark_to_confirm": _("À confirmer : %(remark)s") % {"remark": "{remark}"},
        "remarked": _("%(now)s (%(remark)s)") % {"now": "{now}", "remark": "{remark}"},
        "closes": _("%(now)s, ferme %(when)s") % {"now": "{now}", "when": "{when}"},
        "opens": _("%(now)s, ouvre %(when)s") % {"now": "{now}", "when": "{when}"},
        "surely_opens": _("%(now)s ; ouverture prévue %(when)s") % {"now": "{now}", "when": "{when}"},
        "then": _("%(when)s : %(now)s") % {"when": "{when}", "now": "{now}"},
        "hour": _("%(hour)s h") % {"hour": "{hour}"},
        "hour_minute": _("%(hour)s h %(minute)s") % {"hour": "{hour}", "minute": "{minute}"},
        "today_at": _("à %(hour)s") % {"hour": "{hour}"},
        "tomorrow_at": _("demain à %(hour)s") % {"hour": "{hour}"},
        "day_at": _("%(day)s à %(hour)s") % {"day": "{day}", "hour": "{hour}"},
        "on_date": _("le %(date)s") % {"date": "{date}"},
    }


def week_texts() -> Texts:
    """The words of a week's table, beside those of hours."""
    return {
        "all_day": _("toute la journée"),
        "unsure": _("%(span)s (à confirmer)") % {"span": "{span}"},
        "span_remarked": _("%(span)s : %(remark)s") % {"span": "{span}", "remark": "{remark}"},
    }
