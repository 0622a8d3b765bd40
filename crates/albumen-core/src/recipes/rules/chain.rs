//! Recipes that lead to each other. What a recipe made carries the recipes that led to it, so that none goes round.

use crate::view::RecipeKey;

/// So many recipes may lead from one to the next.
pub const LONGEST: usize = 3;

/// Why a run that these recipes led to is not done; none where it may be.
pub fn stops(chain: &[RecipeKey], recipe: RecipeKey) -> Option<&'static str> {
    if chain == [recipe] {
        return Some("Stopped: loop. This recipe itself brought it here.");
    }
    if chain.contains(&recipe) {
        return Some(
            "Stopped: loop. This recipe led to another one that leads back to it. Change one of them so that they do not meet.",
        );
    }
    if chain.len() >= LONGEST {
        return Some(
            "Stopped: loop. Three recipes led here one after the other, and no more may. Bring them together into one.",
        );
    }
    None
}

/// The chain of what a recipe makes.
pub fn after(chain: &[RecipeKey], recipe: RecipeKey) -> Vec<RecipeKey> {
    let mut longer = chain.to_vec();
    longer.push(recipe);
    longer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_recipe_comes_round_to_itself() {
        let [a, b, c, d] = [1, 2, 3, 4].map(RecipeKey);
        assert_eq!(stops(&[], a), None);
        assert_eq!(stops(&after(&[], a), b), None, "one may lead to another");
        for chain in [vec![a], vec![a, b], vec![b, a]] {
            assert!(stops(&chain, a).is_some_and(|why| why.starts_with("Stopped: loop.")));
        }
        assert_eq!(stops(&[a, b], c), None);
        assert!(stops(&[a, b, c], d).is_some(), "three are enough");
    }
}
