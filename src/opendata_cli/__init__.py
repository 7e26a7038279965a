"""Validate, describe, publish and follow open data from the command line."""

__version__ = "0.1.0"
