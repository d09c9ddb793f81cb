"""Write tables as CSV and GeoPackage."""
