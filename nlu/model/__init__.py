"""The arithmetic of the shipped model, on NumPy and crfsuite alone.

The Rasa components import these modules too, so that both ways of running it compute alike;
hence nothing here may need more than Python 3.10, NumPy and python-crfsuite.
"""
