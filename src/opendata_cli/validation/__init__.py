"""A table and a schema to a report."""
