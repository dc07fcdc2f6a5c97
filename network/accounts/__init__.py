"""How people sign in, and what their accounts are kept from: kept small, so that another way can take its place."""
