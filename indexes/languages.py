"""The languages that a set may be in, as data: their names, and the words of each that say nothing by themselves.

A language is here if tantivy stems it by Snowball. Function words come from tantivy's own lists where it has one; those
written here, without accents, are what its lists lack: words that ask, and words that an accent keeps from its list.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from indexes.errors import LibraryError

ENGLISH = "en"
"""The language of a set that declares none."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language whose words can be searched by their stems."""

    code: str
    """ISO 639-1."""
    name: str
    """In English, as tantivy calls it too but for the capital."""
    stop_words: bool = True
    """Whether tantivy has a list of its function words."""


LANGUAGES = {
    language.code: language
    for language in (
        Language("ar", "Arabic", stop_words=False),
        Language("da", "Danish"),
        Language("de", "German"),
        Language("el", "Greek", stop_words=False),
        Language("en", "English"),
        Language("es", "Spanish"),
        Language("fi", "Finnish"),
        Language("fr", "French"),
        Language("hu", "Hungarian"),
        Language("it", "Italian"),
        Language("nl", "Dutch"),
        Language("no", "Norwegian"),
        Language("pt", "Portuguese"),
        Language("ro", "Romanian", stop_words=False),
        Language("ru", "Russian"),
        Language("sv", "Swedish"),
        Language("ta", "Tamil", stop_words=False),
        Language("tr", "Turkish", stop_words=False),
    )
}

_ENGLISH = """about after also any before can could did do does doing done during from get gets give given had
has have he her his how i its long many may me much must my need one our she should so tell than them us use used was we
were what when where which who whom whose why would you your"""
_FRENCH = """a afin ainsi alors apres aussi autre autres avant avoir c ca car ceci cela celle celles celui ceux chaque
chez combien comme comment contre d deja depuis devez devons doit doivent donc donne donner donnez dont du elle elles en
entre est etaient etait etant ete etes etre fait faire faut il ils j jusqu l lequel laquelle lors lorsqu lorsque m mais
meme memes n ni on ont ou par parce pas pendant peut peuvent plus plusieurs pour pourquoi puis puisque qu quand que quel
quelle quelles quels qui quoi s sans sera si soit sont sous sur t tel telle tels tous tout toute toutes tres un une y"""
_SPANISH = """a al ante asi aun aunque cada como con cual cuales cuando cuanta cuantas cuanto cuantos da dan dar de debe
deben deberia debo del desde donde durante e el ella ellas ellos en entre era es esa ese eso esta estan este esto fue ha
hace hacen hacer han hasta hay la las le les lo los mas me mi mientras muy ni no nos o otra otras otro otros para pero
por porque puede pueden puedo que quien quienes se segun ser si sin sobre son su sus tal tambien te tiene tienen toda
todas todo todos tras tu un una unas uno unos y ya"""
_PORTUGUESE = """a ao aos as ate cada com como da dao dar das de dela dele deles depois desde deve devem devo do dos e
ela elas ele eles em entre era essa esse esta estao este eu faz fazer foi ha isso isto ja lhe mais mas me mesmo muito na
nas nao nem no nos o onde os ou para pela pelas pelo pelos pode podem por porque posso quais qual quando quanta quantas
quanto quantos que quem sao se seja sem ser seu seus si so sobre sua suas tal tambem te tem toda todas todo todos um uma
umas uns"""
_ARABIC = """في من على إلى عن مع أن إن أنه أنها ما لا لم لن قد هل كم كيف متى أين لماذا ماذا أي أية هو هي هم هذا هذه
ذلك تلك هؤلاء التي الذي الذين اللذين اللاتي كان كانت يكون تكون أو أم ثم كل بعض غير عند بعد قبل بين حتى إذا إذ لو لكن كما
منذ خلال حيث ليس ليست به بها له لها لهم فيه فيها عليه عليها منه منها إليه إليها عنه عنها يجب يمكن ينبغي و"""

OWN_STOP_WORDS = {
    code: tuple(words.split())
    for code, words in {
        "en": _ENGLISH,
        "fr": _FRENCH,
        "es": _SPANISH,
        "pt": _PORTUGUESE,
        "ar": _ARABIC,
    }.items()
}
"""Words that ask but do not say what for, and function words that tantivy's lists lack."""


def language_of(code: str) -> Language:
    """Return the language of an ISO 639-1 code in any case. Raises LibraryError if words of it cannot be stemmed."""
    found = LANGUAGES.get(code.lower())
    if found is None:
        known = ", ".join(f"{language.code} ({language.name})" for language in LANGUAGES.values())
        raise LibraryError(f"{code!r} is no language that a set can be in; use one of: {known}")
    return found


def check_language(set_name: str, recorded: str, given: str) -> None:
    """Raise LibraryError unless a set is in the language that is asked for, both ISO 639-1 codes."""
    if recorded != language_of(given).code:
        raise LibraryError(
            f"the set {set_name!r} is in {describe_language(recorded)}, not in {describe_language(given)}; "
            "name another set with --set, or ask for no other language"
        )


def find_other_language(recorded: str, tags: Sequence[str]) -> tuple[str, int] | None:
    """Return the language (ISO 639-1) of most of a set's guidelines and their number, if the set is in another.

    `tags` are the guidelines' language tags (BCP 47), one each, "" where unknown. None too if words of that language
    cannot be stemmed.
    """
    counts = Counter(tag.lower().split("-")[0] for tag in tags)
    for code, count in counts.most_common(1):
        if code in LANGUAGES and code != recorded and 2 * count > len(tags):
            return code, count
    return None


def describe_language(code: str) -> str:
    """Return a language as one reads it: "French (fr)"."""
    return f"{language_of(code).name} ({code})"
