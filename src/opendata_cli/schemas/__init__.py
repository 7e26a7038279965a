"""A reference to a Table Schema, and the schema it means."""
