"""`python -m attribution` is the command `attribution`."""

from .cli import app

app()
