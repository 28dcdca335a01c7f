package sample

import "strings"

const (
	xmlHead   = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	mainSpace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	officeRel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packRel   = "http://schemas.openxmlformats.org/package/2006/relationships"
	partType  = "application/vnd.openxmlformats-officedocument.spreadsheetml."
	sheetHead = xmlHead + `<worksheet xmlns="` + mainSpace + `"><cols><col min="1" max="20" width="18" customWidth="1"/></cols><sheetData>`
)

// styles has two cell styles: 0 is general, 1 a date with its time.
const styles = xmlHead + `<styleSheet xmlns="` + mainSpace + `">` +
	`<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd\ hh:mm:ss"/></numFmts>` +
	`<fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>` +
	`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
	`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
	`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
	`<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
	`<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`

// fixedParts are the parts before the sheet, by name and text.
func fixedParts(name string, shared bool) [][2]string {
	return [][2]string{
		{"[Content_Types].xml", contentTypes(shared)},
		{"_rels/.rels", relationships([2]string{"officeDocument", "xl/workbook.xml"})},
		{"xl/workbook.xml", xmlHead + `<workbook xmlns="` + mainSpace + `" xmlns:r="` + officeRel + `"><sheets><sheet name="` +
			escape(name) + `" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", bookRelationships(shared)},
		{"xl/styles.xml", styles},
	}
}

func contentTypes(shared bool) string {
	text := xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/>` +
		override("/xl/workbook.xml", "sheet.main") + override("/xl/worksheets/sheet1.xml", "worksheet") + override("/xl/styles.xml", "styles")
	if shared {
		text += override("/xl/sharedStrings.xml", "sharedStrings")
	}
	return text + "</Types>"
}

func override(part, kind string) string {
	return `<Override PartName="` + part + `" ContentType="` + partType + kind + `+xml"/>`
}

func bookRelationships(shared bool) string {
	parts := [][2]string{{"worksheet", "worksheets/sheet1.xml"}, {"styles", "styles.xml"}}
	if shared {
		parts = append(parts, [2]string{"sharedStrings", "sharedStrings.xml"})
	}
	return relationships(parts...)
}

// relationships numbers the parts from rId1 in their order.
func relationships(parts ...[2]string) string {
	text := xmlHead + `<Relationships xmlns="` + packRel + `">`
	for i, part := range parts {
		text += `<Relationship Id="rId` + string(rune('1'+i)) + `" Type="` + officeRel + "/" + part[0] + `" Target="` + part[1] + `"/>`
	}
	return text + "</Relationships>"
}

// escape makes a text fit for XML. Characters that XML cannot hold are dropped; _x is how workbooks write such ones, so
// a text that has it is protected (ECMA-376 §22.9.2.19).
func escape(text string) string {
	if !strings.ContainsAny(text, "&<>\"_") && !strings.ContainsFunc(text, forbidden) {
		return text
	}
	text = strings.Map(func(c rune) rune {
		if forbidden(c) {
			return -1
		}
		return c
	}, text)
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "_x", "_x005F_x").Replace(text)
}

func forbidden(c rune) bool {
	return c < ' ' && c != '\n' && c != '\t' || c == '\ufffe' || c == '\uffff'
}
