"""A trie of spellings: what may follow what was written of one so far. Pure."""

from collections.abc import Iterable


class Trie:
    """A node of a trie; the root stands before the first character."""

    __slots__ = ("_children", "is_end")

    def __init__(self, spellings: Iterable[str] = ()) -> None:
        """Make the root of a trie of these spellings; an empty one counts as none."""
        self._children: dict[str, Trie] = {}
        self.is_end = False
        """Whether a spelling ends here."""
        for spelling in spellings:
            if spelling:
                self._add(spelling)

    def next(self, character: str) -> "Trie | None":
        """Return the node behind this one's `character`, or None if no spelling goes on with it."""
        return self._children.get(character)

    def walk(self, text: str) -> "Trie | None":
        """Return the node behind `text`, or None if no spelling begins with it here."""
        node: Trie | None = self
        for character in text:
            node = node.next(character) if node else None
        return node

    @property
    def characters(self) -> frozenset[str]:
        """The characters that spellings go on with."""
        return frozenset(self._children)

    def _add(self, spelling: str) -> None:
        node = self
        for character in spelling:
            node = node._children.setdefault(character, Trie())
        node.is_end = True
