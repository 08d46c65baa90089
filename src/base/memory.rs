//! A store of findings in memory.
