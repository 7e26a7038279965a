"""Dataset × portal → plan → receipt, over the Portal protocol and no portal in particular."""
