//! An exchange: who says what, and the largest size at which all of it finds room.

use crate::{
    layer::{
        balloons::{
            Balloons, draw,
            field::Field,
            search::{Spot, Turn, place},
            tail::Voice,
            turns::{Kind, turns},
        },
        stage::Stage,
    },
    typeset::{
        Style,
        fonts::FaceId,
        oval::{Form, OvalText},
    },
};

/// Sizes from the largest to the smallest legible.
const SIZES: usize = 12;
/// How much larger shouting is lettered, and capitals are led.
const LOUD: f32 = 1.12;
const LEADING: f32 = 0.98;

/// A turn, ready to be set.
pub struct Spoken {
    pub text: String,
    pub kind: Kind,
    pub voice: Voice,
    pub set: OvalText,
    /// Of its oval.
    pub power: f32,
    /// How much larger than the others it is lettered.
    pub scale: f32,
}

/// An exchange in its places.
pub struct Settled {
    pub turns: Vec<Spoken>,
    pub spots: Vec<Option<Spot>>,
    /// Pixels an em.
    pub em: f32,
}

impl Settled {
    /// How many turns found no room.
    pub fn lost(&self) -> usize {
        self.spots.iter().filter(|spot| spot.is_none()).count()
    }

    /// The more is said the better, then the larger.
    pub fn rank(&self) -> (f32, f32) {
        (-(self.lost() as f32) / self.turns.len().max(1) as f32, self.em)
    }
}

impl Balloons {
    /// Who says what: faces take turns; a single one is answered from beyond the edge, or says it all.
    pub(super) fn spoken(&self, text: &str, cast: &[usize], fonts: [FaceId; 2], stage: &Stage<'_>) -> Vec<Spoken> {
        let mut said = turns(text, self.kind);
        if cast.len() == 1 && !self.beyond && said.len() > 1 {
            let whole: Vec<String> = said.iter().map(|(text, _)| text.clone()).collect();
            said = turns(&whole.join(" "), if self.kind == Kind::Any { Kind::Speech } else { self.kind });
        }
        let voices: Vec<Voice> = match cast {
            [face] if said.len() > 1 => vec![Voice::Face(*face), Voice::Beyond],
            faces => faces.iter().map(|face| Voice::Face(*face)).collect(),
        };
        let ready = |(i, (text, kind)): (usize, (String, Kind))| {
            let shouts = kind == Kind::Shout;
            let style = Style {
                faces: vec![fonts[usize::from(shouts)]],
                lang: stage.lang,
                case: self.case,
                leading: LEADING,
                ..Style::default()
            };
            let round = if matches!(kind, Kind::Shout | Kind::Thought) { 1.0 } else { self.round };
            let power = 2.0 + 3.0 * (1.0 - round);
            let pad = if shouts { 0.7 * self.pad } else { self.pad };
            let set = OvalText::new(&text, &style, power, pad, stage.fonts);
            Spoken { text, kind, voice: voices[i % voices.len()], set, power, scale: if shouts { LOUD } else { 1.0 } }
        };
        said.into_iter().enumerate().map(ready).collect()
    }

    /// The largest size at which everything has its place, or as much as may be at the smallest.
    pub(super) fn settle(&self, turns: Vec<Spoken>, field: &Field<'_>, stage: &Stage<'_>) -> Settled {
        let (most, least) = (stage.page.px(self.size).max(1.0), stage.page.px(self.legible).max(1.0));
        let size = |step: usize| most * libm::powf(least.min(most) / most, step as f32 / (SIZES - 1) as f32);
        let at = |em: f32, some: bool| {
            let turn = |turn: &Spoken| {
                let grown =
                    |form: &Form| (form.half.map(|side| (side * turn.scale + draw::reach(turn.kind)) * em), form.worse);
                Turn { voice: turn.voice, forms: turn.set.forms.iter().map(grown).collect(), power: turn.power }
            };
            place(field, &turns.iter().map(turn).collect::<Vec<_>>(), em, some)
        };
        let mut found = at(most, false).map(|spots| (most, spots));
        let (mut fails, mut fits) = (0, SIZES - 1);
        if found.is_none() {
            found = at(least.min(most), false).map(|spots| (least.min(most), spots));
            while found.is_some() && fits - fails > 1 {
                let middle = (fits + fails) / 2;
                match at(size(middle), false) {
                    Some(spots) => (fits, found) = (middle, Some((size(middle), spots))),
                    None => fails = middle,
                }
            }
        }
        let (em, spots) = found.unwrap_or_else(|| {
            let em = least.min(most);
            (em, at(em, true).unwrap_or_else(|| vec![None; turns.len()]))
        });
        Settled { turns, spots, em }
    }
}
