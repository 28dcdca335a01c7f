-- Instructions are numbered by the year of their signing, in its order. A number once given is never changed and never given again:
-- instructions are not deleted. Those that were signed before numbers are numbered here, by the day in China.
ALTER TABLE instructions ADD COLUMN year {{.Int}} NOT NULL DEFAULT 0;
ALTER TABLE instructions ADD COLUMN number {{.Int}} NOT NULL DEFAULT 0;
{{if .SQLite}}
UPDATE instructions SET year = CAST(strftime('%Y', signed / 1000000 + 28800, 'unixepoch') AS INTEGER) WHERE signed <> 0;
{{else}}
UPDATE instructions SET year = CAST(to_char(to_timestamp(signed / 1000000 + 28800) AT TIME ZONE 'UTC', 'YYYY') AS BIGINT) WHERE signed <> 0;
{{end}}
UPDATE instructions SET number = (SELECT COUNT(*) FROM instructions o WHERE o.year = instructions.year AND o.signed <> 0
  AND (o.signed < instructions.signed OR o.signed = instructions.signed AND o.id <= instructions.id)) WHERE signed <> 0;
CREATE UNIQUE INDEX instructions_number ON instructions (year, number) WHERE number <> 0;
{{if .SQLite}}
CREATE TRIGGER instruction_number_stays BEFORE UPDATE ON instructions WHEN OLD.number <> 0 AND (NEW.number <> OLD.number OR NEW.year <> OLD.year)
  BEGIN SELECT RAISE(ABORT, 'a number stays'); END;
{{else}}
CREATE TRIGGER instruction_number_stays BEFORE UPDATE ON instructions FOR EACH ROW WHEN (OLD.number <> 0 AND (NEW.number <> OLD.number OR NEW.year <> OLD.year))
  EXECUTE FUNCTION annotation_stays();
{{end}}
