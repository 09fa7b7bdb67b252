"""Understanding of free text: rules, gazetteer and the embedded statistical model."""
