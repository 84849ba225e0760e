"""The learned part: an encoder, a tagger on top of it, and what turns their scores into statements."""
