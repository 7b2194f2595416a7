-- quotes, spaces, emptiness, other scripts
CREATE TYPE "Odd Mood" AS ENUM ('', 'so so', 'étrange', 'it''s', '"quoted"', 'back\slash', 'ещё', '$$');
