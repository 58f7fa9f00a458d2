"""One form, from the first letter to the report that is handed over; no widget."""
