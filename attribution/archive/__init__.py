"""Archives: reads millions of texts from files of many kinds, writes what was found in shards that survive a kill."""
