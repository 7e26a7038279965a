"""One file a command: build, call one function, hand over the result."""
