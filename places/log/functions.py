"""The SQL functions and sequences of the log, as columns call them."""

from django.db.models import BigIntegerField, Func, Value

# Events and changes take their numbers from one sequence; `places_change_position` numbers commits.
NEXT_NUMBER = Func(Value("places_log"), function="nextval", output_field=BigIntegerField())
CURRENT_CHANGE = Func(function="current_change", output_field=BigIntegerField())
