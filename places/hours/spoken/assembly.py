"""Which clause a piece belongs to: the one that is read, or a new one. Where both may be meant, nothing is guessed."""

from dataclasses import replace

from django.utils.translation import gettext as _

from places.hours.rules import Holiday, State
from places.hours.spoken.clause import Clause
from places.hours.spoken.cursor import Cursor
from places.hours.spoken.lexicon import Kind
from places.hours.spoken.selectors import starts_times

_FAR = 40  # pieces: nobody lists so many days before their hours
_CONTENTS = frozenset({Kind.TIME, Kind.CLOSED, Kind.ASK, Kind.ALWAYS, Kind.UNSURE})


class Assembly:
    """The clauses read so far. `link` is what stands between them and the next piece: a comma, "et", a stop."""

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor
        self.clauses: list[Clause] = []
        self.current: Clause | None = None
        self.heading: Clause | None = None
        self.link = ""
        self.sentence = 0
        self.is_seasonal = False
        self.marks: set[Kind] = set()

    def _head(self) -> None:
        """Let a season that stands above others hold for each of them."""
        self.heading, self.current = self.current, None
        self.clauses.pop()

    def _new(self, start: int, *, is_content_first: bool = False) -> Clause:
        self._end_clause()
        clause = Clause(start, is_content_first)
        clause.is_only, clause.is_also = Kind.ONLY in self.marks, Kind.ALSO in self.marks
        self.marks = set()
        self.clauses.append(clause)
        self.current = clause
        return clause

    def _end_clause(self) -> None:
        clause = self.current
        if clause is None:
            return
        if not clause.words:
            clause.words = self.cursor.text[clause.start : self._end_of_last()].strip()
        if not clause.has_content:
            self.cursor.refuse(_("Dites les heures : « mardi 9h-12h », ou « mardi fermé »."), clause.start)
        if self.heading and not clause.has_season:
            self._under(clause, self.heading)
        elif not clause.has_season and self.is_seasonal:
            self.cursor.refuse(_("Toute l’année ? Séparez les phrases par un point-virgule."), clause.start)
        is_of_a_season = bool(clause.dates or clause.weeks or Holiday.SCHOOL in clause.holidays)
        self.is_seasonal |= is_of_a_season and not clause.is_closure

    def _end_of_last(self) -> int:
        place = min(self.cursor.place, len(self.cursor.tokens)) - 1
        while place > 0 and self.cursor.tokens[place].kind in {Kind.AND, Kind.STOP, Kind.COLON}:
            place -= 1
        return self.cursor.tokens[place].end

    @staticmethod
    def _under(clause: Clause, heading: Clause) -> None:
        clause.dates, clause.weeks = list(heading.dates), list(heading.weeks)
        clause.holidays = list(heading.holidays)
        clause.is_both = bool(heading.holidays and clause.weekdays)

    def _selecting(self, start: int, *, is_season: bool, is_mixed: bool = False) -> Clause:
        """Find the clause that days belong to which come next; `is_mixed` tells that dates would join days."""
        clause = self.current
        if clause and is_mixed and self.link and not (clause.has_content and self._content_follows()):
            return self._beside(clause, start)
        if clause is None:
            return self._new(start)
        if clause.is_content_first:
            return self._after_content(clause, start)
        if not clause.has_content:
            return clause
        if is_season and not self._content_follows() and self._may_trail(clause, start):
            return clause
        return self._new(start)

    def _after_content(self, clause: Clause, start: int) -> Clause:
        is_full = clause.has_selectors and (bool(self.link) or (clause.is_closure and bool(clause.times)))
        if is_full and (self._content_follows() or (clause.times and clause.is_closure)):
            return self._new(start)
        return clause

    def _beside(self, clause: Clause, start: int) -> Clause:
        """Read "fermé le lundi et en août" as two closures; a comma before hours only goes on."""
        if clause.is_closure and clause.is_content_first:
            other = self._new(start, is_content_first=True)
            other.said = State.CLOSED
            return other
        if self.link == "et" or clause.has_content:
            self.cursor.take()
            self.cursor.refuse(_("De quels jours parle-t-on ? Séparez les phrases par un point-virgule."), start)
        return clause

    def _may_trail(self, clause: Clause, start: int) -> bool:
        """Whether a season after hours surely speaks of one clause: "mardi 9h-12h en juillet et août"."""
        if clause.has_season:
            return False
        if len(self.clauses) - self.sentence > 1:
            self.cursor.take()
            self.cursor.refuse(_("De quels jours parle-t-on ? Séparez-les par un point-virgule."), start)
        clause.is_trailed = True
        return True

    def _content_follows(self) -> bool:
        """Whether what holds is said after the days that come next, before the sentence ends."""
        ahead = 0
        while ahead < _FAR and self.cursor.place + ahead < len(self.cursor.tokens):
            kind = self.cursor.peek(ahead).kind
            if kind in _CONTENTS or starts_times(self.cursor, ahead):
                return True
            if kind in {Kind.STOP, Kind.EXCEPT}:
                return False
            ahead += 1
        return False

    def _holding(self, start: int) -> Clause:
        """Find the clause that hours belong to which come next."""
        clause = self.current
        if clause is None:
            return self._new(start, is_content_first=True)
        if not clause.times and not clause.is_always and (not clause.has_content or clause.is_content_first):
            return clause
        if clause.is_closure or clause.is_content_first:
            return self._new(start, is_content_first=True)
        return self._same_days(clause, start)

    def _same_days(self, clause: Clause, start: int) -> Clause:
        """Begin another clause for the same days: "lundi 9h-12h sans rendez-vous et 14h-17h sur rendez-vous"."""
        if clause.is_trailed:
            self.cursor.refuse(None, start)
        self._end_clause()
        other = replace(clause, start=start, times=[], is_always=False, said=None, remark=None, words="")
        other.is_also = True
        self.clauses.append(other)
        self.current = other
        return other
