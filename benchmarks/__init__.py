"""Speed, as ratios and counts; never part of the tests."""
