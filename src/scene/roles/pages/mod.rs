//! Pages made up for tests: what stands where on typical pictures, and the role that each line has there.

mod late;
mod more;

use crate::scene::{kind::Kind, line::Role};

/// A role, the words, where the line begins, its cap height, and marks: `b` on a box of its own, `a` beside an avatar,
/// `t` capitals set wide, `c` in another colour, `g` in grey.
pub(super) type Row = (Role, &'static str, [f32; 3], &'static str);

pub(super) struct Page {
    pub(super) name: &'static str,
    pub(super) size: [u32; 2],
    pub(super) kind: Kind,
    pub(super) rows: &'static [Row],
}

use Role::{Body, Button, Handle, Hashtag, Logo, Metric, Price, Slogan};

/// All pages.
pub(super) fn all() -> impl Iterator<Item = &'static Page> {
    PAGES.iter().chain(more::PAGES).chain(late::PAGES)
}

const PAGES: &[Page] = &[
    Page {
        name: "a post, with letters misread",
        size: [1080, 1350],
        kind: Kind::Post,
        rows: &[
            (Handle, "nora.bakes", [130.0, 40.0, 20.0], "a"),
            (Body, "Lyon, France", [130.0, 76.0, 16.0], "g"),
            (Metric, "l/3", [990.0, 190.0, 18.0], "b"),
            (Metric, "2,4l5likes", [30.0, 1080.0, 20.0], ""),
            (Body, "nora.bakes Sundays are for sourdough and for", [30.0, 1125.0, 20.0], ""),
            (Body, "not answering ernails.", [30.0, 1164.0, 20.0], ""),
            (Hashtag, "#bread #slowliving #sundaymood", [30.0, 1203.0, 20.0], "c"),
            (Metric, "View all 96 comments", [30.0, 1244.0, 18.0], "g"),
            (Metric, "4 hours ago", [30.0, 1284.0, 15.0], "g"),
        ],
    },
    Page {
        name: "a French post with words on its photograph",
        size: [1080, 1500],
        kind: Kind::Post,
        rows: &[
            (Metric, "14:07", [40.0, 18.0, 20.0], ""),
            (Handle, "lea_voyage", [130.0, 90.0, 20.0], "a"),
            (Button, "Suivre", [900.0, 90.0, 20.0], "b"),
            (Slogan, "ON PART QUAND ?", [180.0, 600.0, 62.0], "c"),
            (Metric, "1 204 J’aime", [30.0, 1220.0, 20.0], ""),
            (Body, "lea_voyage Trois jours sans réseau et je n’ai", [30.0, 1262.0, 20.0], ""),
            (Body, "jamais aussi bien dormi.", [30.0, 1301.0, 20.0], ""),
            (Hashtag, "#slow #montagne #deconnexion", [30.0, 1340.0, 20.0], "c"),
            (Metric, "Voir les 38 commentaires", [30.0, 1384.0, 18.0], "g"),
            (Metric, "Il y a 3 h", [30.0, 1424.0, 15.0], "g"),
        ],
    },
    Page {
        name: "a meal, with its price in a burst",
        size: [1080, 1080],
        kind: Kind::Ad,
        rows: &[
            (Logo, "GRUBHOUSE", [60.0, 60.0, 30.0], "t"),
            (Slogan, "BIGGER", [60.0, 180.0, 120.0], ""),
            (Slogan, "THAN LUNCH", [60.0, 360.0, 120.0], ""),
            (Price, "ONLY", [780.0, 640.0, 34.0], "c"),
            (Price, "S4.99", [730.0, 700.0, 84.0], "c"),
            (Price, "all day", [775.0, 812.0, 34.0], "c"),
            (Button, "Order now", [90.0, 860.0, 28.0], "b"),
            (Body, "*At participating restaurants. Subject to availability.", [60.0, 1030.0, 13.0], "g"),
        ],
    },
    Page {
        name: "a German sale",
        size: [1080, 1350],
        kind: Kind::Flyer,
        rows: &[
            (Slogan, "SOMMER", [80.0, 90.0, 130.0], ""),
            (Slogan, "SCHLUSS", [80.0, 280.0, 130.0], ""),
            (Price, "bis zu -70 %", [640.0, 520.0, 60.0], "bc"),
            (Body, "Nur bis Samstag, 30. August", [80.0, 700.0, 34.0], ""),
            (Body, "Leinenhemd", [80.0, 820.0, 26.0], ""),
            (Price, "statt 49,99 €", [80.0, 880.0, 24.0], "g"),
            (Price, "19,99 €", [420.0, 870.0, 40.0], "c"),
            (Body, "Strohhut", [80.0, 980.0, 26.0], ""),
            (Price, "statt 24,99 €", [80.0, 1040.0, 24.0], "g"),
            (Price, "9,99 €", [420.0, 1030.0, 40.0], "c"),
            (Logo, "KAUFHAUS LINDNER", [80.0, 1230.0, 34.0], "t"),
            (Logo, "www.lindner.example", [700.0, 1234.0, 24.0], ""),
        ],
    },
    Page {
        name: "a Spanish journey",
        size: [1200, 1200],
        kind: Kind::Ad,
        rows: &[
            (Slogan, "Deja el invierno", [80.0, 120.0, 80.0], ""),
            (Slogan, "para otros", [80.0, 250.0, 80.0], ""),
            (Body, "Vuelos directos desde Madrid todo el año.", [80.0, 390.0, 28.0], ""),
            (Price, "desde", [880.0, 780.0, 30.0], "c"),
            (Price, "39 €", [860.0, 840.0, 90.0], "c"),
            (Button, "Reserva ya", [110.0, 900.0, 30.0], "b"),
            (Logo, "aerosol.example", [80.0, 1130.0, 26.0], ""),
        ],
    },
    Page {
        name: "a bank on a telephone",
        size: [1080, 1920],
        kind: Kind::Ad,
        rows: &[
            (Metric, "9:41", [60.0, 40.0, 26.0], ""),
            (Body, "Good morning, Sam", [60.0, 160.0, 34.0], ""),
            (Body, "Total balance", [60.0, 300.0, 24.0], "g"),
            (Price, "€2,480.15", [60.0, 360.0, 64.0], ""),
            (Button, "Send", [140.0, 520.0, 28.0], "b"),
            (Button, "Request", [560.0, 520.0, 28.0], "b"),
            (Body, "Groceries", [60.0, 780.0, 28.0], ""),
            (Price, "-€32.40", [860.0, 780.0, 28.0], ""),
            (Body, "Rent and other disappointments", [60.0, 900.0, 28.0], ""),
            (Price, "-€1,150.00", [820.0, 900.0, 28.0], ""),
        ],
    },
    Page {
        name: "a story with a poll",
        size: [1080, 1920],
        kind: Kind::Story,
        rows: &[
            (Handle, "kim.runs", [150.0, 80.0, 24.0], "a"),
            (Metric, "3h", [360.0, 80.0, 24.0], "g"),
            (Slogan, "marathon: done", [120.0, 420.0, 74.0], ""),
            (Handle, "@city_runners", [300.0, 640.0, 34.0], "b"),
            (Button, "YES 78%", [220.0, 1200.0, 36.0], "b"),
            (Button, "NEVER 22%", [220.0, 1320.0, 36.0], "b"),
            (Button, "Send message", [120.0, 1810.0, 28.0], "b"),
        ],
    },
    Page {
        name: "a French story",
        size: [720, 1280],
        kind: Kind::Story,
        rows: &[
            (Handle, "sam.et.lila", [100.0, 52.0, 16.0], ""),
            (Metric, "2 j", [262.0, 52.0, 16.0], "g"),
            (Slogan, "encore une brocante", [60.0, 300.0, 44.0], ""),
            (Button, "OUI 64 %", [150.0, 820.0, 24.0], "b"),
            (Button, "NON 36 %", [150.0, 900.0, 24.0], "b"),
            (Button, "Envoyer un message", [80.0, 1210.0, 18.0], "b"),
        ],
    },
    Page {
        name: "a microblog",
        size: [1200, 900],
        kind: Kind::Microblog,
        rows: &[
            (Handle, "Dana Wolfe", [190.0, 70.0, 26.0], "a"),
            (Handle, "@danawolfe", [190.0, 118.0, 24.0], "g"),
            (Body, "My phone asked whether I was still watching.", [60.0, 220.0, 32.0], ""),
            (Body, "I have never been asked that by a person.", [60.0, 282.0, 32.0], ""),
            (Hashtag, "#screentime", [60.0, 350.0, 32.0], "c"),
            (Metric, "11:20 AM · May 4, 2025 · 88K Views", [60.0, 470.0, 22.0], "g"),
            (Metric, "412 Reposts", [60.0, 560.0, 22.0], ""),
            (Metric, "3,O20 Likes", [330.0, 560.0, 22.0], ""),
        ],
    },
    Page {
        name: "a French microblog",
        size: [1080, 720],
        kind: Kind::Microblog,
        rows: &[
            (Handle, "Théo Marchand", [170.0, 60.0, 24.0], "a"),
            (Handle, "@theo_m", [170.0, 104.0, 22.0], "g"),
            (Body, "Ma banque m’a souhaité bon anniversaire.", [50.0, 190.0, 30.0], ""),
            (Body, "Avec des frais.", [50.0, 248.0, 30.0], ""),
            (Metric, "09:12 · 3 févr. 2025 · 12,4 k vues", [50.0, 370.0, 20.0], "g"),
            (Metric, "231 Reposts", [50.0, 450.0, 20.0], ""),
            (Metric, "1 875 J’aime", [300.0, 450.0, 20.0], ""),
        ],
    },
    Page {
        name: "a night out",
        size: [1080, 1350],
        kind: Kind::Flyer,
        rows: &[
            (Slogan, "THE LAST", [160.0, 120.0, 140.0], ""),
            (Slogan, "DANCE", [160.0, 320.0, 140.0], ""),
            (Body, "SAT 8 MARCH", [160.0, 620.0, 44.0], "c"),
            (Body, "DJ MIMOSA • KLARA K • OLD BOY", [160.0, 730.0, 34.0], ""),
            (Body, "Doors open at 10, close when they must", [160.0, 820.0, 28.0], ""),
            (Body, "14 Dock Street, Leeds", [160.0, 890.0, 24.0], "g"),
            (Price, "ENTRY £12", [160.0, 1000.0, 40.0], "c"),
            (Price, "£8 before midnight", [160.0, 1080.0, 28.0], ""),
            (Logo, "WAREHOUSE CLUB", [160.0, 1260.0, 28.0], "t"),
        ],
    },
    Page {
        name: "a French perfume",
        size: [1080, 1620],
        kind: Kind::Ad,
        rows: &[
            (Logo, "MAISON VELLE", [260.0, 90.0, 40.0], "t"),
            (Slogan, "Soyez l’orage", [180.0, 1180.0, 84.0], ""),
            (Body, "La nouvelle eau de parfum pour elle", [230.0, 1320.0, 24.0], ""),
            (Button, "DÉCOUVRIR", [420.0, 1440.0, 24.0], "bt"),
        ],
    },
    Page {
        name: "a German insurance",
        size: [1080, 1080],
        kind: Kind::Ad,
        rows: &[
            (Logo, "Nordstern Versicherung", [80.0, 70.0, 26.0], ""),
            (Slogan, "Sicher ist", [80.0, 220.0, 70.0], ""),
            (Slogan, "nicht sicher genug.", [80.0, 330.0, 70.0], ""),
            (Body, "Die Haftpflicht, die mitdenkt, bevor", [80.0, 480.0, 26.0], ""),
            (Body, "etwas passiert.", [80.0, 530.0, 26.0], ""),
            (Price, "ab 4,90 € im Monat", [80.0, 640.0, 40.0], "c"),
            (Button, "Jetzt abschließen", [110.0, 780.0, 26.0], "b"),
            (Body, "Es gelten die AGB. Angebot gültig bis 31.12.", [80.0, 1010.0, 13.0], "g"),
        ],
    },
    Page {
        name: "a wide banner",
        size: [1200, 400],
        kind: Kind::Ad,
        rows: &[
            (Logo, "Halden", [50.0, 40.0, 24.0], "c"),
            (Slogan, "Sleep is a subscription now.", [50.0, 110.0, 46.0], ""),
            (Body, "First month free, then you pay every month until you wake up.", [50.0, 210.0, 18.0], ""),
            (Button, "Try it free →", [80.0, 300.0, 20.0], "b"),
            (Price, "50% OFF", [960.0, 290.0, 34.0], "b"),
        ],
    },
    Page {
        name: "a French menu",
        size: [1000, 1400],
        kind: Kind::Flyer,
        rows: &[
            (Logo, "Chez Odile", [340.0, 70.0, 34.0], "c"),
            (Slogan, "À midi, à table !", [140.0, 240.0, 80.0], ""),
            (Body, "Soupe du jour", [120.0, 480.0, 30.0], ""),
            (Price, "6,50 €", [760.0, 480.0, 30.0], "c"),
            (Body, "Plat et café", [120.0, 580.0, 30.0], ""),
            (Price, "14 €", [790.0, 580.0, 30.0], "c"),
            (Body, "Tarte", [120.0, 680.0, 30.0], ""),
            (Price, "5 €", [810.0, 680.0, 30.0], "c"),
            (Body, "du lundi au vendredi, de 12h à 14h", [120.0, 900.0, 24.0], ""),
            (Body, "8 rue des Tanneurs, Lille", [120.0, 1290.0, 22.0], "g"),
        ],
    },
    Page {
        name: "a Spanish post",
        size: [1080, 1350],
        kind: Kind::Post,
        rows: &[
            (Handle, "cafe.luna", [130.0, 40.0, 20.0], ""),
            (Button, "Seguir", [920.0, 40.0, 20.0], "b"),
            (Metric, "1.034 Me gusta", [30.0, 1120.0, 20.0], ""),
            (Body, "cafe.luna El lunes también se puede tomar despacio.", [30.0, 1165.0, 20.0], ""),
            (Hashtag, "#cafe #lunes", [30.0, 1205.0, 20.0], "c"),
            (Metric, "Ver los 12 comentarios", [30.0, 1250.0, 18.0], "g"),
            (Metric, "hace 2 días", [30.0, 1292.0, 15.0], "g"),
        ],
    },
    Page {
        name: "the front page of a magazine",
        size: [1080, 1440],
        kind: Kind::Ad,
        rows: &[
            (Logo, "MODERNE", [90.0, 60.0, 170.0], ""),
            (Body, "ISSUE 48 · SPRING 2026", [90.0, 270.0, 18.0], ""),
            (Slogan, "The quiet issue", [90.0, 900.0, 60.0], "c"),
            (Body, "Forty rooms in which nobody is selling anything", [90.0, 1020.0, 24.0], ""),
            (Price, "£5.50", [920.0, 1380.0, 22.0], ""),
        ],
    },
    Page {
        name: "an offer of a telephone company",
        size: [1080, 1080],
        kind: Kind::Ad,
        rows: &[
            (Slogan, "Unlimited.", [70.0, 130.0, 110.0], ""),
            (Slogan, "Within limits.", [70.0, 300.0, 110.0], ""),
            (Body, "100 GB, calls and texts in 40 countries", [70.0, 460.0, 30.0], ""),
            (Price, "from", [70.0, 640.0, 28.0], "c"),
            (Price, "CHF 19.90", [70.0, 690.0, 70.0], "c"),
            (Price, "per month", [70.0, 785.0, 28.0], "c"),
            (Button, "See plans", [100.0, 890.0, 28.0], "b"),
            (Logo, "TELVA", [880.0, 980.0, 36.0], "t"),
            (Body, "Representative example. 24 month contract. Terms apply.", [70.0, 1045.0, 12.0], "g"),
        ],
    },
];
