"""Settings and locality profiles: everything a county may change without touching code."""
