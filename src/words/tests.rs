//! The engine and the forms of two languages, table by table.

use std::collections::BTreeSet;

use crate::{
    condition::Facts,
    seed::Seed,
    words::{Grammar, Lang, WordsError, finish::finish, load},
};

fn grammar(text: &str) -> Result<Grammar, WordsError> {
    Grammar::build(Lang::En, vec![load::toml("test.toml", text)?], None)
}

fn says(text: &str, ask: &str) -> String {
    grammar(text).unwrap().expand(ask, &Facts::new(), Seed(3)).unwrap()
}

fn complains(text: &str) -> String {
    grammar(text).unwrap_err().to_string()
}

#[test]
fn tracery_is_understood() {
    let json = r##"{"name": ["Ada"], "pet": "owl", "set": ["[hero:#name#][beast:#pet#]"],
        "tale": ["#hero# and #beast.a#, #beast.s#; #hero.capitalizeAll#"], "origin": ["#[#set#]tale#"]}"##;
    let tracery = Grammar::build(Lang::En, vec![load::tracery("t.json", json).unwrap()], None).unwrap();
    let say = |ask: &str| tracery.expand(ask, &Facts::new(), Seed(1));
    assert_eq!(say("#origin#").unwrap(), "Ada and an owl, owls; Ada");
    assert_eq!(say("#[pet:newt]pet# #pet#").unwrap(), "newt owl", "a push inside a tag ends with it");
    assert_eq!(say("[pet:newt]#pet#[pet:eel]#pet#[pet:POP]#pet#").unwrap(), "newteelnewt");
    assert_eq!(say(r"\#pet\# \[a\] \\").unwrap(), r"#pet# [a] \");
    assert_eq!(say("#pet.replace(o,j).upper#").unwrap(), "JWL");
}

#[test]
fn no_rule_twice_while_others_remain() {
    let deck = grammar(r##"x = ["a", "b", "c", "d"]"##).unwrap();
    for seed in 0..200 {
        let said = deck.expand("#x##x##x##x#", &Facts::new(), Seed(seed)).unwrap();
        assert_eq!(said.chars().collect::<BTreeSet<_>>().len(), 4, "{said}");
        assert_eq!(deck.expand("#x##x##x##x##x#", &Facts::new(), Seed(seed)).unwrap().len(), 5);
    }
}

#[test]
fn weights_conditions_and_budgets_hold() {
    let text = r##"
        x = [{ say = "often", weight = 9.0 }, "seldom", { say = "night", when = "dark" }]
        y = { rules = ["far too long", "fits"], chars = [1, 5] }
        z = { rules = ["far too long"], words = [1, 2] }"##;
    let grammar = grammar(text).unwrap();
    let count = |facts: &Facts, wanted: &str| {
        (0..1000).filter(|i| grammar.expand("#x#", facts, Seed(*i)).unwrap() == wanted).count()
    };
    let none = Facts::new();
    assert!((850..950).contains(&count(&none, "often")));
    assert_eq!(count(&none, "night"), 0);
    assert!(count(&Facts::from([("dark", 1.0)]), "night") > 50);
    assert!((0..50).all(|i| grammar.expand("#y#", &none, Seed(i)).unwrap() == "fits"));
    assert!(matches!(grammar.expand("#z#", &none, Seed(1)), Err(WordsError::Nothing { .. })));
}

#[test]
fn mistakes_are_found_at_load() {
    let unknown = complains(
        r##"colour = "red"
        x = "#color#""##,
    );
    assert_eq!(unknown, "test.toml:2: in `x`: “#color#”: unknown symbol `#color#`; did you mean `colour`?");
    assert!(
        complains(
            r##"x = "#y.caps#"
        y = "a""##
        )
        .contains("unknown modifier `.caps`; did you mean `cap`?")
    );
    assert!(complains(r##"x = "#y""##).contains("never closed"));
    assert!(complains(r##"x = "[y:a""##).contains("never closed"));
    assert!(complains("x = \"##\"").contains("no symbol"));
    assert!(complains("x = []").contains("no rules"));
    assert!(complains("x = { rule = [\"a\"] }").contains("unknown field `rule`"));
    assert!(complains("x = [3]").contains("expected a text"));
    for cycle in [r##"x = "a #x#""##, "x = \"#y#\"\ny = [\"#x#\", \"#y#\"]"] {
        assert!(complains(cycle).contains("never comes to an end"), "{cycle}");
    }
}

#[test]
fn hostile_grammars_end() {
    let none = Facts::new();
    let laughs: String = (0..40).map(|i| format!("x{i} = \"{}\"\n", format!("#x{}#", i + 1).repeat(10))).collect();
    assert!(complains(&format!("{laughs}x40 = \"ha\"")).contains("at the very least"));
    let bare = laughs.replace('"', "");
    let ways_out = bare.lines().map(|line| {
        let (name, rule) = line.split_once(" = ").unwrap_or_default();
        format!("{name} = [{rule:?}, \"ha\"]\n")
    });
    let ways_out = grammar(&format!("{}x40 = \"ha\"", ways_out.collect::<String>())).unwrap();
    let said = (0..20).map(|i| ways_out.expand("#x0#", &none, Seed(i)));
    assert!(said.into_iter().any(|said| matches!(said, Err(WordsError::Runaway { .. }))));
    assert!(complains(&format!("x = {:?}", "a".repeat(5_000))).contains("5000 bytes is too much"));
    assert!(complains(&format!("x = {:?}", "a".repeat(10 << 20))).contains("11 MiB is too much"));
    assert!(complains(&format!("x = [{}]", "\"a\",".repeat(100_000))).contains("100000 rules is too much"));
    let deep = grammar(r##"x = [{ say = "a#x#", weight = 1000.0 }, { say = "b", weight = 0.001 }]"##).unwrap();
    (0..50).for_each(|i| drop(deep.expand("#x#", &none, Seed(i))));
    let swell = format!("[v:a]#v{}#", ".replace(a,aa)".repeat(60));
    assert!(matches!(deep.expand(&swell, &none, Seed(1)), Err(WordsError::Runaway { .. })));
    let nested = "[".repeat(100_000);
    assert!(matches!(deep.expand(&nested, &none, Seed(1)), Err(WordsError::Nested(_))));
    let long: String = (0..20_000).map(|i| format!("x{i} = \"#x{}#\"\n", i + 1)).collect();
    assert!(grammar(&format!("{long}x20000 = \"end\"")).is_ok());
}

#[test]
fn saved_words_keep_their_grammar() {
    let french = load::toml("t", r##"n = "image|f""##).unwrap();
    let french = Grammar::build(Lang::Fr, vec![french], None).unwrap();
    assert_eq!(french.expand("[o:#n#]#o.le.cap# vue#o.s.accord#", &Facts::new(), Seed(1)).unwrap(), "L’image vuees");
    assert_eq!(says(r##"n = "fish finger|s|fish fingers""##, "#n.s# #n.a#"), "fish fingers a fish finger");
}

/// One word a line, `word = wanted`, asked through a grammar in which each is a symbol.
fn ask(lang: Lang, modifier: &str, table: &str) {
    let pairs: Vec<(&str, &str)> = table.split(';').filter_map(|pair| pair.trim().split_once(" = ")).collect();
    assert!(pairs.len() >= 60, "{}", pairs.len());
    let source: String = pairs.iter().enumerate().map(|(i, (word, _))| format!("w{i} = {word:?}\n")).collect();
    let grammar = Grammar::build(lang, vec![load::toml("table", &source).unwrap()], None).unwrap();
    for (i, (word, wanted)) in pairs.iter().enumerate() {
        let said = grammar.expand(&format!("#w{i}.{modifier}#"), &Facts::new(), Seed(1)).unwrap();
        assert_eq!(said, *wanted, "{word}");
    }
}

#[test]
fn english_articles() {
    let an = "hour honest-answer honour heir heirloom heiress apple egg idea orange umbrella uncle urge urn usher MRI \
              FBI-agent NGO HTML-page S-bend X-ray L-shaped-room e-mail 8-hour-shift 11-year-old 18-hour-day 80-page-form \
              11,000-word-essay uninvited-guest unimportant-man unidentified-object ATM IOU LP RSVP honorary-member ant \
              hourglass off-day on-call-nurse undertaker ISBN umpire escalator";
    let a = "house union unicorn uniform unique-chance university unit user useful-thing usual-day European euro one-off \
             once-over one-way-street ukulele utopia utensil UFO USB-stick UN-envoy U-turn T-shirt hotel history yacht year \
             NATO-base NASA-engineer 1-hour-delay 100-page-form 110-page-form 7-day-week eulogy ewe ubiquitous-logo \
             unison unilateral-act PIN GIF LOL";
    let table: String = an
        .split_whitespace()
        .map(|w| (w, "an"))
        .chain(a.split_whitespace().map(|w| (w, "a")))
        .map(|(word, article)| format!("{word} = {article} {word};"))
        .collect();
    ask(Lang::En, "a", &table);
}

#[test]
fn english_plurals() {
    ask(
        Lang::En,
        "s",
        "church = churches; box = boxes; bus = buses; quiz = quizzes; city = cities; day = days; key = keys; baby = babies;
         knife = knives; wife = wives; life = lives; half = halves; leaf = leaves; loaf = loaves; shelf = shelves;
         roof = roofs; chief = chiefs; proof = proofs; potato = potatoes; tomato = tomatoes; hero = heroes; photo = photos;
         piano = pianos; video = videos; person = people; man = men; woman = women; child = children; foot = feet;
         tooth = teeth; mouse = mice; goose = geese; ox = oxen; crisis = crises; analysis = analyses; basis = bases;
         oasis = oases; axis = axes; criterion = criteria; phenomenon = phenomena; cactus = cacti; campus = campuses;
         virus = viruses; bonus = bonuses; stomach = stomachs; monarch = monarchs; sheep = sheep; series = series;
         salmon = salmon; human = humans; German = Germans; fireman = firemen; businesswoman = businesswomen;
         mother-in-law = mothers-in-law; passer-by = passers-by; box of chocolates = boxes of chocolates;
         loyalty card = loyalty cards; day in court = days in court; MRI = MRIs; DVD = DVDs; dish = dishes; fez = fezes;
         bookshelf = bookshelves; Child = Children; appendix = appendices; lay-by = lay-bys; man of the house = men of the house;
         visitor’s pass = visitor’s passes; boy = boys; echo = echoes; taxi = taxis; wolf = wolves",
    );
}

#[test]
fn english_verbs() {
    let grammar =
        Grammar::build(Lang::En, vec![load::toml("t", "clock_in = \"clock in\"\nx = \"x\"").unwrap()], None).unwrap();
    let say = |text: &str| grammar.expand(text, &Facts::new(), Seed(1)).unwrap();
    for (verb, past, participle) in [
        ("stop", "stopped", "stopping"),
        ("hope", "hoped", "hoping"),
        ("carry", "carried", "carrying"),
        ("play", "played", "playing"),
        ("die", "died", "dying"),
        ("see", "saw", "seeing"),
        ("travel", "travelled", "travelling"),
        ("visit", "visited", "visiting"),
        ("panic", "panicked", "panicking"),
        ("fix", "fixed", "fixing"),
        ("buy the sofa", "bought the sofa", "buying the sofa"),
        ("refer", "referred", "referring"),
        ("open", "opened", "opening"),
        ("queue", "queued", "queuing"),
        ("be", "was", "being"),
        ("wait", "waited", "waiting"),
    ] {
        assert_eq!(say(&format!("[v:{verb}]#v.ed#, #v.ing#")), format!("{past}, {participle}"));
    }
    assert_eq!(say("#clock_in.ed.cap#"), "Clocked in");
    assert_eq!(say("[t:the queue for the lift]#t.title#"), "The Queue for the Lift");
}

#[test]
fn what_was_read_is_quoted_and_never_parsed() {
    let text = r##"
        x = ["“#read.slogan.upper#” yourself", "silence"]
        deep = ["#y#", "quiet"]
        y = ["#z# answers"]
        z = { rules = ["[h:#read.handle#]#h#"], chars = [1, 40] }
        never = ["#z#"]"##;
    let grammar = grammar(text).unwrap();
    let read = Facts::new().with_words([("read.slogan", "Buy #x# [now:]\\".into()), ("read.handle", "@nobody".into())]);
    let all = |ask: &str, facts: &Facts| -> BTreeSet<String> {
        (0..60).map(|i| grammar.expand(ask, facts, Seed(i)).unwrap()).collect()
    };
    let said = |texts: &[&str]| texts.iter().map(|text| text.to_string()).collect::<BTreeSet<_>>();
    assert_eq!(all("#x#", &read), said(&["“BUY #X# [NOW:]\\” yourself", "silence"]));
    assert_eq!(all("#deep#", &read), said(&["@nobody answers", "quiet"]));
    let none = Facts::new();
    assert_eq!(all("#x##deep#", &none), said(&["silencequiet"]));
    for (ask, read) in [("#never#", false), ("#read.handle#, #x#", true), ("[h:#read.text#]#h#", true)] {
        let error = grammar.expand(ask, &none, Seed(1)).unwrap_err();
        assert!(error.is_of_picture() && matches!(error, WordsError::Unread { .. }) == read, "{ask}: {error}");
    }
    for wrong in ["#read.slogn#", "#read.cap#"] {
        assert!(matches!(grammar.expand(wrong, &read, Seed(1)), Err(WordsError::UnknownSymbol { .. })), "{wrong}");
    }
    let error = complains("x = \"#read.slogn#\"");
    assert!(error.ends_with("; did you mean `read.slogan`?"), "{error}");
}

#[test]
fn french_forms() {
    let table = "
        [n:#loyer#]#n.le# = le loyer; [n:#image#]#n.le# = l’image; [n:#queue#]#n.le# = la queue; #ciseaux.le# = les ciseaux;
        #homme.le# = l’homme; #heros.le# = le héros; #heroine.le# = l’héroïne; #heron.le# = le héron; #hache.le# = la hache;
        #hotel.le# = l’hôtel; #haricot.s.le# = les haricots; #yaourt.le# = le yaourt; #onze.le# = le onze; #oeuf.le# = l’œuf;
        #ecran.ce# = cet écran; #loyer.ce# = ce loyer; #image.ce# = cette image; #heron.ce# = ce héron; #ciseaux.ce# = ces ciseaux;
        #loyer.du# = du loyer; #queue.du# = de la queue; #image.du# = de l’image; #ciseaux.du# = des ciseaux; #ecran.du# = de l’écran;
        #loyer.au# = au loyer; #queue.au# = à la queue; #image.au# = à l’image; #ciseaux.au# = aux ciseaux; #heros.au# = au héros;
        #loyer.de# = de loyer; #image.de# = d’image; #heron.de# = de héron; #homme.de# = d’homme; #onze.de# = de onze;
        #loyer.un# = un loyer; #image.un# = une image; #ciseaux.un# = des ciseaux; #image.s.un# = des images;
        #loyer.mon# = mon loyer; #image.mon# = mon image; #queue.mon# = ma queue; #hache.ton# = ta hache; #ciseaux.son# = ses ciseaux;
        #queue.son# = sa queue; #image.notre# = notre image; #image.s.votre# = vos images; #image.leur# = leur image;
        #loyer.s# = loyers; #travail.s# = travaux; #bail.s# = baux; #journal.s# = journaux; #bal.s# = bals; #bureau.s# = bureaux;
        #bijou.s# = bijoux; #clou.s# = clous; #prix.s# = prix; #oeil.s# = yeux; #carte.s# = cartes de fidélité; #pneu.s# = pneus;
        #code.s# = codes postaux; #jeu.s# = jeux; #grille.s# = grille-pain; #ciseaux.s# = ciseaux;
        [n:#queue#]livré#n.accord# = livrée; [n:#image.s#]livré#n.accord# = livrées; [n:#ciseaux#]livré#n.accord# = livrés;
        [n:#image#]#neuf.accord(n)# = neuve; [n:#image#]#heureux.accord(n)# = heureuse; [n:#queue.s#]#beau.accord(n)# = belles;
        [n:#loyer.s#]#national.accord(n)# = nationaux; [n:#image#]#blanc.accord(n)# = blanche; [n:#queue#]#cher.accord(n)# = chère;
        [n:#image#]#public.accord(n)# = publique; [n:#queue#]#quotidien.accord(n)# = quotidienne; [n:#loyer.s#]#heureux.accord(n)# = heureux;
        [n:#image#]#n.il# = elle; [n:#ciseaux#]#n.sp(est,sont)# = sont; [n:#image#]#n.mf(un,une)# = une;
        le image = l’image; Le affiche de hier = L’affiche d’hier; que il = qu’il; parce que elle = parce qu’elle; si il = s’il;
        si elle = si elle; je aime = j’aime; de huit à onze = de huit à onze; lorsque on = lorsqu’on; jusque à = jusqu’à;
        donne-le à = donne-le à; la hache de Hugo = la hache d’Hugo; LE IMAGE = L’IMAGE; ce est = c’est; ne y touchez = n’y touchez;
        Quoi ? = Quoi\u{202f}?; Non! = Non\u{202f}!; Prix : 3 = Prix\u{202f}: 3; « oui » = «\u{202f}oui\u{202f}»; 20 € = 20\u{202f}€;
        18 h 10 = 18\u{202f}h\u{202f}10; 12 304 = 12\u{202f}304; 12:30 = 12:30; Quoi ?! = Quoi\u{202f}?!; l'eau = l’eau; 5 % = 5\u{202f}%";
    let lexicon = "loyer|m image|f queue|f ciseaux|mp homme|m heros/héros|m heroine/héroïne|f heron/héron|m hache|f hotel/hôtel|m \
        haricot|m yaourt|m onze|m oeuf/œuf|m ecran/écran|m travail|m bail|m|baux journal|m bal|m bureau|m bijou|m clou|m prix|m \
        oeil/œil|m carte/carte_de_fidélité|f pneu|m code/code_postal|m jeu|m grille/grille-pain|m|grille-pain neuf heureux beau \
        national blanc cher public quotidien";
    let source: String = lexicon
        .split_whitespace()
        .map(|entry| {
            let (key, text) = entry.split_once('/').unwrap_or((entry.split('|').next().unwrap_or_default(), entry));
            format!("{key} = {:?}\n", text.replace('_', " "))
        })
        .collect();
    let grammar = Grammar::build(Lang::Fr, vec![load::toml("lexique", &source).unwrap()], None).unwrap();
    let mut count = 0;
    for pair in table.split("; ").flat_map(|p| p.split(";\n")) {
        let (ask, wanted) = pair.trim().split_once(" = ").unwrap_or_else(|| panic!("{pair}"));
        let said = grammar.expand(ask, &Facts::new(), Seed(1)).unwrap_or_else(|e| panic!("{ask}: {e}"));
        assert_eq!(said, wanted, "{ask}");
        assert_eq!(finish(&said, Lang::Fr), said, "finishing twice changes {said}");
        count += 1;
    }
    assert!(count >= 60, "{count}");
}
