//! From two catalogs to the statements that turn one into the other.
