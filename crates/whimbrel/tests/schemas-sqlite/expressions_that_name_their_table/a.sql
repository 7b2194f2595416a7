CREATE TABLE span (low INTEGER, high INTEGER, CONSTRAINT ok CHECK (span.low <= [Span]."HIGH"));
CREATE INDEX span_width ON span (high - low) WHERE span.low > 0;
