-- A session with an end of its own is an access token's.
ALTER TABLE sessions ADD COLUMN expires {{.Int}} NOT NULL DEFAULT 0;

-- What a note in a bulletin's container is about, where that is no place of the bulletin: a target of the Web Annotation model,
-- as JSON. Replies keep the addresses that they had elsewhere, as notes do.
ALTER TABLE notes ADD COLUMN about {{.Text}} NOT NULL DEFAULT '';
ALTER TABLE replies ADD COLUMN canonical {{.Text}} NOT NULL DEFAULT '';
ALTER TABLE replies ADD COLUMN via {{.Text}} NOT NULL DEFAULT '';
