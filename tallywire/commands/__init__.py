"""The commands of `tallywire`, one room each."""
