"""The time zones that forms offer and pages name, as people of the United States call them."""

ZONES = (
    ("America/New_York", "Eastern"),
    ("America/Chicago", "Central"),
    ("America/Denver", "Mountain"),
    ("America/Phoenix", "Arizona"),
    ("America/Los_Angeles", "Pacific"),
    ("America/Anchorage", "Alaska"),
    ("Pacific/Honolulu", "Hawaii"),
    ("America/Puerto_Rico", "Atlantic (Puerto Rico)"),
    ("Pacific/Guam", "Guam"),
    ("Pacific/Pago_Pago", "American Samoa"),
    ("UTC", "UTC"),
)


def zone_name(zone: str) -> str:
    """Return what people call a zone; its IANA name where they have no name for it."""
    return dict(ZONES).get(zone) or zone
