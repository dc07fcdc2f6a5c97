"""The shape that the database asks of stored hours, whichever door they come by.

PostgreSQL alone reads this expression, in a time that follows the length of the text; Python's own engine would take
one that doubles with each repetition. It is a little wider than what `normalise` writes: rows of before stay good.
"""

_TIME = r"(?:[01]\d|2[0-6]):[0-5]\d"
_SPANS = rf"{_TIME}-{_TIME}\+?(?:, ?{_TIME}-{_TIME}\+?)*"
_DAY = r"(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH)(?:\[-?[1-5](?:,-?[1-5])*\])?"
_DAYS = rf"{_DAY}(?:-{_DAY})?(?:, ?{_DAY}(?:-{_DAY})?)*"
_HOLIDAYS = rf"(?:(?:PH|SH)(?:,(?:PH|SH))* )?{_DAYS}"
_DATE = r"(?:\d{4} )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?: [0-3]\d)?"
_DATES = rf"(?:{_DATE}(?:-(?:{_DATE}|[0-3]\d))?|\d{{4}}(?:-\d{{4}})?)"
_WEEKS = r"[0-5]\d(?:-[0-5]\d)?(?:/\d\d?)?"
_SEASON = rf"(?:{_DATES}(?:, ?{_DATES})*|week {_WEEKS}(?:,{_WEEKS})*):?"
_STATE = r"(?:open|closed|off|unknown)"
_REMARK = r"\"[^\"]*\""
_SAID = rf"(?:{_STATE}(?: {_REMARK})?|{_REMARK})"
_WHEN = rf"(?:24/7|{_SEASON}(?: {_HOLIDAYS})?(?: {_SPANS})?|{_HOLIDAYS}(?: {_SPANS})?|{_SPANS})"
_RULE = rf"(?:{_WHEN}(?: {_SAID})?|{_SAID})"
HOURS_PATTERN = rf"^{_RULE}(?:(?:; ?|, ?| \|\| ?){_RULE})*$"
