package annotation

import "fmt"

// Number (编号) is what a signed instruction is called in an office: the year of its signing and its place among that year's, from 1. It is
// given at signing, without gaps in the order of signing; it stays with one that is withdrawn or corrected, and is never given again.
type Number struct{ Year, Serial int }

// String is 批〔2026〕3号, "" before signing.
func (n Number) String() string {
	if n.Serial == 0 {
		return ""
	}
	return fmt.Sprintf("批〔%d〕%d号", n.Year, n.Serial)
}

// number gives an instruction that is being signed the next number of its year, at the office. All writers come one after the
// other, and a number is kept in the transaction that signs, so that none is given twice and none is left out.
func (t turn) number(in *Instruction) error {
	year := in.Signed.In(t.s.opt.Location).Year()
	last, err := t.LastNumber(year)
	in.Number = Number{year, last + 1}
	return err
}
