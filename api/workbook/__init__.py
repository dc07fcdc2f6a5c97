"""Workbooks for people (XLSX): what the other formats say, with typed cells, in words, and where it comes from."""
