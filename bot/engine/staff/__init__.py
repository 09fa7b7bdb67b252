"""What operators and staff do by chat."""
