"""What an officer's phone keeps before it is sent, and how it is noticed when it is gone."""
