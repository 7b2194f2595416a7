ALTER TYPE mood ADD VALUE 'tired'
