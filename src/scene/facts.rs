//! Facts: what a scene says of itself in numbers, for conditions in templates and captions.

use crate::{
    condition::Facts,
    scene::{Needs, Scene},
};

/// What must be read before the fact is known; `None` when there is no such fact.
pub fn needs(fact: &str) -> Option<Needs> {
    let _ = fact;
    None
}

impl Scene {
    /// All facts that the readings made so far can tell.
    pub fn facts(&self) -> Facts {
        Facts::new()
    }
}
