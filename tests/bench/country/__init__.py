"""A made-up country of as many places as one likes, for the benchmarks: `words` invents, `sql` spreads."""
