"""Being told by mail what enters and leaves a search: asked for without an account, confirmed from the mailbox."""
