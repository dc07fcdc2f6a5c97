"""Who comes in, and how: by a code, a key or a password; what an account is told of itself; invitations."""
