"""Puts what was read together: who opens or closes when, clause by clause, in the order in which it was said.

A clause names days, then says what holds ("mardi 9h-12h"), or the other way round ("fermé en août"). Where a comma may
join two clauses or two days of one, nothing is guessed.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _

from places.hours.rules import Holiday, Joint, State, Weekdays, Weeks
from places.hours.spoken.assembly import Assembly
from places.hours.spoken.clause import Clause
from places.hours.spoken.lexicon import Kind
from places.hours.spoken.scanner import Token, scan
from places.hours.spoken.selectors import DatesReader, Days, TimesReader, starts_dates, starts_days, starts_times

_SELECTORS = frozenset({Kind.DAY, Kind.MONTH, Kind.DATE, Kind.PUBLIC, Kind.SCHOOL, Kind.TERM, Kind.PARITY, Kind.WEEK})
_LONGEST_YEAR, _EVEN_END = 53, 52
LONGEST_REMARK = 200


class ClauseReader(Assembly):
    """Reads a text piece by piece; each method is named for what it takes."""

    def read(self) -> list[Clause]:
        """Read all the clauses of the text."""
        while not self.cursor.is_over:
            self._step()
        self._end_clause()
        if not self.clauses:
            self.cursor.refuse()
        return self.clauses

    def _step(self) -> None:
        kind = self.cursor.peek().kind
        if starts_days(self.cursor):
            self._days()
        elif starts_dates(self.cursor):
            self._dates()
        elif starts_times(self.cursor):
            self._times()
        else:
            step = _STEPS.get(kind)
            step(self) if step else self.cursor.refuse(_hints().get(kind, _unknown_hint()))
        if self.cursor.peek(-1).kind not in {Kind.AND, Kind.TO, Kind.STOP, Kind.ONLY, Kind.ALSO}:
            self.link = ""

    # What parts clauses.

    def _and(self) -> None:
        token = self.cursor.take()
        if token.kind is Kind.TO and token.value != "-":
            self.cursor.refuse(None, token.start)
        self.link = "et" if token.value == "et" else ","

    def _stop(self) -> None:
        token = self.cursor.take()
        clause = self.current
        if clause and not clause.has_content and "\n" in str(token.value):
            if clause.has_season and not clause.weekdays:
                self._head()
                return
            if starts_times(self.cursor) or self.cursor.next_is(Kind.CLOSED, Kind.ASK):
                return
        self._end_clause()
        if str(token.value).count("\n") > 1:
            self.heading = None
        self.is_seasonal = False
        self.current, self.link, self.sentence = None, ";", len(self.clauses)
        self.cursor.take_if(Kind.TO)

    def _colon(self) -> None:
        token = self.cursor.take()
        clause = self.current
        if clause is None:
            return
        if self.cursor.next_is(Kind.UNKNOWN) and (clause.has_selectors or clause.has_content):
            self._free_remark(token)
        elif clause.has_season and not clause.weekdays and not clause.has_content and starts_days(self.cursor):
            self._head()
        elif clause.has_content and self.cursor.next_is(Kind.ASK, Kind.REMARK):
            self.link = ""

    # What clauses speak of.

    def _days(self) -> None:
        start = self.cursor.peek().start
        clause = self._selecting(start, is_season=False, is_mixed=self._has_dates())
        reader = Days(self.cursor)
        found = reader.read()
        clause.is_listed |= reader.is_listed or bool(clause.weekdays)
        is_apart = self.link == "et" or (self.link == "," and Holiday.PUBLIC in clause.holidays)
        clause.is_both |= bool(clause.holidays and not clause.weekdays and not is_apart)
        clause.weekdays = [*clause.weekdays, *found]

    def _has_dates(self) -> bool:
        return bool(self.current and (self.current.dates or self.current.weeks))

    def _has_days(self) -> bool:
        return bool(self.current and (self.current.weekdays or self.current.holidays))

    def _dates(self) -> None:
        start = self.cursor.peek().start
        clause = self._selecting(start, is_season=True, is_mixed=self._has_days())
        clause.is_listed |= bool(clause.dates)
        clause.dates += DatesReader(self.cursor).read()
        self._must_be_one_season(clause, start)

    def _must_be_one_season(self, clause: Clause, start: int) -> None:
        if clause.dates and clause.weeks:
            self.cursor.refuse(_("Des dates et des semaines ne vont pas ensemble."), start)

    def _parity(self) -> None:
        start = self.cursor.peek().start
        clause = self._selecting(start, is_season=True, is_mixed=self._has_days())
        first = self.cursor.take().value
        clause.weeks.append(Weeks(first, _LONGEST_YEAR if first == 1 else _EVEN_END, 2))
        self._must_be_one_season(clause, start)

    def _week(self) -> None:
        start = self.cursor.peek().start
        clause = self._selecting(start, is_season=True, is_mixed=self._has_days())
        since = self._week_number(start)
        until = since
        if self.cursor.follow(Kind.TO, Kind.NUMBER) or self.cursor.follow(Kind.TO, Kind.WEEK):
            self.cursor.take()
            until = self._week_number(start)
        if until < since:
            self.cursor.refuse(None, start)
        clause.weeks.append(Weeks(since, until))
        self._must_be_one_season(clause, start)

    def _week_number(self, start: int) -> int:
        self.cursor.take_if(Kind.WEEK)
        number = self.cursor.take_if(Kind.NUMBER)
        if number is None or not 1 <= number.value <= _LONGEST_YEAR:
            self.cursor.refuse(_("Dites laquelle : « semaines paires », « semaine 12 »."), start)
        return int(number.value)

    def _holiday(self) -> None:
        token = self.cursor.peek()
        holiday = Holiday.PUBLIC if token.kind is Kind.PUBLIC else Holiday.SCHOOL
        if self.cursor.next_is(Kind.INCLUDING, ahead=1):
            self._include(holiday, 2)
            return
        clause = self._selecting(token.start, is_season=True, is_mixed=self._has_dates())
        self.cursor.take()
        if self.link == "," and holiday is Holiday.SCHOOL and clause.weekdays:
            self.cursor.refuse(_("De quels jours parle-t-on ? Écrivez « pendant » ou « et » avant."), token.start)
        clause.is_both |= bool(clause.weekdays and not clause.holidays and not self.link)
        clause.is_listed |= bool(clause.weekdays)
        clause.holidays = list(dict.fromkeys([*clause.holidays, holiday]))

    def _including(self) -> None:
        if not self.cursor.next_is(Kind.PUBLIC, Kind.SCHOOL, ahead=1):
            self.cursor.refuse()
        token = self.cursor.peek(1)
        self._include(Holiday.PUBLIC if token.kind is Kind.PUBLIC else Holiday.SCHOOL, 2)

    def _include(self, holiday: Holiday, pieces: int) -> None:
        """Add holidays to the days of the one clause that is spoken of."""
        start = self.cursor.peek().start
        clause = self.current
        self.cursor.place += pieces
        if clause is None or not clause.weekdays or clause.has_season or len(self.clauses) - self.sentence > 1:
            self.cursor.refuse(_("De quels jours parle-t-on ? Dites-les : « lundi et jours fériés 9h-12h »."), start)
        clause.holidays = [holiday]

    # What clauses say.

    def _times(self) -> None:
        start = self.cursor.peek().start
        clause = self._holding(start)
        has_order = clause.is_content_first and clause.has_selectors
        clause.times = list(dict.fromkeys(TimesReader(self.cursor).read()))
        if has_order and (clause.is_listed or clause.dates):
            self.cursor.refuse(_("De quels jours sont ces heures ? Séparez les phrases par un point-virgule."), start)

    def _always(self) -> None:
        token = self.cursor.peek()
        clause = self._holding(token.start)
        self.cursor.take()
        clause.is_always = True
        if token.value:
            clause.weekdays = [Weekdays(token.value)]

    def _closed(self) -> None:
        token = self.cursor.take()
        clause = self.current
        if clause is None or clause.has_content or clause.is_content_first:
            clause = self._new(token.start, is_content_first=True)
        clause.said = State.CLOSED
        self.cursor.take_if(Kind.ALL_DAY)

    def _because(self) -> None:
        token = self.cursor.take()
        if not (self.current and self.current.is_closure and self.cursor.next_is(Kind.UNKNOWN, Kind.SCHOOL)):
            self.cursor.refuse(None, token.start)
        self._free_remark(token)

    def _free_remark(self, before: Token) -> None:
        """Take words for a remark, up to the next stop: nothing in them may be hours."""
        first = self.cursor.peek()
        while self.cursor.next_is(Kind.UNKNOWN, Kind.AND, Kind.BECAUSE, Kind.TO, Kind.SCHOOL, Kind.ALSO, Kind.ONLY):
            self.cursor.take()
        if not self.cursor.is_over and not self.cursor.next_is(Kind.STOP, Kind.REMARK):
            self.cursor.refuse(_unknown_hint(), first.start)
        self._remarked(self.cursor.said_since(first.start), before.start, is_sure=False)

    def _remark(self) -> None:
        token = self.cursor.take()
        text, mark = token.value
        if self.current is None and self.cursor.text[token.start] != mark:
            return  # "sans rendez-vous", before the hours of which it says nothing
        self._remarked(_wish(text), token.start, is_sure=mark == "(" and not _asks(text))

    def _remarked(self, text: str, start: int, *, is_sure: bool) -> None:
        clause = self.current
        if clause is None or clause.remark is not None:
            self.cursor.refuse(_("Une remarque suit les heures dont elle parle."), start)
        clause.remark = text.replace('"', "’").strip()[:LONGEST_REMARK]
        if is_sure and not clause.said:
            clause.said = State.OPEN

    def _unsure(self) -> None:
        token = self.cursor.take()
        clause = self.current
        if clause is None or clause.said:
            self.cursor.refuse(None, token.start)
        clause.said = State.UNKNOWN

    def _ask(self) -> None:
        """Take "sur rendez-vous": of the hours before it, of the days after it, or of the rest of the time."""
        token = self.cursor.peek()
        clause = self.current
        days_follow = (
            self.cursor.peek(1).kind in _SELECTORS or starts_days(self.cursor, 1) or starts_times(self.cursor, 1)
        )
        if clause and not clause.has_content:
            self.cursor.take()
            clause.remark = token.value
        elif clause and self.link == "" and not clause.is_closure:
            self.cursor.take()
            self._remarked(token.value, token.start, is_sure=False)
        elif days_follow or not self.clauses:
            self.cursor.take()
            self._new(token.start, is_content_first=True).remark = token.value
        else:
            self._ask_otherwise(token)

    def _ask_otherwise(self, token: Token) -> None:
        self.cursor.take()
        if self.link != "et":
            self.cursor.refuse(
                _(
                    "Pour les mêmes heures, écrivez-le juste après elles, sans virgule ; sinon écrivez "
                    "« le reste du temps sur rendez-vous »."
                ),
                token.start,
            )
        clause = self._new(token.start, is_content_first=True)
        clause.remark, clause.joint = token.value, Joint.OTHERWISE

    def _otherwise(self) -> None:
        token = self.cursor.take()
        clause = self.current
        if clause and clause.is_content_first and clause.has_content and not clause.has_selectors:
            clause.joint = Joint.OTHERWISE
            return
        self._new(token.start).joint = Joint.OTHERWISE

    def _except(self) -> None:
        start = self.cursor.take().start
        base = self.current
        link = self.link
        left_out = Clause(start, is_content_first=True)
        self._left_out(left_out)
        if not left_out.has_selectors:
            self.cursor.refuse(_("Sauf quand ? « sauf le lundi », « sauf jours fériés », « sauf en août »."), start)
        if self.cursor.next_is(Kind.HALF) and not starts_times(self.cursor):
            self.cursor.take()
            self.cursor.refuse(_("Dites les heures : « mercredi 9h-12h »."), start)
        if Holiday.SCHOOL in left_out.holidays and not link and len(self.clauses) - self.sentence > 1:
            self.cursor.refuse(_("De quels jours parle-t-on ? Séparez-les par un point-virgule."), start)
        self._leave_out(base, left_out, start)

    def _left_out(self, clause: Clause) -> None:
        """Read the days that are left out, as if they were a clause of their own."""
        kept, self.current, self.link = self.current, clause, ""
        is_open = kept is None or kept.has_content
        while self._reads_a_selector(is_open=is_open):
            self.link = "et" if self.cursor.take_if(Kind.AND) else ""
            self._step()
        self.current = kept

    def _reads_a_selector(self, *, is_open: bool) -> bool:
        ahead = 1 if self.cursor.next_is(Kind.AND) else 0
        kind = self.cursor.peek(ahead).kind
        is_named = starts_days(self.cursor, ahead) or starts_dates(self.cursor, ahead)
        is_other = kind in {Kind.PUBLIC, Kind.SCHOOL, Kind.PARITY, Kind.WEEK}
        if ahead and is_open and self._content_follows():
            return False
        return is_named or is_other

    def _leave_out(self, base: Clause | None, left_out: Clause, start: int) -> None:
        left_out.words = self.cursor.said_since(start)
        if base and base.has_content and starts_times(self.cursor):
            self._exception(base, left_out)
        elif not (base and _subtracted(base, left_out)):
            left_out.said = State.CLOSED
            self.clauses.append(left_out)

    def _exception(self, base: Clause, left_out: Clause) -> None:
        """Read "sauf mercredi 14h-17h": other hours on those days."""
        if left_out.is_listed:
            self.cursor.refuse(
                _("De quels jours sont ces heures ? Séparez les phrases par un point-virgule."), base.start
            )
        if base.is_closure and not left_out.has_season:
            left_out.dates, left_out.weeks, left_out.holidays = base.dates, base.weeks, base.holidays
            left_out.is_both = bool(left_out.holidays)
        left_out.is_exception = True
        self.clauses.append(left_out)
        left_out.times = TimesReader(self.cursor).read()
        self.current = left_out

    def _term(self) -> None:
        """Read "en période scolaire": not during the holidays of schools; except in term, during them."""
        token = self.cursor.take()
        if not self.link and len(self.clauses) - self.sentence > 1:
            self.cursor.refuse(_("De quels jours parle-t-on ? Séparez-les par un point-virgule."), token.start)
        left_out = Clause(token.start, is_content_first=True, holidays=[Holiday.SCHOOL], said=State.CLOSED)
        left_out.words = self.cursor.said_since(token.start)
        self.clauses.append(left_out)

    def _mark(self) -> None:
        """Take "seulement" and "aussi", of the clause that is read or of the one that comes."""
        kind = self.cursor.take().kind
        clause = self.current
        if clause is None or self.link or clause.has_content:
            self.marks.add(kind)
        else:
            clause.is_only |= kind is Kind.ONLY
            clause.is_also |= kind is Kind.ALSO

    def _half(self) -> None:
        start = self.cursor.take().start
        self.cursor.refuse(_("Dites les heures : « mardi 9h-12h »."), start)


def _subtracted(base: Clause, left_out: Clause) -> bool:
    """Take days off a clause that names them all."""
    days = {day for one in left_out.weekdays for day in one.days}
    is_plain = not left_out.has_season and not any(one.nth for one in [*left_out.weekdays, *base.weekdays])
    if not is_plain or base.is_closure or len(base.weekdays) != 1 or not days < base.weekdays[0].days:
        return False
    base.weekdays = [Weekdays(base.weekdays[0].days - days)]
    return True


def _wish(remark: str) -> str:
    """The remark, or what it stands for: "(prendre RDV)"."""
    tokens = scan(remark)
    return str(tokens[0].value) if [token.kind for token in tokens] == [Kind.ASK] else remark


def _asks(remark: str) -> bool:
    """Whether a remark tells to ask before one comes."""
    folded = remark.lower()
    return "sans" not in folded and any(
        word in folded for word in ("rdv", "rendez", "inscription", "réserv", "confirm", "appointment", "booking")
    )


def _unknown_hint() -> str:
    return _("Une remarque se met entre parenthèses, après les heures : « mardi 9h-12h (entrée par la cour) ».")


def _hints() -> dict[Kind, str]:
    return {
        Kind.FORTNIGHT: _("Dites lesquelles : « semaines paires » ou « semaines impaires »."),
        Kind.ALL_DAY: _("Dites les heures : « 9h-18h », ou « 24h/24 »."),
        Kind.TIME: _("Dites l’heure du début et celle de la fin : « 9h-12h »."),
    }


_STEPS: dict[Kind, Callable[[ClauseReader], None]] = {
    Kind.AND: ClauseReader._and,
    Kind.TO: ClauseReader._and,
    Kind.STOP: ClauseReader._stop,
    Kind.COLON: ClauseReader._colon,
    Kind.PARITY: ClauseReader._parity,
    Kind.WEEK: ClauseReader._week,
    Kind.PUBLIC: ClauseReader._holiday,
    Kind.SCHOOL: ClauseReader._holiday,
    Kind.TERM: ClauseReader._term,
    Kind.INCLUDING: ClauseReader._including,
    Kind.ALWAYS: ClauseReader._always,
    Kind.CLOSED: ClauseReader._closed,
    Kind.BECAUSE: ClauseReader._because,
    Kind.REMARK: ClauseReader._remark,
    Kind.UNSURE: ClauseReader._unsure,
    Kind.ASK: ClauseReader._ask,
    Kind.OTHERWISE: ClauseReader._otherwise,
    Kind.EXCEPT: ClauseReader._except,
    Kind.ONLY: ClauseReader._mark,
    Kind.ALSO: ClauseReader._mark,
    Kind.HALF: ClauseReader._half,
}
