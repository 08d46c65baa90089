//! Proofs that a session tells, on a base small enough to be read whole.

use super::{last, small};
use whereof::answer::Reply;
use whereof::{Limits, Session};

#[test]
fn a_dispute_is_proved_by_the_inner_row_on_which_it_is() {
    let base = small(
        "entity G3 is gene with broader = G1; entity G4 is gene with broader = G1;
         study 1 { at \"1\" 1: tea lifts G3; at \"1\" 1: tea sinks G3; }
         study 2 { at \"1\" 2: tea sinks G4; at \"1\" 2: milk lifts G1; at \"1\" 2: milk lifts G3; at \"1\" 2: milk lifts G4; }",
    );
    let question = "why treatment where contested on (gene where lifted by milk) with at least 2 studies";
    let Reply::Why(why) = last(&mut Session::new(base, Limits::script()), question) else { panic!("no proofs") };
    assert_eq!(why.rows.len(), 1);
    let proof = &why.rows[0].proofs[0];
    let said: Vec<&str> = proof.evidence.iter().map(|evidence| evidence.statement.as_str()).collect();
    // G3 and G4 are inner rows too, but on neither alone are there findings of two studies that stand against each other.
    assert_eq!(said, ["tea lifts G3", "tea sinks G3", "tea sinks G4", "milk lifts G1"]);
    assert!(proof.steps.contains(&"G1 is one of the inner rows:".to_owned()), "{:#?}", proof.steps);
    assert!(!proof.steps.iter().any(|step| step.contains("the findings alone")), "{:#?}", proof.steps);
}
