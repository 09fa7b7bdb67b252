"""What residents do: report, ask, follow, rate, take back."""
