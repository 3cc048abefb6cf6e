//! Divisions: how pictures share a sheet. Frames in millimetres, in the order in which they are read.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::press::leaf::Area;

/// A way of dividing a sheet among pictures. Written `triptych`, `grid`, `grid:2x3`, `strip` or `front`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Division {
    /// Three side by side, the middle one wider.
    Triptych,
    /// Rows of frames all alike: as many as there are pictures, or so many columns and rows.
    Grid(Option<(u32, u32)>),
    /// A page of a comic strip: rows of like height, panels of unlike width.
    Strip,
    /// A newspaper's front: a lead and smaller pictures beside and below it.
    Front,
}

/// The most frames of a grid that follows from the pictures.
const MOST: usize = 12;
/// Width to height of the frames that such a grid comes near to.
const SHAPE: f64 = 0.9;
/// The wings of a triptych, and its middle.
const WINGS: [f64; 3] = [1.0, 1.4, 1.0];

impl Division {
    /// How many pictures a full sheet has.
    pub fn room(self) -> usize {
        match self {
            Division::Triptych => 3,
            Division::Grid(None) => MOST,
            Division::Grid(Some((columns, rows))) => columns as usize * rows as usize,
            Division::Strip => 8,
            Division::Front => 6,
        }
    }

    /// How many of `count` pictures each sheet has. Where the number of frames is nobody's wish, sheets have as many as
    /// each other.
    pub fn shares(self, count: usize) -> Vec<usize> {
        let room = self.room().max(1);
        let sheets = count.div_ceil(room);
        match self {
            Division::Grid(None) | Division::Strip => {
                (0..sheets).map(|sheet| count / sheets + usize::from(sheet < count % sheets)).collect()
            }
            _ => (0..sheets).map(|sheet| room.min(count - sheet * room)).collect(),
        }
    }

    /// The frames of `count` pictures in `room`, as they are read. Fewer than a full sheet has share it anew.
    pub fn frames(self, count: usize, room: Area, gutter: f64) -> Vec<Area> {
        if count == 0 {
            return Vec::new();
        }
        match self {
            Division::Triptych => match count {
                3 => across(room, &WINGS, gutter),
                _ => across(room, &vec![1.0; count], gutter),
            },
            Division::Grid(None) => evenly(count, room, gutter, SHAPE),
            Division::Grid(Some((columns, rows))) => {
                let side = |all: f64, n: u32| (all - gutter * f64::from(n - 1)) / f64::from(n);
                let (columns, rows) = (columns.max(1), rows.max(1));
                if count == columns as usize * rows as usize {
                    return rowed(&vec![vec![1.0; columns as usize]; rows as usize], room, gutter);
                }
                evenly(count, room, gutter, side(room.w, columns) / side(room.h, rows))
            }
            Division::Strip => rowed(&strip(count), room, gutter),
            Division::Front => front(count, room, gutter),
        }
    }
}

/// Parts side by side, as wide as their weights.
fn across(room: Area, weights: &[f64], gutter: f64) -> Vec<Area> {
    let free = room.w - gutter * (weights.len() - 1) as f64;
    let all: f64 = weights.iter().sum();
    let mut x = room.x;
    let part = |weight: &f64| {
        let area = Area { x, w: free * weight / all, ..room };
        x = area.right() + gutter;
        area
    };
    weights.iter().map(part).collect()
}

/// Parts one below the other, as high as their weights.
fn down(room: Area, weights: &[f64], gutter: f64) -> Vec<Area> {
    let turned = |a: Area| Area { x: a.y, y: a.x, w: a.h, h: a.w };
    across(turned(room), weights, gutter).into_iter().map(turned).collect()
}

/// Rows of like height.
fn rowed(rows: &[Vec<f64>], room: Area, gutter: f64) -> Vec<Area> {
    let bands = down(room, &vec![1.0; rows.len()], gutter);
    rows.iter().zip(bands).flat_map(|(row, band)| across(band, row, gutter)).collect()
}

/// As many rows as bring the frames nearest to a shape; where they cannot all have as many, the upper ones have more.
fn evenly(count: usize, room: Area, gutter: f64, shape: f64) -> Vec<Area> {
    let cut = |rows: usize| {
        let row = |row: usize| vec![1.0; count / rows + usize::from(row < count % rows)];
        rowed(&(0..rows).map(row).collect::<Vec<_>>(), room, gutter)
    };
    let off = |frames: &[Area]| -> f64 { frames.iter().map(|a| libm::log(a.w / a.h / shape).abs()).sum() };
    let ways = (1..=count).map(cut);
    // A frame without room has no shape; what is left then is told by whoever asked.
    ways.min_by(|a, b| off(a).total_cmp(&off(b))).unwrap_or_default()
}

/// The widths of a strip's panels, row by row: no gutter stands above another.
fn strip(count: usize) -> Vec<Vec<f64>> {
    let rows: &[usize] = match count {
        1 => &[1],
        2 => &[1, 1],
        3 => &[2, 1],
        4 => &[1, 2, 1],
        5 => &[2, 1, 2],
        6 => &[2, 2, 2],
        7 => &[2, 3, 2],
        _ => &[3, 2, 3],
    };
    let widths = |(row, panels): (usize, &usize)| match (panels, row % 2) {
        (1, _) => vec![1.0],
        (2, 0) => vec![1.35, 1.0],
        (2, _) => vec![1.0, 1.35],
        (_, 0) => vec![1.25, 0.85, 1.0],
        _ => vec![0.9, 1.3, 0.9],
    };
    rows.iter().enumerate().map(widths).collect()
}

/// The lead first, then what stands at its right, then what stands below.
fn front(count: usize, room: Area, gutter: f64) -> Vec<Area> {
    let (beside, below) = match count {
        1 => return vec![room],
        2..=4 => (0, count - 1),
        _ => (2, count - 3),
    };
    let bands = down(room, if beside > 0 { &[2.1, 1.0] } else { &[1.75, 1.0] }, gutter);
    let mut frames = vec![bands[0]];
    if beside > 0 {
        let parts = across(bands[0], &[2.0, 1.0], gutter);
        frames = vec![parts[0]];
        frames.extend(down(parts[1], &[1.0; 2], gutter));
    }
    frames.extend(across(bands[1], &vec![1.0; below], gutter));
    frames
}

/// A division that is not known.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no layout: write triptych, grid, grid:COLUMNSxROWS such as grid:2x3, strip, or front")]
pub struct DivisionError(String);

impl FromStr for Division {
    type Err = DivisionError;

    fn from_str(text: &str) -> Result<Self, DivisionError> {
        let sides = |text: &str| {
            let (columns, rows) = text.split_once(['x', '×'])?;
            let side = |text: &str| text.trim().parse().ok().filter(|side| (1..=20).contains(side));
            Some((side(columns)?, side(rows)?))
        };
        match text.trim() {
            "triptych" => Some(Division::Triptych),
            "grid" => Some(Division::Grid(None)),
            "strip" => Some(Division::Strip),
            "front" => Some(Division::Front),
            other => other.strip_prefix("grid:").and_then(sides).map(|sides| Division::Grid(Some(sides))),
        }
        .ok_or_else(|| DivisionError(text.into()))
    }
}

impl fmt::Display for Division {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Division::Triptych => f.write_str("triptych"),
            Division::Grid(None) => f.write_str("grid"),
            Division::Grid(Some((columns, rows))) => write!(f, "grid:{columns}x{rows}"),
            Division::Strip => f.write_str("strip"),
            Division::Front => f.write_str("front"),
        }
    }
}

impl TryFrom<String> for Division {
    type Error = DivisionError;
    fn try_from(text: String) -> Result<Self, DivisionError> {
        text.parse()
    }
}

impl From<Division> for String {
    fn from(division: Division) -> String {
        division.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ALL: [&str; 7] = ["triptych", "grid", "grid:1x1", "grid:2x3", "grid:4x5", "strip", "front"];

    #[test]
    fn divisions_read_as_they_are_written() {
        for text in ALL {
            assert_eq!(text.parse::<Division>().unwrap().to_string(), text);
        }
        for bad in ["", "grid:", "grid:0x2", "grid:2", "grid:2x99", "strip:2x2", "Tableau"] {
            assert!(bad.parse::<Division>().is_err(), "{bad}");
        }
    }

    #[test]
    fn sheets_share_what_there_is() {
        let of = |text: &str, count| text.parse::<Division>().unwrap().shares(count);
        assert_eq!(of("triptych", 7), [3, 3, 1]);
        assert_eq!(of("grid:2x3", 8), [6, 2]);
        assert_eq!((of("strip", 9), of("grid", 13)), (vec![5, 4], vec![7, 6]));
        assert_eq!(of("front", 0), [0; 0]);
    }

    proptest! {
        /// Frames lie in their room and apart, fill it but for gutters, and are read from the left and from above.
        #[test]
        fn frames_keep_apart_and_are_read_in_order(
            division in 0..ALL.len(), share in 0.01..1.0f64, w in 150.0..900.0f64, h in 150.0..900.0f64, gutter in 0.0..4.0f64,
        ) {
            let division: Division = ALL[division].parse().unwrap();
            let count = (share * division.room() as f64).ceil() as usize;
            let room = Area { x: 7.0, y: 11.0, w, h };
            let frames = division.frames(count, room, gutter);
            prop_assert_eq!(frames.len(), count);
            let inside = |a: &Area| a.x >= 7.0 - 1e-6 && a.y >= 11.0 - 1e-6 && a.right() <= room.right() + 1e-6 && a.bottom() <= room.bottom() + 1e-6;
            prop_assert!(frames.iter().all(|a| a.w > 5.0 && a.h > 5.0 && inside(a)));
            for (i, b) in frames.iter().enumerate() {
                for a in &frames[..i] {
                    let beside = b.x >= a.right() + gutter - 1e-6;
                    let below = b.y >= a.bottom() + gutter - 1e-6;
                    prop_assert!(beside || below, "{a:?} {b:?}");
                    prop_assert!(below || b.y >= a.y - 1e-6, "{a:?} {b:?}");
                }
            }
            // With gutters grown into them, they are the room.
            let area: f64 = frames.iter().map(|a| (a.w + gutter) * (a.h + gutter)).sum();
            prop_assert!((area - (w + gutter) * (h + gutter)).abs() < 1e-6 * area);
        }
    }
}
