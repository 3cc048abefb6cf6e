//! Seams: what is seen of a sheet that others are pasted over, and where their edges lie on it.

use crate::press::{
    leaf::Area,
    tiles::{SLACK, Tile},
};

/// A straight line on the poster: where it lies on one axis, and from where to where on the other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seam {
    pub on: f64,
    pub from: f64,
    pub to: f64,
}

impl Tile {
    /// What of it is seen when all are pasted, in rectangles that lie apart: one, or the parts of an L.
    pub fn seen(&self) -> Vec<Area> {
        let without = |left: Vec<Area>, over: &Area| left.iter().flat_map(|area| rest(area, over)).collect();
        self.over.iter().fold(vec![self.part], without)
    }

    /// The edges of others that can be seen on it, upright ones and level ones, each from end to end.
    pub fn seams(&self) -> [Vec<Seam>; 2] {
        let turned = |area: &Area| Area { x: area.y, y: area.x, w: area.h, h: area.w };
        let over: Vec<Area> = self.over.iter().map(turned).collect();
        [upright(&self.part, &self.over), upright(&turned(&self.part), &over)]
    }
}

/// What two areas have in common.
pub(super) fn common(a: &Area, b: &Area) -> Option<Area> {
    let (x, y) = (a.x.max(b.x), a.y.max(b.y));
    let (w, h) = (a.right().min(b.right()) - x, a.bottom().min(b.bottom()) - y);
    (w > SLACK && h > SLACK).then_some(Area { x, y, w, h })
}

/// What is left of an area: above, below, and beside another.
fn rest(area: &Area, over: &Area) -> Vec<Area> {
    let Some(gone) = common(area, over) else { return vec![*area] };
    let between = |x: f64, y: f64, right: f64, bottom: f64| Area { x, y, w: right - x, h: bottom - y };
    let parts = [
        between(area.x, area.y, area.right(), gone.y),
        between(area.x, gone.y, gone.x, gone.bottom()),
        between(gone.right(), gone.y, area.right(), gone.bottom()),
        between(area.x, gone.bottom(), area.right(), area.bottom()),
    ];
    parts.into_iter().filter(|part| part.w > SLACK && part.h > SLACK).collect()
}

/// Left edges of `over` inside of `part`, where no other hides them, joined where they go on.
fn upright(part: &Area, over: &[Area]) -> Vec<Seam> {
    let mut seams: Vec<Seam> = Vec::new();
    for edge in over.iter().filter(|edge| edge.x > part.x + SLACK) {
        let mut left = vec![Seam { on: edge.x, from: edge.y, to: edge.bottom() }];
        for hides in over.iter().filter(|hides| hides.x + SLACK < edge.x && edge.x < hides.right() - SLACK) {
            let outside = |seam: Seam| {
                [Seam { to: seam.to.min(hides.y), ..seam }, Seam { from: seam.from.max(hides.bottom()), ..seam }]
            };
            left = left.into_iter().flat_map(outside).filter(|seam| seam.to > seam.from + SLACK).collect();
        }
        seams.extend(left);
    }
    seams.sort_by(|a, b| a.on.total_cmp(&b.on).then(a.from.total_cmp(&b.from)));
    let mut joined: Vec<Seam> = Vec::new();
    for seam in seams {
        match joined.last_mut() {
            Some(last) if (last.on - seam.on).abs() < SLACK && seam.from <= last.to + SLACK => {
                last.to = last.to.max(seam.to);
            }
            _ => joined.push(seam),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use crate::press::tiles::Tiling;

    #[test]
    fn an_l_has_two_seams_each_way() {
        let tiling = Tiling::of([420.0, 594.0], "A4".parse().unwrap(), 10.0, 5.0).unwrap();
        let tiles = tiling.tiles();
        let told = |seams: &[super::Seam]| -> Vec<[f64; 3]> { seams.iter().map(|s| [s.on, s.from, s.to]).collect() };
        // Across, below another; beside it an upright one and, farther in, one across that reaches over its corner.
        let [upright, level] = tiles[1].seams();
        assert_eq!(told(&upright), [[190.0, 277.0, 380.0], [277.0, 190.0, 277.0]]);
        assert_eq!(told(&level), [[277.0, 190.0, 277.0], [380.0, 0.0, 190.0]]);
        let seen: f64 = tiles[1].seen().iter().map(|area| area.w * area.h).sum();
        assert_eq!(seen, 277.0 * 190.0 - 87.0 * 103.0);
        // One with a neighbour on either side has a seam each way, which meet.
        let [upright, level] = tiles[0].seams();
        assert_eq!(told(&upright), [[277.0, 0.0, 190.0]]);
        assert_eq!(told(&level), [[190.0, 0.0, 277.0]]);
        assert_eq!(tiles[5].seams(), [vec![], vec![]]);
    }
}
