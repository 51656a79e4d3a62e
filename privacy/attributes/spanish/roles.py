"""What a phrase does in a Spanish sentence: rules in order over the masked sentence.

The letters are those of `privacy.attributes.phrases`; besides, a person without a trait is "n",
whoever reports is "c", an officer "g", a victim "v", a number "#". "@" stands before the phrase in
question. No rule names a word of the list. The words are our own collection, folded.
"""

import re
from functools import cache

from privacy.attributes.mentions import Role
from privacy.attributes.rules import Rule

_HARM = (
    r"\b(?:amenaz\w+|atac\w+|quem\w+|incendi\w+|dispar\w+|golpe\w+|insult\w+|mat(?:ar\w*|o|aron|"
    r"en|a)|"
    r"apunal\w+|vandaliz\w+|agred\w+|empuj\w+|escup\w+|acos\w+|persegu\w+|persigui\w+|explot\w+|"
    r"volar|"
    r"bombas?|odi\w+|muer\w+|morir\w*|rompi\w+ los vidrios|pintar\w* |pintaron|pinto|"
    r"esvastic\w+|grit\w+|"
    r"aventar\w*|aventaron|lanz\w+|tir(?:o|aron) (?:piedra|botella)\w*|arroj\w+|linch\w+|viol\w+|"
    r"acab(?:ar|en) con|extermin\w+|elimin\w+|larg(?:u\w+|a\w+)|fuera|corten|colg\w+|ahorc\w+|"
    r"balac\w+|"
    r"balea\w+|dan(?:o|aron|ar)|destru\w+|destroz\w+|burl\w+|escrib\w+|deport\w+ a todos|"
    r"pegar\w*|patear\w*|"
    r"pateo|rifle|maldit\w+|pinche\w*)\b"
)
_HARMED = (
    r"(?:fue|fueron|ha sido|han sido|habia sido|era|recib\w+|amaneci\w+|encontr\w+|sufri\w+|"
    r"le |les |lo |la )"
)
_CAUSE = (
    r"(?:porque|ya que|puesto que|pues|debido a|a causa de|solo por|nada mas por|por ser|"
    r"por(?= su| el| la| ser| verse| llevar))"
)
_IS = (
    r"(?:es|era|son|eran|parece\w*|parecia\w*|se (?:ve|veia)\w*|ser|verse|estaba|tiene|tenia|"
    r"trae|traia|lleva\w*|usa\w*|habla\w*)"
)
_UNEASE = (
    r"\b(?:sospech\w+|rar[oa]s?|miedo|nervios\w*|desconf\w+|mala espina|inquiet\w+|extran[oa]s?|"
    r"preocup\w+|"
    r"incomod\w+|no (?:es|son) de (?:aqui|por aqui)|fuera de lugar|llam\w+|revis\w+|investig\w+|"
    r"algo traman?|en algo|susto|asust\w+|peligros\w*|terrorist\w*|que lo quiten|policia|"
    r"nada mas|basta)\b"
)
_CONDUCT = (
    r"\b(?:cort\w+|forz\w+|romp\w+|rob\w+|mochila|brinc\w+|salt\w+|escap\w+|huy\w+|corri\w+|"
    r"dej\w+ (?:una?|el|la)|"
    r"entr\w+ (?:sin|con|por)|cerca|candado|cuchillo|pistola|arma\w*|gasolina|pregunt\w+|"
    r"midi\w+|escond\w+|"
    r"falsas?|falsos?|dron|cables?|gafete|palanca|avent\w+|sac(?:o|aron|ar) (?:un|una|el|la|"
    r"cable)|quit(?:o|aron)|"
    r"met(?:io|erse|ieron)|iman|llenab\w+|tambos|abri\w+|trep\w+|empuj\w+|vendi\w+|compr\w+|"
    r"prend\w+|"
    r"planos|robad\w+|fuego|explosiv\w+|alarma|camaras?|bomba|tanque|valvula|subestacion|"
    r"cerradura|"
    r"machete|rifle|amenaz\w+|siguio|seguia|vigil\w+|apunt\w+|huyo|se fue en|paquete al|tubo|"
    r"quimic\w+)\b"
)
_TELLS = (
    r"(?:(?:me|nos|le|les|lo) )?(?:dijo|dice|vio|escucho|oyo|reporto|senalo|aviso|conto|informo|"
    r"noto|escribio|mostro|entrego|"
    r"enseno|relato|declaro|menciono|llamo|dio|vieron|avisaron)"
)
_MINE = r"(?:mi|mis|nuestro|nuestra|nuestros|nuestras)"


def _rules(role: Role, reason: str, *patterns: str) -> tuple[Rule, ...]:
    return tuple(Rule(role, reason, each) for each in patterns)


_TARGETS = _rules(
    Role.TARGET,
    "The act or the threat is aimed at it.",
    r"@X",
    rf"{_HARM}[^.;]{{0,60}}\b(?:por ser|por|porque \w+|de) (?:un |una )?@[PJSGT]",
    rf"{_HARM}[^.;,]{{0,50}} (?:a|al|contra|en|de|del|sobre|hacia|el|la|los|las|con los|con las) "
    r"(?:(?:el|la|los|las|un|una|unos|unas|todos|todas|dos|tres|#|bar|puerta|pared|casa|vidrios|"
    r"edificio|comunidad|n|entrada|fachada) (?:de |del )?){0,4}@[PJHLSAK]",
    r"@[PJLSAK][^.;]{0,40}\b(?:fue|fueron|recib\w+|amaneci\w+|encontr\w+|sufri\w+)\b[^.;]{0,50}"
    rf"{_HARM}",
    rf"@[PJL] (?:que |, )?(?:fue|fueron|ha sido|han sido|recibio|"
    rf"recibieron) [^.;]{{0,30}}?{_HARM}",
    rf"@L[^.;]{{0,40}}\b(?:dijo|dijeron|decia\w*|que iba\w*|iban a|para)\b[^.;]{{0,40}}{_HARM}",
    rf'"[^"]*{_HARM}[^"]*@[PJLSAK]',
    rf'"[^"]*@[PJLSAK][^"]*{_HARM}',
    r"\b(?:quit|arranc|jal|arrebat)\w+ (?:el|la|su) @S",
    r"\b(?:en contra de|contra|odio a|muerte a|mueran|fuera) (?:el |la |los |las |"
    r"todos )*@[PJLSAKH]",
    rf"\bv(?: es| era| ,)? (?:un |una )?@[PJ][^.]{{0,90}}{_HARM}",
    r"@[PJL][^.;,]{0,30}\b(?:amenaz\w+|agredid\w+|golpead\w+|atacad\w+|quemad\w+|"
    r"vandalizad\w+|baleada?)\b",
)
_NEAR_TARGETS = _rules(
    Role.TARGET,
    "Somebody watched it, recorded it or asked about it.",
    r"\b(?:fotos|fotograf\w+|video|grab\w+|vigil\w+|mir\w+|planos|horarios?|cuantos guardias|"
    r"entradas|pregunt\w+|"
    r"salidas|dron|mochila|paquete sospechoso|gasolina|arma)\b[^.;,]{0,50} @L",
)
_OWN = _rules(
    Role.IRRELEVANT,
    "It is about the one who reports, or it is said to play no part.",
    r"\b(?:soy|somos|yo ,? ?(?:que )?soy) (?:un |una )?@[PJYHS]",
    rf"\b{_MINE} (?:n )?(?:, )?(?:que es |de )?@[PJYG]",
    rf"\b{_MINE} n ,? ?(?:es|era|habla|tiene) @[PJYG] (?:y|,) {_TELLS} (?:que|a|como|cuando|por|"
    rf"un|una)\b",
    r"\bc(?: ,| que| es| era| \(|(?: \w+){1,2} ,){0,3} (?:que )?(?:es |era |"
    r"habla )?(?:una? )?@[PJYGH]",
    r"\bn que llama ,? ?(?:que )?(?:es|era)? ?@[PJY]",
    r"\bg ?(?:\w+ )?,? ?(?:que )?(?:es |habla |hablaba )?@[PJYG]",
    r"\b(?:interprete|traduc\w+|linea de idiomas|declaracion) (?:de |del |en |al )?@G",
    rf"@[PJY](?: ,)?(?: (?:de|del|que|en)(?: la| el| los)?(?: (?!es|era|cort|entr|"
    rf"rob)\w+){{1,2}})?(?: ,)? (?:que )?{_TELLS} "
    r"(?:que |por |el |la |un |una |dos |al |los |lo |donde |a (?:un|una|dos|los|n))",
    r"\b(?:estabamos|saliamos|ibamos|fui|fuimos|salimos|salia|veniamos|venia|despues de|"
    r"antes de) "
    r"[^.;,]{0,25}@A",
    r"\b(?:no importa|sin importar|aparte de) [^.;]{0,20}@[PJT]",
)
_CAUSES = _rules(
    Role.BASIS,
    "The sentence gives it as the cause of suspicion.",
    rf"\b{_CAUSE} (?:que )?(?:\w+ ){{0,4}}?{_IS} (?:un |una |muy |de |en |puro |puros |"
    rf"como )*@[JPYSGT]",
    rf"\b{_CAUSE} (?:ser )?(?:su |sus |el |la |un |una )?(?:\w+ ){{0,2}}@[JPSGT]",
    r"\b(?:tipico|tipica|tipicos) de (?:los |las |esos |esa |un )*@[PJ]",
    r"\b(?:como (?:son|todos)|ya sab\w+ como son|asi son|puros|esos|tantos|muchos|"
    r"demasiados) (?:los |las )?@[PJ]",
    r"@[PJ] (?:siempre|todos|nunca|son asi)\b",
    r"@[PJSGYT] ?,? (?:y )?(?:por eso|asi que|por lo que|y con eso|con eso|eso basta|y eso)\b",
    r"@[PJSGT][^.;]{0,30},? (?:de seguro|seguro que|seguramente|ha de|han de|quien sabe|"
    r"para mi que)\b",
    r"\blo unico (?:\w+ ){0,5}(?:es|era)(?: que)?(?: \w+){0,2} @[PJSGT]",
    r"\b(?:sospech\w+|desconf\w+|miedo|mala espina|nervios\w*|inquiet\w+|alarm\w+)\b[^.;]{0,40}"
    r"\b(?:por|porque|de|al ver|ver|de que|a)\b[^.;]{0,40}@[PJSGT]",
    r"@[PJSGT]\b[^.;]{0,70}\b(?:me|nos|le|les) (?:dio|dieron|da|puso|hizo) (?:mucha |mucho |"
    r"mala )?"
    r"(?:desconfianza|miedo|espina|nervios\w*|susto|sospech\w+)",
    r"@[PJSGT] (?:se me hace|se me hizo|me parecio|es|era) (?:muy )?(?:sospechos\w+|rar\w+)",
    r"\b(?:se quej\w+|molest\w+|queja)\b[^.;]{0,40}\b(?:es|era|son|sea)\b (?:un |una )?@[PJ]",
)
_FOR_ACTS = (*_TARGETS, *_OWN)
_FOR_PLACES = (*_TARGETS, *_NEAR_TARGETS, *_CAUSES)
_FOR_PERSONS = (*_TARGETS, *_OWN, *_CAUSES)
_NO_REASON = "The words tell unease and no behavior."
_SAID = "It says which person is meant."
_LAWFUL = "It is lawful by itself and needs further articulable facts."
_NO_PART = "The words around it say nothing of it."


def tells_unease_alone(narrative: str) -> bool:
    """Tell whether a masked narrative tells unease and no behavior."""
    return not re.search(_CONDUCT, narrative) and re.search(_UNEASE, narrative) is not None


def decide(marked: str, *, is_uneasy: bool) -> tuple[Role, str]:
    """Decide the phrase behind "@" of a masked sentence; `is_uneasy` tells unease alone around."""
    letter = marked[marked.index("@") + 1]
    if letter in "AK":
        rule = _first(_FOR_ACTS, marked)
        usual = (Role.LAWFUL_ACTIVITY, _LAWFUL) if letter == "A" else (Role.IRRELEVANT, _NO_PART)
        return (rule.role, rule.reason) if rule else usual
    if letter == "L":
        rule = _first(_FOR_PLACES, marked)
        return (rule.role, rule.reason) if rule else (Role.IRRELEVANT, _NO_PART)
    if letter == "H":
        return Role.DESCRIPTION, _SAID
    rule = _first(_FOR_PERSONS, marked)
    if rule is not None:
        return rule.role, rule.reason
    if letter == "T":
        return Role.IRRELEVANT, _NO_PART
    if is_uneasy:
        return Role.BASIS, _NO_REASON
    return Role.DESCRIPTION, _SAID


def _first(rules: tuple[Rule, ...], marked: str) -> Rule | None:
    letter = marked[marked.index("@") + 1]
    return next((each for each in _order(rules, letter) if each.fits(marked)), None)


@cache
def _order(rules: tuple[Rule, ...], letter: str) -> tuple[Rule, ...]:
    """Return the rules without those that can never fit a letter."""
    return tuple(each for each in rules if each.may_fit(letter))
