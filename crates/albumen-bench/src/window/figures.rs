//! Figures out of what the measuring script told.

use serde_json::Value;

use crate::emulator::at;

/// One figure; 0 where there is none.
pub(super) fn number(told: &Value, name: &str) -> f64 {
    at(told, name).as_f64().unwrap_or_default()
}

/// A figure of every round.
pub(super) fn all(rounds: &Value, name: &str) -> Vec<f64> {
    let rounds = rounds.as_array().into_iter().flatten();
    rounds.map(|round| number(round, name)).collect()
}

/// A figure of every round on both sides.
pub(super) fn pairs(own: &Value, other: &Value, name: &str) -> Vec<(f64, f64)> {
    all(own, name).into_iter().zip(all(other, name)).collect()
}
