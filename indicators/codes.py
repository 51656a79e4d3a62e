"""The NIEM code lists for suspicious activity reports: codes as published, labels made readable.

Source: NIEM 6.0 ps02 (OASIS NIEMOpen, CC BY 4.0), namespace
``https://docs.oasis-open.org/niemopen/ns/model/codes/pmise_sar/6.0/``. Codes and published labels
have been the same since NIEM 3.0 and are kept to the letter, typing errors too: an exchange partner
compares them. The second text of each pair is this project's spelling for people. NIEM still names
two behaviours as edition 1.5 did (Recruiting, Weapons Discovery).
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

NAMESPACE = "https://docs.oasis-open.org/niemopen/ns/model/codes/pmise_sar/6.0/"


class Labels(NamedTuple):
    """What a code means: as NIEM publishes it, and as we show it."""

    published: str
    normalised: str


def _table(rows: dict[str, tuple[str, str]]) -> Mapping[str, Labels]:
    return MappingProxyType({code: Labels(*labels) for code, labels in rows.items()})


SUSPICIOUS_ACTIVITY = _table(
    {
        "AVIATION": ("AVIATION ACTIVITY", "Aviation Activity"),
        "CYBER": ("CYBER ATTACK", "Cyber Attack"),
        "ELICIT": ("ELICITING INFORMATION", "Eliciting Information"),
        "EXPERT": ("ACQUISITION OF EXPERTISE", "Acquisition of Expertise"),
        "INTRSN": ("BREACH/ATTEMPTED INSTRUSION", "Breach/Attempted Intrusion"),
        "MATRLS": ("MATERIALS/ACQUISITION/STORAGE", "Materials Acquisition/Storage"),
        "MISREP": ("MISREPRESENTATION", "Misrepresentation"),
        "PHOTO": ("PHOTOGRAPHY", "Photography"),
        "RECRUT": ("RECRUITING", "Recruiting"),
        "SABOT": ("SABOTAGE/TAMPERING/VANDALISM", "Sabotage/Tampering/Vandalism"),
        "SECTOR": ("SECTOR-SPECIFIC INCIDENT", "Sector-Specific Incident"),
        "SURVL": ("OBSERVATION/SURVEILLANCE", "Observation/Surveillance"),
        "TESTSEC": ("TESTING OR PROBING OF SECURITY", "Testing or Probing of Security"),
        "THEFT": ("THEFT/LOSS/DIVERSION", "Theft/Loss/Diversion"),
        "THREAT": ("EXPRESSED OR IMPLIED THREAT", "Expressed or Implied Threat"),
        "WPNS": ("WEAPONS DISCOVERY", "Weapons Discovery"),
    }
)
"""SuspiciousActivityCodeSimpleType: broad categorization of suspicious activity."""

TARGET_SECTOR = _table(
    {
        "AGRI": ("Food, Agriculture, Livestock", "Food, Agriculture, Livestock"),
        "CHEM": ("Chemical", "Chemical"),
        "COMM": ("Commercial Assets", "Commercial Assets"),
        "CORR": ("Correctional Location", "Correctional Location"),
        "CSTL": ("Coastal Facilities", "Coastal Facilities"),
        "CULTR": ("Cultural/Religious/Ethnical", "Cultural/Religious/Ethnical"),
        "DAMS": ("Dams", "Dams"),
        "DFNSE": ("Defense Industrial Base", "Defense Industrial Base"),
        "EDU": ("Education", "Education"),
        "EMRG": ("Emergency Services", "Emergency Services"),
        "ENRG": ("Energy, Utilities", "Energy, Utilities"),
        "ENTMT": ("Entertainment Venue", "Entertainment Venue"),
        "FIN": ("Banking, Finance", "Banking, Finance"),
        "GVTBLDG": ("Government Facilities", "Government Facilities"),
        "HAZMAT": ("Chemical, Hazardous Material", "Chemical, Hazardous Material"),
        "HLTH": ("Healthcare, Public Health", "Healthcare, Public Health"),
        "IT": ("Information Technology", "Information Technology"),
        "LIVSTK": ("Livestock", "Livestock"),
        "MAIL": ("Postal, Shipping", "Postal, Shipping"),
        "MASS": ("Mass Gathering Location", "Mass Gathering Location"),
        "MFG": ("Manufacturing", "Manufacturing"),
        "MNMT": ("National Monument, Icon", "National Monument, Icon"),
        "NATRL": ("Natural Threats", "Natural Threats"),
        "NCLR": ("Nuclear Facilities", "Nuclear Facilities"),
        "OTHR": ("Other", "Other"),
        "POP": ("Population", "Population"),
        "PRSN": ("Person", "Person"),
        "RETL": ("Retail", "Retail"),
        "SPCFXN": ("Special Function", "Special Function"),
        "TACTCP": ("Tactical Command Post", "Tactical Command Post"),
        "TELCM": ("Telecommunications", "Telecommunications"),
        "TRANS": ("Transportation", "Transportation"),
        "UTL": ("Utilities", "Utilities"),
        "WATR": ("Water", "Water"),
    }
)
"""TargetSectorCodeSimpleType: broad categorization of infrastructure type."""

TIP_CLASS = _table(
    {
        "BIO": ("Biological", "Biological"),
        "CHEM": ("Chemical", "Chemical"),
        "CNTFTG": ("Counterfitting", "Counterfeiting"),
        "CTMN": ("Contaimination", "Contamination"),
        "CYBER": ("Cyberstalking", "Cyberstalking"),
        "EXPL": ("Explosives", "Explosives"),
        "FRAUD": ("Fraud", "Fraud"),
        "FUND": ("Terrorism Funding", "Terrorism Funding"),
        "HATE": ("Hate Crime", "Hate Crime"),
        "INCEND": ("Incendiary", "Incendiary"),
        "INFRA": ("Critical Infrastructure", "Critical Infrastructure"),
        "LAUND": ("Money Laundering", "Money Laundering"),
        "NCLR": ("Nuclear/Radiological", "Nuclear/Radiological"),
        "SPCSA": ("Suspicious Activity", "Suspicious Activity"),
        "SPCSP": ("Suspicious Person", "Suspicious Person"),
        "SPCSSBST": ("Suspicious Substance", "Suspicious Substance"),
        "THRTPUB": ("Threat Against Public Figure", "Threat Against Public Figure"),
        "VRUS": ("Virus/Worm", "Virus/Worm"),
    }
)
"""TipClassCodeSimpleType: kind of threat to which the tip or lead pertains."""

TIP_DOMAIN = _table(
    {
        "A": ("Criminal Incident", "Criminal Incident"),
        "B": ("Critical Infrastructure", "Critical Infrastructure"),
        "C": ("Cyber Crime", "Cyber Crime"),
        "D": ("Financial Incident", "Financial Incident"),
        "E": ("Intelligence", "Intelligence"),
        "F": ("Security Issue", "Security Issue"),
        "G": ("Suspicious Incident", "Suspicious Incident"),
        "H": ("Threats/Crimes Against Persons", "Threats/Crimes Against Persons"),
    }
)
"""TipDomainCodeSimpleType: broad category of threat to which the tip or lead pertains."""
