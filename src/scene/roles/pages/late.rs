//! Pages of the sorts that are hard: large wordmarks, few words, numbers parted from what they count.

use crate::scene::{
    kind::Kind,
    line::Role::{Body, Button, Handle, Logo, Metric, Price, Slogan},
    roles::pages::Page,
};

pub(super) const PAGES: &[Page] = &[
    Page {
        name: "a drink",
        size: [1080, 1350],
        kind: Kind::Ad,
        rows: &[
            (Logo, "Zola", [360.0, 90.0, 120.0], ""),
            (Slogan, "Thirst is a feeling too", [180.0, 1120.0, 60.0], "c"),
            (Body, "Please recycle", [460.0, 1300.0, 14.0], ""),
        ],
    },
    Page {
        name: "shoes",
        size: [1080, 1350],
        kind: Kind::Ad,
        rows: &[
            (Slogan, "RUN AWAY.", [80.0, 560.0, 130.0], ""),
            (Slogan, "You have the shoes for it.", [80.0, 740.0, 40.0], ""),
            (Logo, "VANTO", [440.0, 1240.0, 46.0], ""),
        ],
    },
    Page {
        name: "a meal for two",
        size: [1080, 1080],
        kind: Kind::Ad,
        rows: &[
            (Price, "2 FOR £5", [120.0, 160.0, 130.0], "c"),
            (Slogan, "Sharing is for the weak", [120.0, 360.0, 56.0], ""),
            (Button, "Order in the app", [150.0, 860.0, 28.0], "b"),
            (Logo, "Clucky", [820.0, 960.0, 50.0], "c"),
            (Body, "Participating branches only. While stocks last.", [120.0, 1040.0, 12.0], "g"),
        ],
    },
    Page {
        name: "a film",
        size: [1080, 1600],
        kind: Kind::Ad,
        rows: &[
            (Body, "ADA LORENZ   PAUL KIM", [300.0, 80.0, 22.0], "t"),
            (Slogan, "THE LONG", [180.0, 980.0, 130.0], ""),
            (Slogan, "WEEKEND", [180.0, 1160.0, 130.0], ""),
            (Slogan, "Monday never comes.", [330.0, 1350.0, 36.0], "c"),
            (Body, "IN CINEMAS OCTOBER 9", [340.0, 1500.0, 28.0], ""),
        ],
    },
    Page {
        name: "a French diet",
        size: [1080, 1620],
        kind: Kind::Ad,
        rows: &[
            (Slogan, "Maigrir", [80.0, 200.0, 110.0], ""),
            (Slogan, "sans y penser", [80.0, 370.0, 110.0], ""),
            (Body, "Un programme entièrement en ligne, sans balance ni miroir.", [80.0, 560.0, 28.0], ""),
            (Price, "29 €/mois", [80.0, 1240.0, 64.0], "c"),
            (Logo, "minceo.fr", [80.0, 1480.0, 40.0], ""),
            (Body, "Photos non contractuelles", [80.0, 1580.0, 14.0], "g"),
        ],
    },
    Page {
        name: "the page of an account",
        size: [1080, 1350],
        kind: Kind::Post,
        rows: &[
            (Metric, "16:20", [50.0, 22.0, 22.0], ""),
            (Handle, "atelier.noe", [60.0, 100.0, 26.0], ""),
            (Metric, "128", [420.0, 230.0, 26.0], ""),
            (Metric, "posts", [400.0, 275.0, 20.0], "g"),
            (Metric, "45.2K", [620.0, 230.0, 26.0], ""),
            (Metric, "followers", [610.0, 275.0, 20.0], "g"),
            (Metric, "312", [860.0, 230.0, 26.0], ""),
            (Metric, "following", [830.0, 275.0, 20.0], "g"),
            (Body, "Chairs that nobody asked to sit on", [60.0, 420.0, 22.0], ""),
            (Button, "Follow", [150.0, 540.0, 22.0], "b"),
            (Button, "Message", [520.0, 540.0, 22.0], "b"),
        ],
    },
    Page {
        name: "a coupon",
        size: [1200, 628],
        kind: Kind::Ad,
        rows: &[
            (Slogan, "15% OFF", [80.0, 110.0, 130.0], "c"),
            (Slogan, "YOUR FIRST REGRET", [80.0, 290.0, 60.0], ""),
            (Body, "Use the code HELLO15 at the checkout", [80.0, 420.0, 26.0], ""),
            (Body, "Valid until 30 June, not with other offers", [80.0, 580.0, 13.0], "g"),
        ],
    },
    Page {
        name: "a house",
        size: [1200, 1200],
        kind: Kind::Ad,
        rows: &[
            (Slogan, "FOR SALE", [80.0, 90.0, 110.0], ""),
            (Price, "€420,000", [80.0, 820.0, 70.0], "c"),
            (Body, "3 beds · 2 baths · 110 m²", [80.0, 940.0, 30.0], ""),
            (Body, "12 Quay Road, Galway", [80.0, 1000.0, 26.0], ""),
            (Logo, "HARBOUR REALTY", [760.0, 1120.0, 28.0], "t"),
        ],
    },
    Page {
        name: "a sign by the road",
        size: [1600, 600],
        kind: Kind::Ad,
        rows: &[
            (Slogan, "Thirsty?", [100.0, 110.0, 150.0], ""),
            (Slogan, "Stay that way.", [100.0, 340.0, 80.0], ""),
            (Logo, "FRESH STOP", [1180.0, 500.0, 40.0], "c"),
        ],
    },
];
