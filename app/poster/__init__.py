"""Posters with a QR code for the venues of a village: what the code says, and how the sheet looks."""
