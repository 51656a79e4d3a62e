"""Latin letters for names that a source writes in Cyrillic, Greek, Armenian or Georgian ones."""

_TABLES = (
    "а a б b в v г g д d е e ё yo ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х kh"
    " ц ts ч ch ш sh щ shch ъ _ ы y ь _ э e ю yu я ya і i ї yi є ye ґ g ѓ gj ј j љ lj њ nj ќ kj"
    " џ dzh ѕ dz",
    "α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch"
    " ψ ps ω o ά a έ e ή i ί i ό o ύ y ώ o ϊ i ϋ y ΐ i ΰ y",
    "ա a բ b գ g դ d ե e զ z է e ը y թ t ժ zh ի i լ l խ kh ծ ts կ k հ h ձ dz ղ gh ճ ch մ m յ y ն n"
    " շ sh ո o չ ch պ p ջ j ռ r ս s վ v տ t ր r ց ts ւ u փ p ք k օ o ֆ f և ev",
    "ა a ბ b გ g დ d ე e ვ v ზ z თ t ი i კ k ლ l მ m ნ n ო o პ p ჟ zh რ r ს s ტ t უ u ფ p ქ k ღ gh"
    " ყ q შ sh ჩ ch ც ts ძ dz წ ts ჭ ch ხ kh ჯ j ჰ h",
)
_LETTERS: dict[str, str] = {}
for _table in _TABLES:
    _parts = _table.split()
    _LETTERS.update(zip(_parts[::2], _parts[1::2], strict=True))


def romanize(name: str) -> str:
    """Write a name in Latin letters; one that holds other letters still is left as it is."""
    if name.isascii() or not any(letter in _LETTERS for letter in name.lower()):
        return name
    latin = "".join(_LETTERS.get(letter, letter) for letter in name.lower()).replace("_", "")
    return latin.title()
