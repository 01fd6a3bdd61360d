//! What was found while reading one release: things put right, and things that cannot be.

use serde::Serialize;

use crate::kernel::{Faults, FieldFault};

/// Something in a release that was put right, and where (RFC 6901).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Repair {
    pub pointer: String,
    pub what: String,
}

/// Everything that reading one release has brought to light.
#[derive(Debug, Default)]
pub struct Findings {
    pub repairs: Vec<Repair>,
    pub faults: Faults,
}

impl Findings {
    pub fn repaired(&mut self, pointer: impl Into<String>, what: impl Into<String>) {
        let repair = Repair { pointer: pointer.into(), what: what.into() };
        if !self.repairs.contains(&repair) {
            self.repairs.push(repair);
        }
    }

    pub fn fault(
        &mut self,
        pointer: impl Into<String>,
        code: &'static str,
        why: impl Into<String>,
    ) {
        let (pointer, why) = (pointer.into(), why.into());
        let known = |fault: &FieldFault| fault.pointer == pointer && fault.code == code;
        if !self.faults.iter().any(known) {
            self.faults.add(pointer, code, why);
        }
    }
}
