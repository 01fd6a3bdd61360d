//! Black-box tests: one binary, one module per room.
