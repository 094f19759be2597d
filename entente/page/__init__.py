"""The page: the model in one file, with its engine, every scenario and both languages."""
