"""What a password costs to try: little for us, who try one at a time, and much for who tries them all."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id as OWASP asks for it at least. Django's own parameters take 100 MiB and ten times as long."""

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1
