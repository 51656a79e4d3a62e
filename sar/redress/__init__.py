"""What the public may ask for: access, correction, a complaint, an appeal; and its clock."""
