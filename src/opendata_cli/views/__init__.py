"""All human words: results become documents, codes become sentences."""
