"""What a dataset says of itself: told by its manifest, found in its files."""
