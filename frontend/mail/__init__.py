"""Where the links of mails lead: a page shows, a person presses. No account, no cookie."""
