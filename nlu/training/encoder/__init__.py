"""Teaches the encoder of calls (``nlu/calls/encoder.py``); ``python -m nlu.training.encoder`` does all of it."""
