"""What is read of a page by those who do not open it: search engines, and whoever only has its link."""
