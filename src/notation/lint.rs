//! What is allowed in a base and probably wrong.
