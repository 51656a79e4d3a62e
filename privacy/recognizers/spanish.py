"""What Spanish words announce: dates of birth, ages, numbers of papers and badges, addresses.

Sources: the papers that people in the US and Mexico carry (CURP, RFC, INE, cédula, licencia, NSS)
and how they are written in Spanish, from general knowledge; the cues are ours.
"""

import re

from privacy.recognizers.recognizer import Cue, at_least_digits, cue_words
from privacy.spans import Kind

_MONTH = (
    r"(?:ene(?:ro)?|feb(?:rero)?|mar(?:zo)?|abr(?:il)?|may(?:o)?|jun(?:io)?|jul(?:io)?|"
    r"ago(?:sto)?|se?p(?:t(?:iembre)?|tiembre)?|oct(?:ubre)?|nov(?:iembre)?|dic(?:iembre)?)\b\.?"
)
_OF = r"\s{1,2}(?:del?\s{1,2}(?:a[ñn]o\s)?)?"
_DATE = (
    rf"(?:(?:\d{{1,2}}|primero|1[oº°])[-\s/]{{1,2}}(?:de\s)?{_MONTH}(?:(?:{_OF}|[-/,]\s?)\d{{4}}(?!\d))?|"
    r"\d{1,2}\s?[-/.]\s?\d{1,2}\s?[-/.]\s?(?:\d{4}|\d{2})(?!\d)|\d{4}-\d{2}-\d{2}(?!\d)|"
    rf"{_MONTH}{_OF}\d{{4}}(?!\d)|(?:19|20)\d\d(?!\d))"
)
_LINK = (
    r"(?:[\s:=#\"'-]{0,4}(?:\b(?:no|n[uú]m(?:ero)?|nro|es|era|fue|con|de|del|la|el|su|carro|coche|"
    r"auto|veh[ií]culo|cami[oó]n|conducir|manejar|identidad|identificaci[oó]n|bancaria|consular|"
    r"empleado|oficial|agente|social|elector|mexicano|mexicana)\b\.?|[#:=º°-])){0,5}[\s\"'(:]{0,3}"
)
_NUMBER = (
    r"(?P<value>(?=[A-Z-]{0,8}\d)[A-Z0-9]{1,20}"
    r"(?:-[A-Z0-9]{1,10}){0,5}(?:\s\d{2,6}){0,3})(?![A-Z0-9])"
)
_STREET = (
    r"(?:calle|c/|avenida|av\.?|avda\.?|bulevar|boulevard|blvd\.?|calzada|camino|carretera|callej[oó]n|"
    r"privada|paseo|colonia|col\.|plaza|prolongaci[oó]n|cerrada|ruta)"
)
_NAME = (
    r"(?:\d{1,2}\sde\s)?[^\W\d_][\w'.-]{1,20}"
    r"(?:\s(?:de\s|del\s|la\s|los\s|las\s){0,2}[^\W\d_][\w'.-]{1,20}){0,3}?"
)


def _numbered(words: str, cue: str, kind: Kind, reason: str, digits: int = 4) -> Cue:
    pattern = re.compile(rf"(?:{cue})\b\.?{_LINK}{_NUMBER}", re.I)
    return Cue(cue_words(words), pattern, kind, reason, at_least_digits(digits))


CUES = (
    Cue(
        cue_words("nació nacio nacido nacida fecha f nac cumpleaños cumpleanos día dia"),
        re.compile(
            r"(?:naci[oó]|nacid[oa]s?|fecha\sde\snac(?:imiento|\.)?|f\.?\s?(?:de\s)?nac\.?|nac\.|"
            r"cumplea[ñn]os|d[ií]a(?=[^.;]{0,40}\bnaci))"
            r"(?:[\s:,=-]{0,3}\b(?:es|era|el|en|d[ií]a|la|a[ñn]o|su|de)\b){0,4}[\s:,=(-]{0,4}"
            rf"(?P<value>{_DATE})",
            re.I,
        ),
        Kind.BIRTH_DATE,
        "Follows a Spanish cue for a date of birth.",
    ),
    Cue(
        cue_words("de tiene tenía tenia con unos como aproximadamente edad"),
        re.compile(
            r"(?:de|tiene|ten[ií]a|con|unos|como|aproximadamente|edad)[\s:]{1,2}"
            r"(?:unos\s|como\s|casi\s|aproximadamente\s|de\s){0,2}"
            r"(?P<value>\d{1,3}(?:\s(?:a|o|y)\s\d{1,3})?(?:\sa[ñn]os(?:\sde\sedad)?))(?!\w)",
            re.I,
        ),
        Kind.AGE,
        "An age in Spanish.",
    ),
    _numbered("pasaporte pasaportes", "pasaportes?", Kind.PASSPORT, "Follows the cue pasaporte."),
    _numbered(
        "licencia licencias",
        "licencias?",
        Kind.DRIVER_LICENCE,
        "Follows a Spanish cue for a driver license.",
    ),
    _numbered(
        "gafete credencial empleado placa número numero agente oficial",
        r"gafete|credencial|(?:n[uú]mero\sde\s)?empleado|n[uú]mero\sde\s(?:placa|gafete)|"
        r"(?:agente|oficial)[^\n;\d]{1,40}?placa",
        Kind.BADGE,
        "Follows a Spanish cue for a badge.",
        3,
    ),
    _numbered(
        "placa placas matrícula matricula patente",
        r"placas?|matr[ií]cula|patente",
        Kind.PLATE,
        "Follows a Spanish cue for a plate.",
        2,
    ),
    _numbered(
        "cédula cedula curp rfc ine ife dni nss seguro matrícula matricula",
        r"c[eé]dula|curp|rfc|ine|ife|dni|nss|seguro\ssocial|matr[ií]cula\sconsular",
        Kind.AGENCY_NUMBER,
        "Follows a Spanish cue for the number of a paper.",
    ),
    _numbered(
        "cuenta tarjeta clabe",
        r"cuenta|tarjeta|clabe",
        Kind.ACCOUNT,
        "Follows a Spanish cue for an account.",
    ),
    Cue(
        cue_words("calle c avenida av avda bulevar boulevard blvd calzada camino carretera privada"
                  " callejón callejon paseo plaza prolongación prolongacion cerrada"),
        re.compile(
            rf"(?P<value>{_STREET}\s{_NAME},?\s(?:#\s?|n[uú]m(?:ero)?\.?\s|no\.?\s)?\d{{1,6}}[A-Z]?"
            r"(?:,?\s(?:int(?:erior)?|depto|departamento|apto|apartamento|piso|local)\.?\s#?\w{1,5})?)(?!\w)",
            re.I,
        ),
        Kind.ADDRESS,
        "A street with a number, in Spanish.",
    ),
    Cue(
        cue_words("número numero núm num no"),
        re.compile(
            rf"(?P<value>(?:n[uú]m(?:ero)?|no)\.?\s\d{{1,6}}[A-Z]?\sde\s(?:la\s)?{_STREET}\s{_NAME})"
            r"(?=[\s,.;]|$)",
            re.I,
        ),
        Kind.ADDRESS,
        "A number in a street, in Spanish.",
    ),
)  # fmt: skip
