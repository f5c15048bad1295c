package corpus

import (
	"encoding/json"
	"io"
)

// WriteJSONL writes documents as rows that finetune reads: {"messages": [...]} or {"text": "..."}.
func WriteJSONL(w io.Writer, docs []Document) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for _, d := range docs {
		row := struct {
			Messages []Message `json:"messages,omitempty"`
			Text     string    `json:"text,omitempty"`
		}{d.Messages, d.Text}
		if err := e.Encode(row); err != nil {
			return err
		}
	}
	return nil
}
