"""What a view or a result becomes: text, Markdown, JSON, CSV."""
