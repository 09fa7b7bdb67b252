"""From annotated lines to a shipped model: corpus, checks, training, export, evaluation."""
