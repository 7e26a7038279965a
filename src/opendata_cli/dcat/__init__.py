"""Datasets as a DCAT-AP 3 catalogue in JSON-LD: pure values in, plain JSON out."""
