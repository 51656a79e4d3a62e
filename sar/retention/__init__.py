"""What is kept how long: due dates, holds, validations, purging and expungement."""
