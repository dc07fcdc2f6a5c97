"""Where two sides of the networks meet, where they could, and since when.

`question` says what may be asked, `sql` what each word means in the database; the others answer, and only read.
"""
