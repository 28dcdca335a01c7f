-- What an edition said when something was last tied to it, as JSON; targets count in it.
CREATE TABLE texts (
  bulletin {{.Text}} NOT NULL,
  edition {{.Int}} NOT NULL,
  digest {{.Text}} NOT NULL,
  content {{.Text}} NOT NULL,
  PRIMARY KEY (bulletin, edition)
) {{.Strict}};

-- A target is JSON and never changes; its bulletin and section stand beside it to be found by.
CREATE TABLE notes (
  id {{.Text}} PRIMARY KEY,
  bulletin {{.Text}} NOT NULL,
  section {{.Text}} NOT NULL,
  target {{.Text}} NOT NULL,
  kind {{.Text}} NOT NULL,
  body {{.Text}} NOT NULL,
  visibility {{.Text}} NOT NULL,
  author {{.Text}} NOT NULL REFERENCES users (id) DEFERRABLE INITIALLY IMMEDIATE,
  author_as {{.Text}} NOT NULL,
  created {{.Int}} NOT NULL,
  edited {{.Int}} NOT NULL,
  revision {{.Int}} NOT NULL,
  resolved {{.Int}} NOT NULL,
  resolved_as {{.Text}} NOT NULL,
  deleted {{.Int}} NOT NULL,
  canonical {{.Text}} NOT NULL,
  via {{.Text}} NOT NULL
) {{.Strict}};
CREATE INDEX notes_bulletin ON notes (bulletin, created);
CREATE INDEX notes_author ON notes (author, bulletin, deleted);

CREATE TABLE replies (
  id {{.Text}} PRIMARY KEY,
  note {{.Text}} NOT NULL REFERENCES notes (id) DEFERRABLE INITIALLY IMMEDIATE,
  body {{.Text}} NOT NULL,
  author_as {{.Text}} NOT NULL,
  created {{.Int}} NOT NULL,
  edited {{.Int}} NOT NULL,
  deleted {{.Int}} NOT NULL
) {{.Strict}};
CREATE INDEX replies_note ON replies (note, created);

CREATE TABLE instructions (
  id {{.Text}} PRIMARY KEY,
  bulletin {{.Text}} NOT NULL,
  section {{.Text}} NOT NULL,
  target {{.Text}} NOT NULL,
  kind {{.Text}} NOT NULL,
  text {{.Text}} NOT NULL,
  signer {{.Text}} NOT NULL REFERENCES users (id) DEFERRABLE INITIALLY IMMEDIATE,
  signer_as {{.Text}} NOT NULL,
  entered_as {{.Text}} NOT NULL,
  scan {{.Text}} NOT NULL,
  deadline {{.Text}} NOT NULL,
  quotable {{.Int}} NOT NULL,
  ink {{.Text}} NOT NULL,
  corrects {{.Text}} NOT NULL,
  state {{.Text}} NOT NULL,
  created {{.Int}} NOT NULL,
  signed {{.Int}} NOT NULL,
  ended {{.Int}} NOT NULL,
  revision {{.Int}} NOT NULL
) {{.Strict}};
CREATE INDEX instructions_bulletin ON instructions (bulletin, created);
CREATE INDEX instructions_signer ON instructions (signer);
CREATE INDEX instructions_corrects ON instructions (corrects) WHERE corrects <> '';

CREATE TABLE tasks (
  instruction {{.Text}} NOT NULL REFERENCES instructions (id) DEFERRABLE INITIALLY IMMEDIATE,
  unit {{.Text}} NOT NULL,
  place {{.Int}} NOT NULL,
  lead {{.Int}} NOT NULL,
  state {{.Text}} NOT NULL,
  deadline {{.Text}} NOT NULL,
  asked {{.Text}} NOT NULL,
  received {{.Int}} NOT NULL,
  reported {{.Int}} NOT NULL,
  done {{.Int}} NOT NULL,
  PRIMARY KEY (instruction, unit)
) {{.Strict}};
CREATE INDEX tasks_unit ON tasks (unit);

CREATE TABLE steps (
  instruction {{.Text}} NOT NULL REFERENCES instructions (id) DEFERRABLE INITIALLY IMMEDIATE,
  seq {{.Int}} NOT NULL,
  act {{.Text}} NOT NULL,
  unit {{.Text}} NOT NULL,
  text {{.Text}} NOT NULL,
  until {{.Text}} NOT NULL,
  attachments {{.Text}} NOT NULL,
  by_as {{.Text}} NOT NULL,
  at {{.Int}} NOT NULL,
  PRIMARY KEY (instruction, seq)
) {{.Strict}};

CREATE TABLE attachments (
  id {{.Text}} PRIMARY KEY,
  instruction {{.Text}} NOT NULL REFERENCES instructions (id) DEFERRABLE INITIALLY IMMEDIATE,
  name {{.Text}} NOT NULL,
  type {{.Text}} NOT NULL,
  size {{.Int}} NOT NULL,
  sha256 {{.Text}} NOT NULL,
  by_as {{.Text}} NOT NULL,
  at {{.Int}} NOT NULL,
  content {{.Blob}} NOT NULL
) {{.Strict}};
CREATE INDEX attachments_instruction ON attachments (instruction, at);

CREATE TABLE acknowledgements (
  reader {{.Text}} NOT NULL REFERENCES users (id) DEFERRABLE INITIALLY IMMEDIATE,
  bulletin {{.Text}} NOT NULL,
  edition {{.Int}} NOT NULL,
  reader_as {{.Text}} NOT NULL,
  at {{.Int}} NOT NULL,
  PRIMARY KEY (reader, bulletin, edition)
) {{.Strict}};
CREATE INDEX acknowledgements_bulletin ON acknowledgements (bulletin, edition);

-- Where a note or an instruction stands in a later text than its own.
CREATE TABLE mappings (
  target {{.Text}} NOT NULL,
  edition {{.Int}} NOT NULL,
  bulletin {{.Text}} NOT NULL,
  state {{.Text}} NOT NULL,
  section {{.Text}} NOT NULL,
  passage {{.Text}} NOT NULL,
  through {{.Text}} NOT NULL,
  start_at {{.Int}} NOT NULL,
  end_at {{.Int}} NOT NULL,
  was {{.Text}} NOT NULL,
  now_is {{.Text}} NOT NULL,
  PRIMARY KEY (target, edition)
) {{.Strict}};
CREATE INDEX mappings_bulletin ON mappings (bulletin, edition);

-- The words of a signed instruction, whose they are and where they stand never change, and its steps stay as they are.
{{if .SQLite}}
CREATE TRIGGER instruction_words_stay BEFORE UPDATE ON instructions WHEN OLD.signed <> 0 AND (NEW.text <> OLD.text OR NEW.ink <> OLD.ink
  OR NEW.target <> OLD.target OR NEW.signer_as <> OLD.signer_as OR NEW.signer <> OLD.signer OR NEW.signed <> OLD.signed OR NEW.kind <> OLD.kind
  OR NEW.deadline <> OLD.deadline OR NEW.corrects <> OLD.corrects OR NEW.scan <> OLD.scan)
  BEGIN SELECT RAISE(ABORT, 'a signed instruction keeps its words'); END;
CREATE TRIGGER instruction_stays BEFORE DELETE ON instructions BEGIN SELECT RAISE(ABORT, 'instructions are kept'); END;
CREATE TRIGGER steps_no_update BEFORE UPDATE ON steps BEGIN SELECT RAISE(ABORT, 'steps stay as they are'); END;
CREATE TRIGGER steps_no_delete BEFORE DELETE ON steps BEGIN SELECT RAISE(ABORT, 'steps stay as they are'); END;
CREATE TRIGGER note_target_stays BEFORE UPDATE ON notes WHEN NEW.target <> OLD.target BEGIN SELECT RAISE(ABORT, 'a target stays'); END;
{{else}}
CREATE FUNCTION annotation_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'this row stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER instruction_words_stay BEFORE UPDATE ON instructions FOR EACH ROW WHEN (OLD.signed <> 0 AND (NEW.text <> OLD.text OR NEW.ink <> OLD.ink
  OR NEW.target <> OLD.target OR NEW.signer_as <> OLD.signer_as OR NEW.signer <> OLD.signer OR NEW.signed <> OLD.signed OR NEW.kind <> OLD.kind
  OR NEW.deadline <> OLD.deadline OR NEW.corrects <> OLD.corrects OR NEW.scan <> OLD.scan)) EXECUTE FUNCTION annotation_stays();
CREATE TRIGGER instruction_stays BEFORE DELETE OR TRUNCATE ON instructions FOR EACH STATEMENT EXECUTE FUNCTION annotation_stays();
CREATE TRIGGER steps_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON steps FOR EACH STATEMENT EXECUTE FUNCTION annotation_stays();
CREATE TRIGGER note_target_stays BEFORE UPDATE ON notes FOR EACH ROW WHEN (NEW.target <> OLD.target) EXECUTE FUNCTION annotation_stays();
{{end}}
