//! The table of rules. A new rule is a file beside this one and a line in the table.

use crate::rule::Rule;

macro_rules! table {
    ($($module:ident)*) => {
        $(mod $module;)*

        /// All rules, in the order in which they are listed.
        pub(crate) const RULES: &[Rule] =
            &[$($module::RULE.documented(include_str!(concat!(stringify!($module), ".rs")))),*];
    };
}

table! {
    index_not_concurrent
    drop_index_not_concurrent
    reindex_not_concurrent
    refresh_not_concurrent
    vacuum_full
    change_column_type
    volatile_default
    table_rewrite
    set_not_null
    constraint_scan
    foreign_key_scan
    domain_constraint
    scan_under_lock
    key_builds_index
    exclusion_builds_index
    attach_partition
    detach_partition
    several_exclusive_locks
    slow_after_exclusive_lock
    not_valid_left_behind
    validate_in_same_transaction
    drop_column
    drop_table
    drop_schema
    drop_database
    drop_object
    rename_column
    rename_table
    rename_object
    move_to_schema
    drop_default
    change_identity
    access_changes
    rule_instead
    drop_key
    publish_without_identity
    drop_not_null
    required_column
    truncate
    unbounded_write
    inline_backfill
    breaks_dependent
    rows_refused
    loses_values
    cascade_drops_more
    privileges_lost
    disable_trigger
    enum_value_in_same_transaction
    guard_hides_difference
    conflict_without_key
    seed_without_guard
    repeats_on_second_run
    foreign_key_without_index
    redundant_index
    reference_type_mismatch
    row_security_without_policy
    row_security_disabled
    owner_without_policy
    owner_without_index
    name_truncated
    missing_down
    down_fails
    down_not_inverse
    up_after_down
    transaction_control
    prefer_bigint
    prefer_identity
    prefer_text
    prefer_timestamptz
    prefer_jsonb
    allow_comment
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_has_the_name_of_its_file_and_a_page() {
        for rule in RULES {
            let page = rule.page();
            assert!(page.starts_with("# "), "{}: a title", rule.code);
            assert!(page.contains("## Bad\n") && page.contains("## Good\n"), "{}: both examples", rule.code);
            let module = rule.code.replace('-', "_");
            let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/rules/");
            assert!(std::fs::exists(format!("{file}{module}.rs")).unwrap(), "{}: its file", rule.code);
        }
    }
}
