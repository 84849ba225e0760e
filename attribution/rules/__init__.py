"""The rules, one step a module: words, quotes, cues, contents, speakers, labels, and the finished result."""
