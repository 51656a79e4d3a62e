"""The states of the USA as patterns.

Source: USPS Publication 28, appendix B: two-letter abbreviations and names of states, the
District of Columbia, the territories and the armed forces.
"""

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
STATE = f"{ABBREVIATION}|{NAME}"
