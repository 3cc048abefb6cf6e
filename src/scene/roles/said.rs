//! What the words of a line say by themselves, wherever they stand.

use crate::scene::line::Role;
use crate::scene::roles::{
    lexicon::{
        AGO, ANSWERS, CALLS, COUNTED, CURRENCY, DATES, DEAL, DOMAINS, FIRMS, ISSUES, JOINING, LEGAL, List, MONEY,
        OFFER, PAID, SMALL, SPANS,
    },
    tokens::{self, Token},
};

/// What a line's words show of themselves.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Said {
    pub(super) words: usize,
    /// Words of grammar; in capitals, those of names are none.
    pub(super) small: usize,
    pub(super) letters: usize,
    /// No letter is small.
    pub(super) upper: bool,
    /// Begins like a sentence, or wholly in capitals, or in small letters: not Like A Name.
    pub(super) titled: bool,
    /// Ends as a sentence does.
    pub(super) stop: bool,
    /// Short sentences, to the last stop.
    pub(super) punchy: bool,
    /// Ends on an exclamation or a question.
    pub(super) loud: bool,
    /// Ends on an exclamation, as names may.
    pub(super) exclaims: bool,
    /// Has a comma or a colon inside.
    pub(super) paused: bool,
    /// An item of a list.
    pub(super) item: bool,
    /// Share of the letters that belong to hashtags.
    pub(super) tagged: f32,
    /// Nothing but the name of an account.
    pub(super) account: bool,
    /// That name begins with @.
    pub(super) at: bool,
    /// The name of an account, and then words.
    pub(super) speaks: bool,
    /// Names an account anywhere.
    pub(super) mention: bool,
    /// Has a web address.
    pub(super) web: bool,
    /// An amount of money.
    pub(super) money: bool,
    /// A number with two decimals, which may be one whose sign was not read.
    pub(super) decimals: bool,
    pub(super) percent: bool,
    /// Words, and then a percentage: so many answered so.
    pub(super) polled: bool,
    /// A percentage that is taken off, or stands alone.
    pub(super) discount: bool,
    /// Free, off, new.
    pub(super) deal: bool,
    /// Share of the words and numbers that are said round a price.
    pub(super) offer: f32,
    /// Likes, views, followers.
    pub(super) counted: bool,
    /// Nothing but what is counted, without its number.
    pub(super) unit: bool,
    /// Nothing but a number, perhaps in thousands.
    pub(super) number: bool,
    /// A number in thousands or millions.
    pub(super) thousands: bool,
    /// The hour, alone.
    pub(super) clock: bool,
    /// The hour, with more.
    pub(super) hour: bool,
    /// How long ago.
    pub(super) age: bool,
    /// The third of four.
    pub(super) counter: bool,
    /// Begins with what one is to do.
    pub(super) call: bool,
    /// Points onward with an arrow.
    pub(super) arrow: bool,
    /// Somebody paid for it.
    pub(super) paid: bool,
    /// An answer to a poll.
    pub(super) answer: bool,
    pub(super) legal: bool,
    pub(super) date: bool,
    /// Has a number in it.
    pub(super) numbered: bool,
    /// The number of a magazine.
    pub(super) issue: bool,
    /// A word that names of firms have.
    pub(super) firm: bool,
}

/// Reads the words of a line.
pub(super) fn read(text: &str) -> Said {
    let tokens = tokens::split(text);
    let chunks: Vec<&str> = text.split_whitespace().collect();
    let words: Vec<&str> = tokens.iter().filter_map(Token::word).collect();
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).collect();
    let upper = !letters.is_empty() && !letters.iter().any(|c| c.is_lowercase());
    let has = |list: &List| words.iter().any(|word| list.means(word));
    let tags: usize = chunks.iter().filter(|chunk| is_tag(chunk)).map(|chunk| chunk.chars().count()).sum();
    let all: usize = chunks.iter().map(|chunk| chunk.chars().count()).sum();
    let first = chunks.first().copied().unwrap_or_default();
    let rest = chunks.len().saturating_sub(1);
    let number = tokens.iter().find_map(Token::number);
    let offered = tokens.iter().filter(|token| is_offered(token)).count();
    let said = tokens.iter().filter(|token| !matches!(token, Token::Sign(_))).count();
    // The age of a post, a tick or what somebody says of themselves may follow.
    let short = chunks.iter().skip(1).all(|chunk| chunk.chars().count() <= 3);
    let account =
        is_account(first) && (rest <= 1 && short || chunks.get(1).is_some_and(|c| ["·", "•", "|"].contains(c)));
    let percent = tokens.windows(2).any(|pair| pair[0].number().is_some() && pair[1].is_sign(&['%']));
    Said {
        words: words.len(),
        small: words.iter().filter(|word| SMALL.has(word) && !(upper && JOINING.has(word))).count(),
        letters: letters.len(),
        upper,
        titled: is_titled(&chunks),
        stop: text.trim_end().ends_with(['.', '!', '?', '…']),
        punchy: is_punchy(&chunks),
        loud: text.trim_end().ends_with(['!', '?']),
        exclaims: text.trim_end().ends_with('!'),
        paused: text.contains([',', ';', ':']),
        item: is_item(first),
        tagged: share(tags, all),
        account,
        at: first.starts_with('@'),
        speaks: is_account(first) && !account,
        mention: chunks.iter().any(|chunk| chunk.len() > 3 && chunk.trim_start_matches('(').starts_with('@')),
        web: chunks.iter().any(|chunk| is_web(chunk)),
        money: has_money(&tokens),
        decimals: number.is_some_and(has_cents),
        percent,
        polled: percent && !words.is_empty() && words.len() < 6 && text.trim_end().ends_with('%') && !has(&DEAL),
        discount: percent && (share(offered, said) > 0.6 || tokens.first().is_some_and(|t| t.is_sign(&['-']))),
        deal: has(&DEAL),
        offer: share(offered, said),
        counted: is_counted(&tokens) && !is_item(first) && !has_money(&tokens),
        unit: number.is_none() && words.len() == 1 && COUNTED.means(words[0]),
        number: is_number(&tokens),
        thousands: tokens.windows(2).any(|pair| pair[0].number().is_some() && is_thousands(&pair[1])),
        clock: said <= 2 && number.is_some_and(is_hour) && words.iter().all(|word| ["am", "pm", "h"].contains(word)),
        hour: number.is_some_and(is_hour) && words.iter().any(|word| ["am", "pm"].contains(word)),
        age: is_age(&tokens),
        counter: matches!(&tokens[..], [Token::Number(_), slash, Token::Number(_)] if slash.is_sign(&['/'])),
        call: words.first().is_some_and(|word| CALLS.means(word))
            && tokens.first().is_some_and(|t| t.number().is_none()),
        arrow: text.trim_end().ends_with(['→', '›', '»', '>', '➜', '➔', '▶']),
        answer: words.first().is_some_and(|word| ANSWERS.has(word)) && words.len() <= 2,
        paid: has(&PAID) && words.len() < 5,
        legal: first.starts_with(['*', '¹', '©']) || has(&LEGAL),
        date: has(&DATES) && number.is_some(),
        numbered: number.is_some(),
        issue: has(&ISSUES) && number.is_some(),
        firm: has(&FIRMS) || text.contains(['®', '™', '&']),
    }
}

/// The role that a line's words alone give it, wherever it may stand.
pub fn role(text: &str) -> Role {
    let said = read(text);
    match () {
        _ if said.tagged > 0.5 => Role::Hashtag,
        _ if said.account => Role::Handle,
        _ if said.counted || said.number || said.thousands || said.clock || said.age => Role::Metric,
        _ if said.money && said.offer > 0.4 || said.discount || said.percent && said.words < 4 => Role::Price,
        _ if said.call && said.words <= 2 && !said.stop => Role::Button,
        _ => Role::Slogan,
    }
}

/// Whether a text has an amount of money in it, or a day.
pub(crate) fn is_fact(text: &str) -> bool {
    let said = read(text);
    said.date || said.money
}

fn share(part: usize, whole: usize) -> f32 {
    part as f32 / whole.max(1) as f32
}

/// Ends on a stop and has at most six words to a sentence.
fn is_punchy(chunks: &[&str]) -> bool {
    let stops = chunks.iter().filter(|chunk| chunk.ends_with(['.', '!', '?'])).count();
    chunks.last().is_some_and(|last| last.ends_with(['.', '!', '?'])) && chunks.len() > 1 && chunks.len() <= 6 * stops
}

fn is_tag(chunk: &str) -> bool {
    chunk.strip_prefix('#').is_some_and(|tag| tag.chars().filter(|c| c.is_alphabetic()).count() > 1)
}

fn is_item(first: &str) -> bool {
    let numbered = first.len() <= 3 && first.ends_with(['.', ')']) && first.starts_with(|c: char| c.is_ascii_digit());
    numbered || first.starts_with(['•', '✓', '✔', '·', '–', '—', '-']) && !first.contains(|c: char| c.is_ascii_digit())
}

/// `@name`, `some.name` or `some_name`, in small letters, and no web address.
fn is_account(chunk: &str) -> bool {
    let name = chunk.trim_end_matches([',', ':', '·', '•', '✓']);
    let inside = |name: &str| {
        name.chars().all(|c| c.is_alphanumeric() || "._-".contains(c)) && name.chars().any(char::is_alphabetic)
    };
    if let Some(name) = name.strip_prefix('@') {
        return name.len() > 1 && inside(name);
    }
    let joined = name.trim_matches('.').contains(['.', '_']) && !name.contains("..");
    name.len() > 4 && joined && inside(name) && !name.contains(char::is_uppercase) && !is_web(name)
}

fn is_web(chunk: &str) -> bool {
    let folded = tokens::fold(chunk);
    let address = folded.trim_end_matches(['.', ',', '!', '/', ')']);
    let host = address.split('/').next().unwrap_or_default();
    let ends = host.rsplit_once('.').is_some_and(|(name, end)| {
        DOMAINS.has(end) && name.chars().filter(|c| c.is_alphabetic()).count() > 2 && !name.contains('@')
    });
    ends || address.starts_with("www") || address.starts_with("http")
}

fn has_money(tokens: &[Token]) -> bool {
    tokens.iter().enumerate().any(|(i, token)| {
        let beside = |by: usize| tokens.get(i.wrapping_sub(by)).into_iter().chain(tokens.get(i + by));
        match token {
            // A closing `-` or `,-` may stand between: `19,- €`.
            Token::Sign(sign) if CURRENCY.contains(sign) => (1..=3).any(|by| beside(by).any(|t| t.number().is_some())),
            Token::Word(word) if MONEY.has(word) => beside(1).any(|t| t.number().is_some()),
            _ => false,
        }
    })
}

fn has_cents(number: &str) -> bool {
    number.rsplit_once(['.', ',']).is_some_and(|(_, cents)| cents.len() == 2)
}

/// Twelve thousand likes, and the marks of a social network that have no number.
fn is_counted(tokens: &[Token]) -> bool {
    let noun = |token: &Token| token.word().is_some_and(|word| COUNTED.means(word));
    let near = |i: usize| tokens[i + 1..].iter().take(4).any(noun);
    let numbered = (0..tokens.len()).any(|i| tokens[i].number().is_some() && near(i));
    let words: Vec<&str> = tokens.iter().filter_map(Token::word).take(3).collect();
    let liked = matches!(&words[..], ["liked", "by", ..] | ["aime", "par", ..] | ["gefallt", ..]);
    (numbered && tokens.len() <= 12) || liked
}

fn is_thousands(token: &Token) -> bool {
    token.word().is_some_and(|word| ["k", "m", "mio", "mln", "md", "mrd", "tsd", "mil"].contains(&word))
}

fn is_number(tokens: &[Token]) -> bool {
    match tokens {
        [Token::Number(_)] => true,
        [Token::Number(_), unit] => is_thousands(unit),
        _ => false,
    }
}

fn is_hour(number: &str) -> bool {
    let Some((hours, minutes)) = number.split_once(':') else { return false };
    minutes.len() == 2 && hours.parse().is_ok_and(|h: u32| h < 25) && minutes.parse().is_ok_and(|m: u32| m < 60)
}

/// `3h`, `2 hours ago`, `il y a 5 min`: nothing but a span of time.
fn is_age(tokens: &[Token]) -> bool {
    let numbers = tokens.iter().filter(|token| token.number().is_some()).count();
    let spans = |word: &str| SPANS.has(word) || AGO.has(word);
    let spanned = tokens.iter().filter_map(Token::word).any(|word| SPANS.has(word));
    numbers == 1 && spanned && tokens.len() <= 5 && tokens.iter().filter_map(Token::word).all(spans)
}

fn is_offered(token: &Token) -> bool {
    match token {
        Token::Word(word) => OFFER.has(word) || MONEY.has(word),
        Token::Number(_) => true,
        Token::Sign(_) => false,
    }
}

fn is_titled(chunks: &[&str]) -> bool {
    let names = chunks.iter().filter(|chunk| chunk.chars().filter(|c| c.is_alphabetic()).count() > 3);
    let (mut large, mut all) = (0, 0);
    for name in names {
        all += 1;
        let mut letters = name.chars().filter(|c| c.is_alphabetic());
        large += usize::from(letters.next().is_some_and(char::is_uppercase) && letters.any(char::is_lowercase));
    }
    all > 0 && large == all
}
