CREATE TYPE "Odd Mood" AS ENUM ('', 'so so', 'it''s', '"quoted"');
