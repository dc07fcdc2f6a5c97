"""The workspace of those who keep the directory true: what needs them, one card after the other."""
