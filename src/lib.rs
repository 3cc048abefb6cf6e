//! detourn: reads a picture, writes other words for it, draws them in.
//!
//! ```text
//! Source → Picture → Scene ──┐
//! Template + Words + Fonts ──┴→ compose → Plan → render → Canvas → encode → Sink
//! ```
//!
//! The modules stand roughly in the order of that flow.
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::disallowed_methods, reason = "tests read samples and write to temporary folders"))]

pub mod color;
pub mod condition;
pub mod measure;
pub mod paper;
pub mod polygon;
pub mod pyramid;
pub mod quad;
pub mod ranges;
pub mod recipe;
pub mod scratch;
pub mod seed;

pub mod picture;
pub mod scene;

pub mod erase;
pub mod filter;
pub mod region;

pub mod plan;
pub mod typeset;
pub mod words;

pub mod layer;
pub mod overlay;
pub mod template;

pub mod compose;
pub mod encode;
pub mod press;
pub mod render;

pub mod source;

pub mod sink;

pub mod job;

pub mod batch;
pub mod gallery;
