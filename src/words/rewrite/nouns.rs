//! Nouns: the thing that a line speaks of, told by the small words before it.

use crate::words::{
    Lang,
    rewrite::line::{Kind, Line},
};

/// A noun of the line, in small letters; none where nothing looks like one.
pub fn of(line: &Line) -> Option<String> {
    let (before, never) = match line.lang {
        Lang::En => (BEFORE_EN, NEVER_EN),
        Lang::Fr => (BEFORE_FR, NEVER_FR),
    };
    let listed = |list: &str, word: &str| list.split(' ').any(|own| own == word);
    let noun = |at: &usize| {
        let word = &line.words[*at];
        word.kind == Kind::Word && word.key.chars().count() > 2 && !listed(never, &word.key)
    };
    let led = |at: &usize| *at > 0 && listed(before, &line.words[*at - 1].key);
    // The last word before a stop of any kind is the head in English, more often than not.
    let all = || (0..line.words.len()).rev().filter(noun);
    let at = all().find(led).or_else(|| all().next())?;
    let head = match line.lang {
        // "your morning coffee": the word after is the noun where it can be one and nothing parts them.
        Lang::En => {
            let next = at + 1;
            let joined = next < line.words.len() && line.text[line.words[at].end..line.words[next].start] == *" ";
            if joined && noun(&next) { next } else { at }
        }
        Lang::Fr => at,
    };
    Some(line.span(head, head + 1).to_lowercase())
}

const BEFORE_EN: &str = "the a an your my our his her their this that every no any some of in for with without from on \
                         by to";

const NEVER_EN: &str = "the and you your yours our ours his her hers its their theirs this that these those with without \
                        for from into onto over under about after before again all any are was were been being have has \
                        had does did doing will would can could should may might must not now new only just more most \
                        less than then there here when where what who whom whose why how very too also yes out off up \
                        down one two three ten because while until but she him they them get got make made take took \
                        never ever always today tonight tomorrow yesterday really still every each both free better \
                        best good great big small long short high low own same other such don't can't won't isn't you're \
                        we're it's i'm let's join shop buy book discover download learn swipe follow click";

const BEFORE_FR: &str = "le la l' les un une des du de d' mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs \
                         ce cet cette ces au aux chaque sans pour en par avec";

const NEVER_FR: &str = "les des une mon mes ton tes son ses notre nos votre vos leur leurs cet cette ces aux dans sur sous \
                        pour par avec sans chez entre vers mais donc car que qui quoi dont est sont sera fait faire ont \
                        avez avons plus moins tres bien pas jamais toujours encore tout tous toute toutes rien ici tant \
                        comme quand parce nous vous ils elles lui moi toi elle deux trois dix maintenant seulement meme \
                        jusqu' nouveau nouvelle nouveaux beau belle grand grande bon bonne";
