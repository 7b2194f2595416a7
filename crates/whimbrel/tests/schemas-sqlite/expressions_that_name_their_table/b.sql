CREATE TABLE span (low INTEGER NOT NULL DEFAULT 0, high INTEGER UNIQUE, wide AS (high - low > 9), CONSTRAINT ok CHECK (span.low < span.high));
CREATE INDEX span_width ON span (high - low) WHERE span.low >= 0;
