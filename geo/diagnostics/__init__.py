"""Documents: what was found of a territory, as text, tables and pictures, and the files of it."""
