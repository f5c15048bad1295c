package train

// Texts calls each for every text of a data file as finetuning reads it: the whole of a plain text, or what the rows of JSON lines say,
// message by message and without a template.
func Texts(path string, each func(text string)) error {
	src, err := readSource(path)
	if err != nil {
		return err
	}
	if !src.isRows() {
		each(src.plain())
		return nil
	}
	return src.rows(func(_ int, raw []byte) error {
		r, err := parseRow(raw)
		if err != nil {
			return err
		}
		switch {
		case r.text != nil:
			each(*r.text)
		case r.pair != nil:
			each(r.pair.prompt)
			each(r.pair.completion)
		default:
			for _, m := range r.messages {
				each(m.Content)
			}
		}
		return nil
	})
}
