//! Ranges: values held against the ranges that their own schema states.

use std::{
    any::TypeId,
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use schemars::{JsonSchema, schema_for};
use serde::Serialize;
use serde_json::Value;

/// Lowest and highest value of a key, where there is one.
type Ranges = BTreeMap<String, (Option<f64>, Option<f64>)>;

fn ranges<T: JsonSchema + 'static>() -> Arc<Ranges> {
    static KNOWN: Mutex<BTreeMap<TypeId, Arc<Ranges>>> = Mutex::new(BTreeMap::new());
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let ranges = known.entry(TypeId::of::<T>()).or_insert_with(|| Arc::new(stated(schema_for!(T).as_value())));
    Arc::clone(ranges)
}

fn stated(schema: &Value) -> Ranges {
    let properties = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
    let range = |schema: &Value| {
        let bound = |key| schema.get(key).and_then(Value::as_f64);
        (bound("minimum"), bound("maximum"))
    };
    properties.map(|(key, schema)| (key.clone(), range(schema))).filter(|(_, r)| *r != (None, None)).collect()
}

/// Whether every number of a value lies in the range that its schema states. A length with a unit is
/// judged by its number.
///
/// # Errors
/// Names the key, in backticks and first, so that a deserialiser can point at it.
pub fn check<T: Serialize + JsonSchema + 'static>(value: &T) -> Result<(), String> {
    let ranges = ranges::<T>();
    if ranges.is_empty() {
        return Ok(());
    }
    let fields = serde_json::to_value(value).map_err(|e| e.to_string())?;
    for (key, (low, high)) in ranges.iter() {
        let number = match &fields[key] {
            Value::String(text) => text.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse().ok(),
            other => other.as_f64(),
        };
        let Some(number) = number else { continue };
        let range = match (low, high) {
            (Some(low), Some(high)) if !(*low..=*high).contains(&number) => format!("it goes from {low} to {high}"),
            (Some(low), None) if number < *low => format!("it is at least {low}"),
            (None, Some(high)) if number > *high => format!("it is at most {high}"),
            _ => continue,
        };
        return Err(format!("`{key}` is {}: {range}", number as f32));
    }
    Ok(())
}
