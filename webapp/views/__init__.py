"""HTTP and nothing else: each view decodes, checks, asks the model and answers."""
