"""Rasa graph components around ``nlu.model``; they run in the environment of Rasa (Python 3.10)."""
