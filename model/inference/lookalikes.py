"""Letters and signs that pass for Latin letters, read as those."""

import unicodedata

from model.domain.spelling import fold

_SIGNS = dict(zip("0134579@$!|€", "oieastgasiie", strict=True))
_CYRILLIC = {
    "\u0430\u0410": "a",
    "\u0432\u0412": "b",
    "\u0441\u0421": "c",
    "\u0501": "d",
    "\u0435\u0415": "e",
    "\u0261": "g",
    "\u041d\u04bb\u043d": "h",
    "\u0456\u0406\u04cf\u04c0": "i",
    "\u0458\u0408": "j",
    "\u043a\u041a": "k",
    "\u043c\u041c": "m",
    "\u0438\u0418": "n",  # a mirrored N
    "\u043e\u041e": "o",
    "\u0440\u0420": "p",
    "\u051b": "q",
    "\u0433": "r",
    "\u0455\u0405": "s",
    "\u0442\u0422": "t",
    "\u0475\u0474": "v",
    "\u051d\u0448\u0428": "w",
    "\u0445\u0425": "x",
    "\u0443\u0423\u04af\u04ae": "y",
}
_GREEK = {
    "\u03b1\u0391": "a",
    "\u03b2\u0392": "b",
    "\u03f2": "c",
    "\u03b5\u0395\u03be": "e",
    "\u0397": "h",
    "\u03b9\u0399": "i",
    "\u03ba\u039a": "k",
    "\u039c": "m",
    "\u03b7\u039d": "n",
    "\u03bf\u039f\u03c3": "o",
    "\u03c1\u03a1": "p",
    "\u03c4\u03a4": "t",
    "\u03c5": "u",
    "\u03bd": "v",
    "\u03c9": "w",
    "\u03c7\u03a7": "x",
    "\u03b3\u03a5": "y",
    "\u0396": "z",
}
_OTHERS = str.maketrans(
    _SIGNS
    | {
        letter: latin
        for script in (_CYRILLIC, _GREEK)
        for letters, latin in script.items()
        for letter in letters
    }
)
_ALIKE = str.maketrans({"q": "g", "l": "i", "y": "i", "v": "u", "w": "uu"})


def fold_disguised(name: str) -> str:
    """Fold a name after replacing signs and letters of other scripts by what they look like."""
    if name.isascii() and name.replace("-", "").isalpha():  # nothing to replace
        return fold(name)
    return fold(unicodedata.normalize("NFKD", name).translate(_OTHERS))


def skeleton(folded: str) -> str:
    """Make Latin letters equal that pass for each other: q and g; i, l and y; v and u; w and vv.

    Two spellings look alike if their skeletons are equal.
    """
    return folded.translate(_ALIKE)
