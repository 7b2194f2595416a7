-- texts become what they hold, with defaults
CREATE TABLE blobs (id uuid NOT NULL, meta jsonb DEFAULT '{}', ip inet, bits bit(8));
