"""The report: reads texts and results, writes one self-contained page that shows who said what."""

from .page import page
from .read import documents, read

__all__ = ["documents", "page", "read"]
