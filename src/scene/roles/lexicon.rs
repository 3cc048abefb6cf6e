//! Lexicon: the words by which a line shows what it is for, folded, in English, French, German and Spanish.

/// Words with spaces between.
pub(super) struct List(pub(super) &'static str);

impl List {
    pub(super) fn has(&self, word: &str) -> bool {
        self.0.split(' ').any(|listed| listed == word)
    }

    /// Whether a word is listed; one letter of a long word may be misread.
    pub(super) fn means(&self, word: &str) -> bool {
        let near = |listed: &str| listed.len() > 5 && strsim::osa_distance(word, listed) < 2;
        self.has(word) || word.len() > 5 && self.0.split(' ').any(near)
    }
}

/// Signs of money.
pub(super) const CURRENCY: &[char] = &['€', '$', '£', '¥', '₹', '₩', '₽', '₺', '₪', '₫', '฿', '₴', '₦', '₱', '₡', '₲'];

/// Names of money, beside a number.
pub(super) const MONEY: List = List(
    "eur euro euros usd gbp chf sek nok dkk pln zl huf ft czk kc ron lei mad dh dhs aed cfa fcfa xof yen rs inr kr ct \
     cts cents centimes pence dollars pounds francs pesos mxn brl cad aud",
);

/// What is said round a price.
pub(super) const OFFER: List = List(
    "from only just free off each save now was worth ttc ht month mois mo per person pers pp prix price partir des \
     seulement offert offerts offerte offertes gratuit gratuits gratuite lieu reduction remise economisez nur ab \
     statt rabatt gratis monat pro solo desde descuento dto mes antes ahora get buy entry tickets entree billets \
     eintritt entrada kg piece stuck night nuit year an week weekend semaine day all a the le la par for pour today \
     valeur gagner tonight ce soir apr taeg tan win ganar gewinnen up to bis zu jusqu hasta extra new neu nouveau \
     nuevo sale promo bonus",
);

/// Words that make an offer of any line that is short.
pub(super) const DEAL: List = List(
    "free off gratis gratuit gratuite gratuits offert offerte offerts offertes sale deal promo soldes rabatt new neu \
     nouveau nouveaute nuevo bonus 2x1",
);

/// What is counted in public.
pub(super) const COUNTED: List = List(
    "like likes view views comment comments share shares repost reposts retweet retweets quote quotes bookmark \
     bookmarks follower followers following post posts reply replies subscriber subscribers members reviews plays \
     saves votes reactions others aime jaime vue vues commentaire commentaires partage partages abonne abonnes \
     abonnements suivis publications reponse reponses avis membres republications citations signets autres gefallt \
     aufrufe kommentare kommentar beitrage abonnenten mal bewertungen antworten gusta vistas visualizaciones \
     comentarios seguidores seguidos publicaciones compartidos visualizzazioni commenti mi listeners watching online",
);

/// Spans of time, long and short: `2 hours ago`, `il y a 3 j`.
pub(super) const SPANS: List = List(
    "s sec m min mins minute minutes h hr hrs hour hours d day days w week weeks y j jour jours heure heures sem \
     semaine semaines std stunden stunde tagen tag tg minuten hora horas dia dias minutos semanas mo",
);

/// Words that turn a span of time into an age.
pub(super) const AGO: List = List("ago il y a vor hace now edited modifie");

/// First words of what one is to tap.
pub(super) const CALLS: List = List(
    "shop buy book get order learn discover download sign subscribe follow following send message install start try \
     join reserve request apply swipe watch play continue next pre preorder like comment log login see view read \
     explore contact call claim add tap click donate register find open visit chat reply share vote save pay accept \
     cancel confirm submit search upgrade skip transfer redeem unlock activate enter acheter achetez commander \
     commandez je j reserver reservez decouvrir decouvrez decouvre en inscrire s inscrivez telecharger telechargez \
     suivre suivi abonner envoyer voir essayer essayez profiter profitez contacter contactez ajouter rejoindre \
     rejoignez installer continuer commencer participer repondre demander obtenir payer jetzt mehr folgen anmelden \
     bestellen entdecken herunterladen kaufen buchen senden weiter nachricht zum gratis comprar compra reserva \
     reservar seguir siguiendo descubre descubrir descargar descarga suscribete ver enviar mas pide apuntate",
);

/// Answers of a poll.
pub(super) const ANSWERS: List = List("yes no oui non ja nein si maybe always never jamais toujours obviously");

/// What the lower lines of an advertisement say.
pub(super) const LEGAL: List = List(
    "terms conditions apply representative deposit required contractuel contractuelle soumise valable reserved \
     simulated affiliated included excluded eligible mentions legales responsibly moderation sante credit vary \
     details aktion gilt teilnahme agb validas oferta valida visuel photo image generated illustration majeurs voir \
     payments limited stocks exclusions subject availability",
);

/// Trades and forms of firms: words that a name may have.
pub(super) const FIRMS: List = List(
    "bank banque cafe coffee bakery boulangerie patisserie hotel restaurant bistro brasserie bar pizzeria studio \
     studios travel travels voyages immobilier immo realty motors airlines airways insurance assurance assurances \
     mutuelle pharmacie pharmacy maison atelier ateliers fils sons bros group groupe inc ltd llc gmbh sarl co company \
     paris london milano berlin madrid york brulerie roasters brewing brewery records magazine store boutique market \
     marche supermarkt kaufhaus backerei versicherung sparkasse reisen mobel tienda panaderia viajes seguros banco \
     museum musee theatre cinema club gym fitness academy academie school ecole foundation association telecom mobile \
     energy energie cosmetics beauty labs foods farm ferme wines vins parfums jewelry bijoux watches optique \
     furniture meubles",
);

/// Days and months.
pub(super) const DATES: List = List(
    "mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday jan feb mar apr may jun jul \
     aug sep sept oct nov dec january february march april june july august september october november december lundi \
     mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim janvier fevrier mars avril mai juin \
     juillet aout septembre octobre novembre decembre montag dienstag mittwoch donnerstag freitag samstag sonntag \
     januar februar marz juni juli oktober dezember lunes martes miercoles jueves viernes sabado domingo enero \
     febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
);

/// What stands before the number of a magazine.
pub(super) const ISSUES: List = List("issue vol volume numero edition ausgabe heft nr");

/// Small words, which sentences have and names hardly.
pub(super) const SMALL: List = List(
    "de du of and et und del a an is are was be you your we our my me i it its this that to for with in on at by from \
     not no what who how when where so if or but all every more than just only never don can will have do up out they \
     them le la les des un une est sont vous votre vos nous notre nos je tu il elle ne pas plus que qui quoi pour \
     avec dans sur sans ce cette se si mais ou tout tous jusqu au aux ist sie ihr wir ich dein deine nicht mit fur \
     auf ein eine die das el los las una es su te con para por mas as the en too here there ever now",
);

/// What a network writes under the account of somebody who pays.
pub(super) const PAID: List = List("sponsored promoted sponsorise publicite gesponsert anzeige patrocinado publicidad");

/// Small words that names have too.
pub(super) const JOINING: List = List("de du of and et y und del der the le la les el los & at in");

/// Ends of web addresses.
pub(super) const DOMAINS: List = List(
    "com org net io co fr de es uk eu be ch it nl at ca us app shop store info biz dev ai tv me ly gg example paris \
     berlin online",
);
