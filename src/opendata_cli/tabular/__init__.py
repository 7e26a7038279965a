"""Bytes to rows: what a file is, how it is written, where its header stands."""
