//! Networks as cut beside what they gave whole.

use super::*;

/// A network's name and file, the height of its input, and the largest value in each quarter of each output for
/// `letters`, as onnxruntime 1.x computed it from the file before `models/cut.py`.
type Case = (&'static str, &'static [u8], usize, &'static [f32]);

macro_rules! network {
    ($name:literal) => {
        include_bytes!(concat!("../models/", $name, ".onnx"))
    };
}

const CASES: [Case; 5] = [
    ("detect-small", network!("detect-small"), 64, &[5e-06, 0.99994, 0.999953, 4e-06]),
    ("detect-tiny", network!("detect-tiny"), 64, &[7.6e-05, 0.999934, 0.999941, 0.000142]),
    (
        "faces",
        network!("faces"),
        64,
        &[
            0.011252, 0.017266, 0.010161, 0.009632, 2.45425, 2.515842, 2.444002, 2.437661, 0.14353, 0.09724, 0.215834,
            0.163819, 0.612219, 0.921205, 0.901385, 0.896844,
        ],
    ),
    ("recognise-small", network!("recognise-small"), 48, &[0.999824, 0.99729, 0.997365, 0.998218]),
    ("recognise-tiny", network!("recognise-tiny"), 48, &[0.640443, 0.689501, 0.540692, 0.825309]),
];

/// Four times the letter H, dark on light, 96 wide.
fn letters(height: usize) -> Vec<f32> {
    let is_dark = |x: usize, y: usize| {
        let stroke = matches!(x % 16, 0..4 | 8..12) || x % 16 < 12 && y.abs_diff(height / 2) < 2;
        (16..80).contains(&x) && (height / 4..height * 3 / 4).contains(&y) && stroke
    };
    let plane = |ink: f32| (0..height * 96).map(move |at| if is_dark(at % 96, at / 96) { ink } else { 2.0 });
    [-1.75, -1.75, -1.5].into_iter().flat_map(plane).collect()
}

#[test]
fn a_network_in_pieces_gives_what_it_gave_whole() {
    for (name, file, height, expected) in CASES {
        let net = Net::new(file);
        // The first run finds out what the pieces hand on, the second knows.
        for run in 1..=2 {
            let outputs = net.run([1, 3, height, 96], letters(height));
            let largest = |values: &[f32]| values.iter().copied().fold(f32::MIN, f32::max);
            let quarters = |output: Output| output.values.chunks_exact(output.values.len() / 4).map(largest).collect();
            let given: Vec<f32> = outputs.into_iter().flat_map(|output| -> Vec<f32> { quarters(output) }).collect();
            assert_eq!(given.len(), expected.len(), "{name}");
            let differ = given.iter().zip(expected).any(|(given, expected)| (given - expected).abs() > 1e-4);
            assert!(!differ, "{name}, run {run}: {given:?}");
        }
    }
}

#[test]
fn networks_run_on_odd_small_shapes() {
    for (name, file, height, _) in CASES {
        let net = Net::new(file);
        let shapes = if height == 48 {
            [[1, 48, 32], [3, 48, 64], [1, 48, 960]]
        } else {
            [[1, 32, 32], [1, 32, 960], [2, 64, 32]]
        };
        for [pictures, height, width] in shapes {
            let outputs = net.run([pictures, 3, height, width], vec![0.5; pictures * 3 * height * width]);
            assert!(outputs.iter().all(|output| output.shape[0] == pictures), "{name}");
            assert!(outputs.iter().all(|output| output.values.iter().all(|value| value.is_finite())), "{name}");
        }
    }
}
