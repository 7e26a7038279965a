"""Real servers, and what stands in front of them, for the tests."""
