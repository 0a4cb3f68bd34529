//! Faults of a world that only show when its parts are seen together.
