"""Training of the embedded encoder and of the small models beside it. Nothing here is imported when a question is answered."""
