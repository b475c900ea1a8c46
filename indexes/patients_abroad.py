"""How French, Spanish and Portuguese speak of patients and of whom something is not for, as patterns. Data.

They stand beside the English ones in what finds groups of patients and whom a text leaves out.
"""

GROUPS = {
    "adults": r"adultes?|adult[oa]s?|hommes?|femmes?|hombres?|mujer(?:es)?|homens?|homem|mulher(?:es)?",
    "children": (
        r"enfants?|nourrissons?|nouveau-n[ée]s?|b[ée]b[ée]s?|garçons?|fillettes?|niñ[oa]s?"
        r"|reci[ée]n nacid[oa]s?|crianças?|rec[ée]m-nascid[oa]s?|lactentes?|menin[oa]s?"
    ),
    "pregnant": r"enceintes?|grossesses?|embaraz(?:adas?|o)|gestantes?|gr[áa]vidas?|gravidez",
    "breastfeeding": r"allait(?:antes?|ement)|lactancia|amamenta(?:ção|m)",
}
"""By group: its words."""

EXCEPT = r"sauf|except[ée]e?s?|à l[’']exception d[eu]s?|excepto|salvo|exceto|à exceção d[eao]s?"
"""What follows is left out, to the end of the clause."""

FORBIDS = (
    r"contre-?\s?indiqu[ée]e?s?|contraindicad[oa]s?|contra-?indicad[oa]s?"
    r"|ne (?:pas|jamais) (?:donner|administrer|utiliser|prescrire)"
    r"|ne (?:doi(?:t|vent)|peu(?:t|vent)) (?:pas|jamais)|(?:n[’']est|ne sont) pas (?:recommand|indiqu)[ée]e?s?"
    r"|(?:est|sont) à éviter|éviter (?:chez|pendant)"
    r"|no (?:se )?(?:debe |puede )?(?:dar|administrar|usar|utilizar|recomienda)(?:se)?|evitar (?:en|durante)"
    r"|n[ãa]o (?:se )?(?:deve |pode )?(?:dar|administrar|usar|utilizar)|n[ãa]o (?:é|s[ãa]o) recomendad[oa]s?"
)
"""The sentence speaks of who must not have something."""
