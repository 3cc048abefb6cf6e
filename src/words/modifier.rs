//! Modifiers: what `#symbol.modifier#` does to a text, with Tracery's own names beside ours.

use crate::words::{
    Lang, case, english,
    error::{WordsError, hint},
    french,
    gram::Gram,
    labour,
    rule::Id,
};

/// A change of a text.
#[derive(Clone, Debug)]
pub enum Modifier {
    /// Of the text alone, whatever its grammar.
    Plain(fn(&str) -> String),
    /// Of the text and its grammar.
    Inflect(fn(&str, Gram) -> String),
    /// To the plural.
    Plural(fn(&str) -> String),
    /// `replace(a,b)`.
    Replace(String, String),
    /// `mf(un,une)`: one of two texts by gender.
    Gender(String, String),
    /// `sp(is,are)`: one of two texts by number.
    Number(String, String),
    /// `accord(name)`: an adjective agrees with what was saved under a name.
    Agree(Id),
}

impl Modifier {
    /// The name that it asks for, if it asks for any.
    pub fn name(&self) -> Option<Id> {
        if let Modifier::Agree(id) = self { Some(*id) } else { None }
    }
}

type Entry = (&'static str, Modifier);

fn plain(f: fn(&str) -> String) -> Modifier {
    Modifier::Plain(f)
}

fn inflect(f: fn(&str, Gram) -> String) -> Modifier {
    Modifier::Inflect(f)
}

/// In every language.
fn common() -> Vec<Entry> {
    vec![
        ("cap", plain(case::cap)),
        ("capitalize", plain(case::cap)),
        ("upper", plain(|t| t.to_uppercase())),
        ("capitalizeAll", plain(case::cap_all)),
        ("lower", plain(|t| t.to_lowercase())),
        ("longest", plain(case::longest)),
        ("comma", plain(|t| if t.ends_with([',', '.', '!', '?']) { t.into() } else { format!("{t},") })),
    ]
}

fn of(lang: Lang) -> Vec<Entry> {
    let mut all = common();
    all.extend(match lang {
        Lang::En => vec![
            ("title", plain(english::title)),
            ("quote", plain(|t| format!("“{t}”"))),
            ("inQuotes", plain(|t| format!("“{t}”"))),
            ("a", plain(english::with_article)),
            ("s", Modifier::Plural(english::plural)),
            ("firstS", Modifier::Plural(english::plural_of_first)),
            ("ed", plain(english::past)),
            ("ing", plain(english::participle)),
            ("work", plain(|t| labour::work(t, Lang::En))),
            ("long", plain(|t| labour::long(t, Lang::En))),
        ],
        Lang::Fr => vec![
            ("title", plain(case::cap)),
            ("quote", plain(|t| format!("« {t} »"))),
            ("inQuotes", plain(|t| format!("« {t} »"))),
            ("s", Modifier::Plural(french::plural)),
            ("work", plain(|t| labour::work(t, Lang::Fr))),
            ("long", plain(|t| labour::long(t, Lang::Fr))),
            ("le", inflect(french::le)),
            ("un", inflect(french::un)),
            ("du", inflect(french::du)),
            ("au", inflect(french::au)),
            ("de", inflect(french::de)),
            ("ce", inflect(french::ce)),
            ("mon", inflect(|t, g| french::possessive("m", t, g))),
            ("ton", inflect(|t, g| french::possessive("t", t, g))),
            ("son", inflect(|t, g| french::possessive("s", t, g))),
            ("notre", inflect(|t, g| french::with(if g.plural { "nos" } else { "notre" }, t))),
            ("votre", inflect(|t, g| french::with(if g.plural { "vos" } else { "votre" }, t))),
            ("leur", inflect(|t, g| french::with(if g.plural { "leurs" } else { "leur" }, t))),
            ("il", inflect(|_, g| french::il(g).into())),
            ("accord", inflect(|_, g| french::ending(g).into())),
        ],
    });
    all
}

/// The modifier of a name with what stood in its parentheses.
///
/// # Errors
/// When the language has no such modifier, or its parameters are wrong in number.
pub fn parse(
    word: &str,
    parameters: &str,
    lang: Lang,
    name: &mut dyn FnMut(&str) -> Id,
) -> Result<Modifier, WordsError> {
    let two = || {
        let (a, b) = parameters
            .split_once(',')
            .ok_or(WordsError::Parameters { modifier: word.into(), wanted: "two texts: `(a,b)`" })?;
        Ok((a.to_string(), b.to_string()))
    };
    let with_parameters = ["replace", "mf", "sp"];
    Ok(match word {
        "replace" => two().map(|(a, b)| Modifier::Replace(a, b))?,
        "mf" => two().map(|(a, b)| Modifier::Gender(a, b))?,
        "sp" => two().map(|(a, b)| Modifier::Number(a, b))?,
        "accord" if lang == Lang::Fr && !parameters.is_empty() => Modifier::Agree(name(parameters)),
        _ => {
            let known = of(lang);
            match known.iter().find(|(key, _)| *key == word) {
                Some((_, modifier)) if parameters.is_empty() => modifier.clone(),
                Some(_) => return Err(WordsError::Parameters { modifier: word.into(), wanted: "nothing" }),
                None => {
                    let hint = hint(word, known.iter().map(|(key, _)| *key).chain(with_parameters));
                    return Err(WordsError::UnknownModifier { modifier: word.into(), hint });
                }
            }
        }
    })
}

/// Changes `text` and what is known of its grammar; `other` is the grammar of the name an `accord` asks for.
pub fn apply<'a>(modifier: &'a Modifier, text: &str, gram: Gram<'a>, other: Gram) -> (String, Gram<'a>) {
    match modifier {
        Modifier::Plain(f) => (f(text), gram),
        Modifier::Inflect(f) => (f(text, gram), gram),
        Modifier::Plural(_) if gram.plural => (text.into(), gram),
        Modifier::Plural(f) => {
            let plural = gram.plural_form.map_or_else(|| f(text), str::to_string);
            (plural, Gram { plural: true, ..gram })
        }
        Modifier::Replace(from, _) if from.is_empty() => (text.into(), gram),
        Modifier::Replace(from, to) => (text.replace(from.as_str(), to), gram),
        Modifier::Gender(m, f) => (if gram.feminine { f.clone() } else { m.clone() }, gram),
        Modifier::Number(s, p) => (if gram.plural { p.clone() } else { s.clone() }, gram),
        Modifier::Agree(_) => (french::agree(text, other), other_static(other, gram)),
    }
}

fn other_static<'a>(other: Gram, gram: Gram<'a>) -> Gram<'a> {
    Gram { feminine: other.feminine, plural: other.plural, plural_form: gram.plural_form }
}
