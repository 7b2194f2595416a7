-- migrate:up engine:sqlite
`open