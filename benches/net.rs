//! How long each network takes on the shapes that it usually gets, on one thread.

use detourn::scene::bench_network;

fn main() {
    divan::main();
}

/// A network's name, its file, and a shape (NCHW).
type Case = (&'static str, &'static [u8], [usize; 4]);

macro_rules! network {
    ($name:literal) => {
        include_bytes!(concat!("../src/scene/models/", $name, ".onnx"))
    };
}

const CASES: [Case; 7] = [
    ("detect-small", network!("detect-small"), [1, 3, 960, 768]),
    ("detect-tiny", network!("detect-tiny"), [1, 3, 960, 768]),
    ("faces", network!("faces"), [1, 3, 640, 512]),
    ("recognise-small", network!("recognise-small"), [1, 3, 48, 320]),
    ("recognise-small", network!("recognise-small"), [6, 3, 48, 320]),
    ("recognise-tiny", network!("recognise-tiny"), [1, 3, 48, 320]),
    ("recognise-tiny", network!("recognise-tiny"), [6, 3, 48, 320]),
];

#[divan::bench(sample_count = 20, args = CASES.map(|(name, _, shape)| format!("{name} {shape:?}")))]
fn network(bencher: divan::Bencher, case: &str) {
    let (_, file, shape) = CASES.into_iter().find(|(name, _, shape)| format!("{name} {shape:?}") == case).unwrap();
    let net = bench_network(file);
    let values = || (0..shape.iter().product()).map(|n: usize| (n * 7919 % 256) as f32 / 128.0 - 1.0).collect();
    net(shape, values());
    bencher.with_inputs(values).bench_local_values(|values| net(shape, values));
}
