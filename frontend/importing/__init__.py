"""Files of partners, as those who run a network take them in: dropped, understood, read over, applied, taken back."""
