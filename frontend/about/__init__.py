"""Who runs the site, and what it does with what it learns: the pages that the law asks for, and one for people."""
