"""Loading a territory's files: `files` reads and checks them, `log` tells what was edited since, `store` writes."""
