"""Find the words of the Spanish list in a sentence, and group them into phrases.

In Spanish the trait follows its noun: "un hombre sirio" is a person, "un restaurante sirio" is a
thing that plays no part, and "placas sirias" say nothing of anybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from privacy.attributes.context import words_in
from privacy.attributes.lexicon import Form
from privacy.attributes.matching import Found
from privacy.attributes.mentions import Attribute
from privacy.attributes.phrases import LETTERS
from privacy.attributes.spanish.words import Entry, entries
from privacy.attributes.tokens import Token

PERSONS = words_in(
    "senor senora senores senoras sujeto sujetos individuo individuos persona personas muchacho "
    "muchacha muchachos muchachas chico chica chicos chicas nino nina ninos ninas tipo tipos "
    "tipa "
    "familia familias vecino vecina vecinos vecinas sospechoso sospechosa sospechosos conductor "
    "conductora chofer cliente clienta clientes pasajero pasajera pasajeros estudiante "
    "estudiantes "
    "alumno alumna alumnos trabajador trabajadores empleado empleada empleados maestro maestra "
    "doctor doctora enfermera enfermero dueno duena esposo esposa primo prima abuelo abuela "
    "inquilino inquilina inquilinos pareja pandilla gente grupo vendedor vendedora cajero cajera "
    "jornalero jornaleros obrero obreros companero companera agente oficial guardia amigo amiga "
    "senorita caballero repartidor mesero mesera turista turistas bebe madre padre hijo hija "
    "comunidad poblacion victima testigo ladron ladrones atacante joven jovenes"
)
REPORTERS = words_in(
    "llamante llamantes testigo testigos denunciante informante reportante quejoso quejosa "
    "interprete traductor traductora"
)
OFFICERS = words_in(
    "agente agentes oficial oficiales detective guardia guardias policia patrullero"
)
VICTIMS = words_in("victima victimas agredido agredida")
_INSTITUTIONS = words_in(
    "restaurante tienda panaderia carniceria mercado consulado embajada club escuela negocio "
    "centro taqueria farmacia bar cafe salon fonda puesto hotel lavanderia peluqueria barrio"
)
_THINGS = words_in(
    "placas placa bandera banderas comida musica cerveza carro coche camioneta troca auto moneda "
    "billetes pasta cafe te salsa queso pantalon camisa gorra chamarra sudadera mochila bolsa "
    "caja furgoneta van camion moto pared puerta humo polvo perro gato pelo cabello barba ojos "
    "zapatos botas tenis guantes sombrero lentes vestido falda sobre papel pintura hora lista "
    "casa edificio fibra vino luna seda tinta cinta playera bandana cubrebocas"
)
_ARTICLES = words_in("un una el la los las unos unas otro otra ese esa esos esas dos tres cuatro")
_COPULAS = words_in(
    "es era son eran fue parece parecia parecian parecen soy somos ser siendo ve veia estaba "
    "sea eres sean"
)
_AFTER = words_in(", . ; : ! ? ) y o que con en de por para como pero ni ahi aqui") | {
    "",
    '"',
    "\n",
}
_SPEAK = words_in("habla hablaba hablan hablaban hablo hablando idioma lengua")
_WRITTEN = words_in("en del al de interprete traduccion traducido escrito")
_SPOKEN_NEAR = _SPEAK | words_in(
    "dijo grito gritaba decia escribio escrito escrita traducido acento"
)
_INSULTING = words_in("pinche pinches maldito malditos puto putos cochino cochinos por de a") | {
    '"'
}
_CALLED = words_in("dicen alias apodado apodada conocido conocida llaman apodo")
_JOINS = words_in(", y o de muy como unos unas raza tez piel color origen - / mas entre")
_PERSONAL = frozenset({Form.PEOPLE, Form.PERHAPS, Form.HEADS, Form.AGES, Form.CODES})
_ABOUT = words_in(
    "de unos unas como tiene tenia aproximadamente edad , casi y a entre - tengo aprox"
)
_NO_AGE = words_in("hace durante desde por dentro lleva llevan condena")
_NUMBERS = words_in(
    "diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve veinte "
    "treinta "
    "cuarenta cincuenta sesenta setenta ochenta noventa veintiun veinticinco"
)
_GOING_ON = {(Form.PLACES, Form.PEOPLE), (Form.TRAITS, Form.LANGUAGES)}


@dataclass(frozen=True, slots=True)
class Group:
    """A phrase: its tokens from `begin` with the noun before it, its letter, what it holds."""

    begin: int
    first: int
    last: int
    letter: str
    found: tuple[Found, ...]


class Words:
    """The tokens of a text; outside of a sentence stands nothing."""

    def __init__(self, tokens: Sequence[Token], first: int, last: int) -> None:
        self.tokens, self.first, self.last = tokens, first, last

    def at(self, place: int) -> str:
        """Return the folded word at a place of the sentence, or ""."""
        return self.tokens[place].word if self.first <= place < self.last else ""


def find(words: Words) -> list[Found]:
    """Find every entry that counts where it stands, in order; none overlaps another."""
    found: list[Found] = []
    place = words.first
    while place < words.last:
        best = _age(words, place) or _entry(words, place, found)
        if best is not None:
            found.append(best)
        place = best.last if best else place + 1
    return found


def _entry(words: Words, place: int, found: Sequence[Found]) -> Found | None:
    for entry in entries().get(words.at(place), ()):
        last = place + len(entry.words)
        if all(words.at(place + step) == word for step, word in enumerate(entry.words)):
            form = _form(words, place, last, entry, found)
            if form is not None:
                is_spoken = form is Form.LANGUAGES
                attribute = Attribute.LANGUAGE if is_spoken else entry.attribute
                return Found(place, last, attribute, form)
    return None


def _form(words: Words, first: int, last: int, entry: Entry, found: Sequence[Found]) -> Form | None:
    """Return how an entry is used where it stands; None if it says nothing of anybody."""
    before = words.at(first - 1)
    if entry.form is Form.LANGUAGES:
        return Form.LANGUAGES if _is_spoken(words, first) else None
    if entry.form is Form.SLURS:
        return Form.SLURS if before in _ARTICLES | PERSONS | _INSULTING else None
    if entry.form is Form.PERHAPS:
        is_said = _is_of_a_person(words, first, last, found)
        return Form.PEOPLE if is_said else None
    if entry.form is Form.PEOPLE and len(entry.words) == 1:
        if _is_spoken(words, first) and before not in {"de", "del", "al"}:
            return Form.LANGUAGES
        if before in _INSTITUTIONS:
            return Form.THINGS
        return None if before in _THINGS or _is_a_nickname(words, first) else Form.PEOPLE
    return entry.form


def _is_spoken(words: Words, first: int) -> bool:
    before = words.at(first - 1)
    if before in _SPEAK or before == "acento" or words.at(first - 2) in _SPEAK:
        return True
    near = {words.at(first - step) for step in range(2, 6)}
    return before in _WRITTEN and bool(near & _SPOKEN_NEAR)


def _is_a_nickname(words: Words, first: int) -> bool:
    """Tell whether somebody is called so ("le dicen el Chino")."""
    near = {words.at(first - step) for step in range(1, 4)}
    return bool(near & _CALLED) and words.tokens[first].is_capital


def _is_of_a_person(words: Words, first: int, last: int, found: Sequence[Found]) -> bool:
    before, following = words.at(first - 1), words.at(last)
    if before in PERSONS or before in {"raza", "tez", "piel"}:
        return True
    is_beside = bool(found) and found[-1].last >= first - 2 and found[-1].form in _PERSONAL
    if (is_beside and before in _JOINS | _COPULAS) or (found and found[-1].last == first):
        return True
    if before in _COPULAS and following in _AFTER:
        return words.at(first - 2) not in _THINGS
    return before in _ARTICLES and following in _AFTER


def _age(words: Words, place: int) -> Found | None:
    """Return the age that begins here ("de unos [40 años]")."""
    word, before = words.at(place), words.at(place - 1)
    if not (word in _NUMBERS or (word.isdigit() and len(word) < 4)) or before not in _ABOUT:
        return None
    last = place + 1
    if words.at(last) in {"a", "o", "y", "-"} and (
        words.at(last + 1).isdigit() or word in _NUMBERS
    ):
        last += 2
    if {words.at(place - 2), words.at(place - 3)} & _NO_AGE:
        return None
    if words.at(last) == "anos":
        return Found(place, last + 1, Attribute.AGE, Form.AGES)
    is_bare = before == "de" and words.at(place - 2) == "como"
    return Found(place, last, Attribute.AGE, Form.AGES) if is_bare else None


def group(words: Words, found: Sequence[Found]) -> list[Group]:
    """Group the mentions of a sentence into phrases, each with the noun before it."""
    groups: list[Group] = []
    place = 0
    while place < len(found):
        together = _together(words, found, place)
        place += len(together)
        first, last = together[0].first, together[-1].last
        letter = _letter(words, together)
        has_noun = letter == "K" or (letter in "JY" and words.at(first - 1) in PERSONS)
        letter = "P" if has_noun and letter == "J" else letter
        groups.append(Group(first - has_noun, first, last, letter, tuple(together)))
    return groups


def _together(words: Words, found: Sequence[Found], place: int) -> list[Found]:
    together = [found[place]]
    for mention in found[place + 1 :]:
        between = [words.at(each) for each in range(together[-1].last, mention.first)]
        is_near = len(between) <= 3 and all(word in _JOINS for word in between)
        is_kind = mention.form in _PERSONAL and together[0].form in _PERSONAL
        goes_on = not between and (together[0].form, mention.form) in _GOING_ON
        if not is_near or not (is_kind or goes_on):
            break
        together.append(mention)
    return together


def _letter(words: Words, together: Sequence[Found]) -> str:
    forms = {each.form for each in together}
    if Form.LANGUAGES in forms:
        return "G"
    if together[0].form in LETTERS:
        return LETTERS[together[0].form]
    if forms == {Form.AGES}:
        return "Y"
    if forms == {Form.HEADS}:
        return "H"
    before = words.at(together[0].first - 1)
    return "P" if Form.HEADS in forms or before in _ARTICLES | PERSONS else "J"
