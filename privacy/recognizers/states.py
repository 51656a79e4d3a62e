"""The states of the USA as patterns.

Source: USPS Publication 28, appendix B: two-letter abbreviations and names of states, the
District of Columbia, the territories and the armed forces.
"""

from privacy.recognizers.recognizer import by_first_letter

ABBREVIATION = (
    "A[AEKLPRSZ]|C[AOT]|D[CE]|F[LM]|G[AU]|HI|I[ADLN]|K[SY]|LA|M[ADEHINOPST]"
    "|N[CDEHJMVY]|O[HKR]|P[ARW]|RI"
    "|S[CD]|T[NX]|UT|V[AIT]|W[AIVY]"
)
NAME = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida"
    "|Georgia|Hawaii"
    "|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan"
    "|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico"
    "|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Puerto Rico"
    "|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington"
    "|West Virginia|Wisconsin|Wyoming"
)
STATE = f"{ABBREVIATION}|{by_first_letter(NAME)}"

_ABBREVIATIONS = (
    "aa ae ap ak al ar as az ca co ct dc de fl fm ga gu hi ia id il in ks ky la ma md"
    " me mh mi mn mo mp"
    " ms mt nc nd ne nh nj nm nv ny oh ok or pa pr pw ri sc sd tn tx ut va vi vt wa wi wv wy"
)
STATE_WORDS = frozenset(_ABBREVIATIONS.split()) | {
    name.split()[0].lower() for name in NAME.split("|")
}
"""The first words of abbreviations and names, in small letters."""
