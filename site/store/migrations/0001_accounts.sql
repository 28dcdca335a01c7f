-- Times are microseconds since 1970, UTC; 0 is never. Truth values are 0 and 1.
CREATE TABLE writes (
  key {{.Text}} PRIMARY KEY,
  at {{.Int}} NOT NULL,
  result {{.Blob}} NOT NULL
) {{.Strict}};
CREATE INDEX writes_at ON writes (at);

CREATE TABLE audit (
  seq {{.Int}} PRIMARY KEY,
  at {{.Int}} NOT NULL,
  actor {{.Text}} NOT NULL,
  name {{.Text}} NOT NULL,
  role {{.Text}} NOT NULL,
  address {{.Text}} NOT NULL,
  action {{.Text}} NOT NULL,
  object {{.Text}} NOT NULL,
  outcome {{.Text}} NOT NULL,
  detail {{.Text}} NOT NULL,
  hash {{.Blob}} NOT NULL
) {{.Strict}};
CREATE INDEX audit_at ON audit (at);
CREATE INDEX audit_actor ON audit (actor, seq);

CREATE TABLE audit_head (
  id {{.Int}} PRIMARY KEY CHECK (id = 1),
  seq {{.Int}} NOT NULL,
  hash {{.Blob}} NOT NULL
) {{.Strict}};
INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, {{if .SQLite}}zeroblob(32){{else}}decode(repeat('00', 32), 'hex'){{end}});

{{if .SQLite}}
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows stay as they are'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows stay as they are'); END;
CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head BEGIN SELECT RAISE(ABORT, 'the head of the audit stays'); END;
{{else}}
CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'audit rows stay as they are' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_stays();
CREATE TRIGGER audit_head_no_delete BEFORE DELETE OR TRUNCATE ON audit_head FOR EACH STATEMENT EXECUTE FUNCTION audit_stays();
{{end}}

CREATE TABLE users (
  id {{.Text}} PRIMARY KEY,
  name {{.Text}} NOT NULL,
  folded {{.Text}} NOT NULL UNIQUE,
  display {{.Text}} NOT NULL,
  office {{.Text}} NOT NULL,
  role {{.Text}} NOT NULL,
  unit {{.Text}} NOT NULL,
  source {{.Text}} NOT NULL,
  subject {{.Text}} NOT NULL,
  disabled {{.Int}} NOT NULL,
  must_change {{.Int}} NOT NULL,
  password_changed {{.Int}} NOT NULL,
  created {{.Int}} NOT NULL,
  signed_in {{.Int}} NOT NULL,
  password {{.Text}} NOT NULL DEFAULT '',
  previous {{.Text}} NOT NULL DEFAULT '[]'
) {{.Strict}};
CREATE UNIQUE INDEX users_subject ON users (source, subject) WHERE subject <> '';

CREATE TABLE sessions (
  id {{.Text}} PRIMARY KEY,
  token {{.Blob}} NOT NULL UNIQUE,
  user_id {{.Text}} NOT NULL REFERENCES users (id) DEFERRABLE INITIALLY IMMEDIATE,
  created {{.Int}} NOT NULL,
  seen {{.Int}} NOT NULL,
  authenticated {{.Int}} NOT NULL,
  address {{.Text}} NOT NULL,
  agent {{.Text}} NOT NULL
) {{.Strict}};
CREATE INDEX sessions_user ON sessions (user_id);

CREATE TABLE tickets (
  token {{.Blob}} PRIMARY KEY,
  kind {{.Text}} NOT NULL,
  user_id {{.Text}} NOT NULL,
  expires {{.Int}} NOT NULL
) {{.Strict}};

CREATE TABLE failures (
  key {{.Text}} PRIMARY KEY,
  count {{.Int}} NOT NULL,
  since {{.Int}} NOT NULL,
  locked {{.Int}} NOT NULL
) {{.Strict}};

CREATE TABLE familiar (
  user_id {{.Text}} NOT NULL REFERENCES users (id) DEFERRABLE INITIALLY IMMEDIATE,
  address {{.Text}} NOT NULL,
  at {{.Int}} NOT NULL,
  PRIMARY KEY (user_id, address)
) {{.Strict}};
