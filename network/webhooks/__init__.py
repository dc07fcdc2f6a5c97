"""Calls to programs that cannot ask: what changed, by names, signed as Standard Webhooks are. See ADR 0068."""
