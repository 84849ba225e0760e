"""`python -m attribution` is the command `attribution`."""

from .cli import app

if __name__ == "__main__":
    app()
