"""Chapters of a diagnostic: each turns findings into text, tables and pictures."""
