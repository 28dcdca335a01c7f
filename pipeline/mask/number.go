package mask

// shortestNumber is a landline without its area code; the figures of a bulletin are mostly shorter.
const shortestNumber = 7

// findNumbers finds telephone, identity and card numbers.
func findNumbers(found []finding, text string) []finding {
	var r run
	for i := 0; i < len(text); {
		if _, width := digitAt(text, i); width == 0 {
			i++
			continue
		}
		i = r.read(text, i)
		if len(r.digits) >= shortestNumber {
			found = r.find(found)
		}
	}
	return found
}

func (r *run) find(found []finding) []finding {
	for a := 0; a < len(r.pieces); {
		f, n := r.personal(a)
		if n == 0 {
			a++
			continue
		}
		found = append(found, f)
		a += n
		r.free = a
	}
	return found
}

// personal reads the number that begins with piece a; n is its number of pieces, 0 when it is none of a person.
func (r *run) personal(a int) (f finding, n int) {
	if r.fraction(a) {
		return f, 0
	}
	for _, read := range [...]func(*run, int) (finding, int){(*run).identity, (*run).card, (*run).mobile, (*run).landline} {
		if f, n = read(r, a); n > 0 {
			return f, n
		}
	}
	return f, 0
}

// fraction: the digits after a decimal point are many and belong to nobody. Letters on both sides are a checksum's.
func (r *run) fraction(a int) bool {
	from, end := r.start(a), r.pieces[a].end
	if letterAt(r.text, from-1) && letterAt(r.text, end) && r.pieces[a].x == 0 {
		return true
	}
	if from < 2 || r.text[from-1] != '.' {
		return false
	}
	_, width := digitAt(r.text, from-2)
	return width > 0
}
