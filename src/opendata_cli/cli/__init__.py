"""The shell: arguments, environment, terminal, exit codes. Everything is put together here."""
