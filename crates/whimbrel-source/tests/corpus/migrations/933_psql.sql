-- migrate:up
\i other.sql
