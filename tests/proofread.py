#!/usr/bin/env python3
"""Proofreads 10,000 captions of each voice: tests/proofread.py DETOURN [--lang L] [--voice V] [--grammar FILE]…

Asks nothing of detourn but its captions: articles, elision, spacing and spelling are judged by rules and by a
dictionary (hunspell) of their own. Prints a table; exits 1 when a voice repeats itself or anything is wrong.
Names and coinages that hunspell does not know stand in tests/words/, one a line.
"""

import argparse
import collections
import os
import pathlib
import re
import subprocess
import sys

VOICES = ["virtual-factory", "may68", "museum", "instruction", "fumetti", "fumetti_exchange"]
# Those that are symbols of another voice have no files, and may repeat themselves.
SYMBOLS = ["fumetti_exchange"]
DICTIONARIES = {"en": "en_GB,en_US", "fr": "fr"}
RUNS, EACH, DISTINCT = 100, 100, 0.995
WORD = r"[^\W\d_]+(?:[’'-][^\W\d_]+)*"
# Abbreviations, after which a small letter may follow.
SHORT = r"(?<!\b[Nn]o)(?<!\b[Aa]cc)(?<!\b[cpnv])(?<!\bvol)(?<!\b[Ii]nv)(?<!\bcf)"

# What no caption may contain, in any language: name of the fault, pattern.
BOTH = [
    ("symbol", r"[#\[\]{}\\]"),
    ("spaces", r"\s\s|^\s|\s$|\( | \)"),
    ("punctuation", r"\s[,.…]|[,;][^\W\d_]|[^\W\d_]{2}[.…!?:][^\W\d_]|[,;:.]{2}|[!?]\.|,[.!?]"),
    ("capital", r"^[“«‘(]?\s?[a-zà-ÿ]|" + SHORT + r"[.] [a-zà-ÿ]"),
    ("twice", r"(?i)\b(?!nous|vous|had|that|no\b)(" + WORD + r") \1\b(?!-)"),
    ("typewriter", r"[\"']|\.\.\."),
]
OF = {
    "en": [("punctuation", r"\s[;:!?]"), ("typewriter", r"\u202f|[«»]")],
    "fr": [
        ("narrow space", r"(?<![\u202f!?])[;:!?](?!\d)|(?<!\u202f)»|«(?!\u202f)"),
        ("contraction", r"(?i)(?<!-)\b(?:de|à) les?\b(?!-)"),
        ("elision", r"(?i)\bs’(?:elles?|on)\b|(?<!-)\bsi ils?\b"),
    ],
}


def takes_an(word):
    """Whether `an` stands before this word, by its sound."""
    if word[0].isdigit():
        groups = word.split(",")
        return word[0] == "8" or groups[0] in ("11", "18") or len(groups) == 1 and bool(re.fullmatch("1[18]..", word))
    if word.isupper() and word not in ("PIN", "SIM", "LED", "NATO", "UFO", "USEFUL"):
        return word[0] in "AEFHILMNORSX" if len(word) < 4 else word[0] in "AEIOU"
    word = word.lower()
    glides = r"eu|ewe|once|one(?![a-z]*r)|ouija|uni(?!n|m[ap]|d)|unanim|u[bkst][aeiou]|uf[aeiou]|ur[aio]"
    return bool(re.match(r"hour|honest|honou?r|heir", word)) or word[0] in "aeiou" and not re.match(glides, word)


def english(text):
    """Wrong articles."""
    for article, word in re.findall(r"\b([Aa]n?) [“‘(]?(\w[\w,]*)", text):
        if takes_an(word.rstrip(",")) != (len(article) == 2):
            yield "article", f"{article} {word}"


# Beginnings of words with a mute h; every other h is aspirated. (Hunspell cannot tell: it takes `l’hache`.)
MUTE = r"""ha(?:bi(?!t-)|bl|l[eèo]|lluc|ltè|meçon|rmon)|h[eé](?:b(?:dom|ét)|ca|ct|donis|g[eé]m|l[aà]s|lic|lio|llé|m[aio]|pat|
ptag|rb|réd|rés|rit|rmét|rmin|roï|roïne|sit|té|ur[ae]|xa)|hi(?:be|er|lar|ppo|ronde|st|ver)|ho(?:lo|m[mo]|nn|noraire|nore|
noré|noro|norif|r(?:aire|izon|loge|mon|osc|reur|rib|ripil|tens|tic)|spi|stil|stie)|h[ôo](?:pita|te(?!-)|tes|tel)|hôt|
hui(?:l|ss|tr)|hum(?:[ae]i|an|b[lr]|ect|er|eu|id|il|or|us)|hy[a-z]"""
MUTE = re.compile(re.sub(r"\s", "", MUTE))
# Vowels that behave as consonants, and words that are named rather than said.
CLOSED = {"onze", "onzième", "onzièmes", "oui", "ouistiti", "ouistitis", "uhlan", "ululement", "huit", "huitième"}


def elides(word):
    """Whether `le` becomes `l’` before this word."""
    word = word.lower()
    if word[0] == "h":
        return bool(MUTE.match(word))
    return word in ("y", "yeux", "yeuse") or word[0] in "aeiouàâéèêëîïôûùœæ" and word not in CLOSED


def french(text):
    """Elision that is missing or wrong."""
    cut = r"(?i)\b((?:[ldjnstmc]|(?:jus|lors|puis|quoi|quel)?qu)’)(\w+)"
    for stem, word in re.findall(cut, text):
        if not elides(word):
            yield "elision", stem + word
    whole = r"(?i)(?<![-\w])(l[ea]|de|(?:lors|puis|quoi|jus)?que|je|ne|[smt]e|[mts]a|ce) ([^\W\d_]\w*)"
    for stem, word in re.findall(whole, text):
        if elides(word) and (stem.lower(), word.lower()) not in (("la", "une"), ("ce", "à"), ("ce", "en")):
            yield "elision", f"{stem} {word}"
    yield from (("elision", "cet " + word) for word in re.findall(r"(?i)\bcet (\w+)", text) if not elides(word))


def unknown(words, lang, folder):
    """Those words that neither hunspell nor the list knows, whole or without what is elided before them."""
    own = {word for file in pathlib.Path(folder).glob(f"{lang}.txt") for word in file.read_text("utf-8").split()}
    bare = {word: re.sub(r"^(?:\w|\w*qu)’|[’']s?$", "", word, flags=re.I) for word in words}
    new = sorted(word for word in words if not own & {word, word.lower(), bare[word], bare[word].lower()})
    command, env = ["hunspell", "-d", DICTIONARIES[lang], "-i", "UTF-8", "-L"], {**os.environ, "LC_ALL": "C.UTF-8"}
    run = subprocess.run(command, input="\n".join(new).replace("’", "'"), env=env, stdout=subprocess.PIPE, encoding="utf-8", check=True)
    return {word.replace("'", "’") for word in run.stdout.split("\n") if word}


def proofread(captions, lang, folder):
    """Every fault of these captions: kind, what is wrong, where."""
    patterns = [(kind, re.compile(pattern)) for kind, pattern in BOTH + OF[lang]]
    judge = {"en": english, "fr": french}[lang]
    strange = unknown({word for text in captions for word in re.findall(WORD, text)}, lang, folder)
    # Turns of an exchange are sentences of their own.
    for text in (turn for caption in captions for turn in caption.split(" // ")):
        for kind, pattern in patterns:
            if hit := pattern.search(text):
                yield kind, hit.group(0), text
        yield from ((kind, what, text) for kind, what in judge(text))
        yield from (("word", word, text) for word in strange.intersection(re.findall(WORD, text)))


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("detourn")
    ask.add_argument("--lang", action="append", choices=DICTIONARIES)
    ask.add_argument("--voice", action="append", choices=VOICES)
    ask.add_argument("--grammar", action="append", default=[], help="passed on")
    ask.add_argument("--words", default=str(pathlib.Path(__file__).parent / "words"), help="folder of word lists")
    args = ask.parse_args()
    extra, failed = [word for file in args.grammar for word in ("--grammar", file)], False
    print(f"{'language':9}{'voice':17}{'captions':>9}{'distinct':>9}{'share':>9}{'faults':>8}")
    for lang in args.lang or DICTIONARIES:
        for voice in args.voice or VOICES:
            said = []
            for seed in range(RUNS):
                kind = "--symbol" if voice in SYMBOLS else "--voice"
                command = [args.detourn, "captions", "-n", str(EACH), kind, voice, "--lang", lang]
                run = subprocess.run([*command, "--seed", str(seed), *extra], stdout=subprocess.PIPE, check=True)
                said += run.stdout.decode("utf-8").splitlines()
            kinds = collections.defaultdict(dict)
            for kind, what, text in proofread(sorted(set(said)), lang, args.words):
                kinds[kind].setdefault(what, text)
            distinct, faults = len(set(said)), sum(map(len, kinds.values()))
            short = voice not in SYMBOLS and distinct < DISTINCT * RUNS * EACH
            failed |= short or faults > 0
            share, few = distinct / len(said), "  too few" if short else ""
            print(f"{lang:9}{voice:17}{len(said):9}{distinct:9}{share:9.2%}{faults:8}{few}")
            for kind, hits in sorted(kinds.items()):
                print(f"    {kind}: {len(hits)}")
                for what, text in sorted(hits.items())[:12]:
                    print(f"        {what!r} in: {text}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
