"""Places where datasets are published, behind one protocol."""
