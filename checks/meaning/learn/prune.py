"""Keeps the pieces that spoken Chinese needs: 250,002 become about 15,000, the file 85 MB less."""

from collections.abc import Iterable
from pathlib import Path

from checks.meaning.blocks import Blocks
from checks.meaning.folder import write_vocabulary, write_words
from checks.meaning.learn.example import Example
from checks.meaning.learn.source import WIDTH, Source
from checks.meaning.pairs import plain
from checks.meaning.tokens import UNK, Tokenizer

# Words of spoken Cantonese, Min and Wu that GB2312 cannot write; customers and agents use them.
_DIALECT = "冇嘅咁佢哋喺啲嗰咩嚟攞揾乜嘢嘥睇啱喇噉瞓俾唔冧咗孬侬唻嘞欸诶嗯呃噢喔哒嘚呗嗐囖"
_MARKS = "、。《》“”‘’·—…￥×℃％"


def prune(source: Source, examples: Iterable[Example], out: Path) -> tuple[Tokenizer, Blocks]:
    """Write the kept vocabulary and word vectors into the model folder `out`."""
    kept = kept_pieces(source, (plain(text) for e in examples for text in (e.before, e.text)))
    pieces = [source.pieces[at] for at in kept]
    scores = [float(source.scores[at]) for at in kept]
    normaliser = kept_normaliser(source, kept)
    whole = source.blocks("emb.word", WIDTH)
    table = Blocks(whole.scales[kept], whole.nibbles[kept])
    write_vocabulary(out, pieces, scores, normaliser)
    write_words(out, table)
    return Tokenizer(pieces, scores, normaliser), table


def kept_pieces(source: Source, texts: Iterable[str]) -> list[int]:
    """Ids of the pieces to keep, marks of begin, end and the like first.

    Of Latin pieces and numerals only those of one or two characters and what `texts` use stay.
    """
    tokenizer = Tokenizer(source.pieces, source.scores.tolist(), source.normaliser)
    used = {piece for text in texts for piece in tokenizer.encode(text)}
    return [
        at
        for at, piece in enumerate(source.pieces)
        if at <= UNK or at in used or _written_here(piece.lstrip("\u2581"))
    ]


def kept_normaliser(source: Source, pieces: Iterable[int]) -> dict[str, str]:
    """Replacements that lead to characters which some kept piece writes."""
    known = set("".join(source.pieces[at] for at in pieces)) | {" "}
    return {old: new for old, new in source.normaliser.items() if set(new) <= known}


def _written_here(piece: str) -> bool:
    if piece.isascii():
        return len(piece) <= 2 and piece == piece.lower()
    return all(_chinese(character) for character in piece)


def _chinese(character: str) -> bool:
    if character in _DIALECT or character in _MARKS or character.isascii():
        return not character.isupper()
    return "\u4e00" <= character <= "\u9fff" and _in_gb2312(character)


def _in_gb2312(character: str) -> bool:
    """Simplified characters; the layer reads simplified text only."""
    try:
        return bool(character.encode("gb2312"))
    except UnicodeEncodeError:
        return False
