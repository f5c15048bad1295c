package chat

import (
	"slices"
	"strings"
	"testing"
)

// format makes a Format of a template's text (or of a built-in one, by name) with a vocabulary that has these control tokens.
func format(t *testing.T, template string, w *words) *Format {
	t.Helper()
	own, name := template, ""
	if _, ok := builtins[template]; ok || template == None {
		own, name = "", template
	}
	f, err := newFormat(own, w, name)
	if err != nil {
		t.Fatal(err)
	}
	f.SetTime(noon)
	return f
}

const (
	// thinks opens an answer by <think> when asked for one, and drops the thinking of finished turns.
	thinks = `{{ bos_token }}{% for m in messages %}{% if m.role == 'user' %}{{ '[U]' + m.content }}{% else %}` +
		`{{ '[A]' + m.content.split('</think>')[-1].lstrip('\n') + eos_token }}{% endif %}{% endfor %}{% if add_generation_prompt %}{{ '[A]<think>\n' }}{% endif %}`
	// unasked has turn headers, and knows no generation prompt.
	unasked = `{% for m in messages %}{{ '<|im_start|>' + m.role + '\n' + m.content + '<|im_end|>\n' }}{% endfor %}`
	// always opens an answer at the end, asked or not.
	always = `{% for m in messages %}{{ '<|im_start|>' + m.role + '\n' + m.content + '<|im_end|>\n' }}{% endfor %}{{ '<|im_start|>assistant\n' }}`
	// wanders moves the system message into the last request.
	wanders = `{{ bos_token }}{% set sys = messages[0].content if messages[0].role == 'system' else '' %}{% set rest = messages[1:] if sys else messages %}` +
		`{% for m in rest %}{% if m.role == 'user' %}{{ '[INST]' }}{% if loop.index0 >= rest|length - 2 %}{{ sys + ' ' }}{% endif %}{{ m.content + '[/INST]' }}{% else %}{{ m.content + eos_token }}{% endif %}{% endfor %}`
	// strict wants a system message.
	strict = `{% if messages[0].role != 'system' %}{{ raise_exception('a system message must come first') }}{% endif %}` + unasked
	// colons ends a turn by plain text alone.
	colons = `{% for m in messages %}{{ m.role|upper + ': ' + m.content + '\n' }}{% endfor %}{% if add_generation_prompt %}{{ 'ASSISTANT:' }}{% endif %}`
	// openAlways has no end and opens an answer unasked.
	openAlways = `{% for m in messages %}{{ m.role|upper + ': ' + m.content + '\n' }}{% endfor %}{{ 'ASSISTANT:' }}`
)

// TestExamples gives, for each template, every sequence and what is trained in it.
func TestExamples(t *testing.T) {
	two := []Message{{"user", "Hi"}, {"assistant", "Hello you"}, {"user", "Bye"}, {"assistant", "See you"}}
	system := append([]Message{{"system", "Sys"}}, two...)
	chatml := func() *words { return newWords("", "<|im_end|>", "", false, "<|im_start|>") }
	llama := func() *words { return newWords("<s>", "</s>", "", true, "[INST]", "[/INST]") }
	type example struct{ ids, trained string }
	for _, c := range []struct {
		name, template string
		w              *words
		msgs           []Message
		want           []example
	}{
		{"chatml", "chatml", chatml(), two, []example{{
			"⟨<|im_start|>⟩user\nHi⟨<|im_end|>⟩\n⟨<|im_start|>⟩assistant\nHello you⟨<|im_end|>⟩\n⟨<|im_start|>⟩user\nBye⟨<|im_end|>⟩\n⟨<|im_start|>⟩assistant\nSee you⟨<|im_end|>⟩",
			"Hello you⟨<|im_end|>⟩|See you⟨<|im_end|>⟩"}}},
		{"llama-3", "llama-3", newWords("<s>", "<|eot_id|>", "", true, "<|start_header_id|>", "<|end_header_id|>"), two[:2], []example{{
			"⟨<s>⟩⟨<|start_header_id|>⟩user⟨<|end_header_id|>⟩\n\nHi⟨<|eot_id|>⟩⟨<|start_header_id|>⟩assistant⟨<|end_header_id|>⟩\n\nHello you⟨<|eot_id|>⟩",
			"Hello you⟨<|eot_id|>⟩"}}},
		{"llama-2", "llama-2", newWords("<s>", "</s>", "", true), system, []example{{
			"⟨<s>⟩[INST] <<SYS>>\nSys\n<</SYS>>\n\nHi [/INST] Hello you ⟨</s>⟩⟨<s>⟩[INST] Bye [/INST] See you ⟨</s>⟩",
			" Hello you ⟨</s>⟩| See you ⟨</s>⟩"}}},
		{"mistral", "mistral", llama(), two, []example{{
			"⟨<s>⟩⟨[INST]⟩ Hi ⟨[/INST]⟩ Hello you⟨</s>⟩⟨[INST]⟩ Bye ⟨[/INST]⟩ See you⟨</s>⟩",
			" Hello you⟨</s>⟩| See you⟨</s>⟩"}}},
		{"alpaca ends by EOS alone, so each answer has its own sequence", "alpaca", newWords("<s>", "</s>", "", true), system, []example{
			{"⟨<s>⟩Sys\n\n### Instruction:\nHi\n\n### Response:\nHello you⟨</s>⟩", "Hello you⟨</s>⟩"},
			{"⟨<s>⟩Sys\n\n### Instruction:\nHi\n\n### Response:\nHello you\n\n### Instruction:\nBye\n\n### Response:\nSee you⟨</s>⟩", "See you⟨</s>⟩"}}},
		{"plain", None, newWords("<s>", "</s>", "", true), []Message{{"user", "One two"}, {"assistant", " three"}}, []example{{"⟨<s>⟩One two three⟨</s>⟩", " three⟨</s>⟩"}}},
		{"plain, where the answer's first word would melt into the prompt's last", None, newWords("<s>", "</s>", "", true),
			[]Message{{"user", "Hallo"}, {"assistant", "ween is near"}}, []example{{"⟨<s>⟩Halloween is near⟨</s>⟩", "ween is near⟨</s>⟩"}}},
		{"no BOS where the file wants none", None, newWords("<s>", "</s>", "", false), []Message{{"user", "One"}, {"assistant", " two"}}, []example{{"One two⟨</s>⟩", " two⟨</s>⟩"}}},
		{"thinking that the prompt opens", thinks, newWords("<s>", "</s>", "", true), []Message{{"user", "Q"}, {"assistant", "<think>\nhm</think>\nA"}}, []example{
			{"⟨<s>⟩[U]Q[A]<think>\nhm</think>\nA⟨</s>⟩", "hm</think>\nA⟨</s>⟩"}}},
		{"an answer without thinking, after a prompt that opens it", thinks, newWords("<s>", "</s>", "", true), two, []example{
			{"⟨<s>⟩[U]Hi[A]<think>\nHello you⟨</s>⟩", "Hello you⟨</s>⟩"},
			{"⟨<s>⟩[U]Hi[A]Hello you⟨</s>⟩[U]Bye[A]<think>\nSee you⟨</s>⟩", "See you⟨</s>⟩"}}},
		{"no generation prompt", unasked, chatml(), two[:2], []example{{
			"⟨<|im_start|>⟩user\nHi⟨<|im_end|>⟩\n⟨<|im_start|>⟩assistant\nHello you⟨<|im_end|>⟩", "Hello you⟨<|im_end|>⟩"}}},
		{"a system message that must be there", strict, newWords("", "</s>", "", false, "<|im_start|>", "<|im_end|>"), system[:3], []example{{
			"⟨<|im_start|>⟩system\nSys⟨<|im_end|>⟩\n⟨<|im_start|>⟩user\nHi⟨<|im_end|>⟩\n⟨<|im_start|>⟩assistant\nHello you⟨<|im_end|>⟩", "Hello you⟨<|im_end|>⟩"}}},
		{"always a generation prompt", always, chatml(), two, []example{{
			"⟨<|im_start|>⟩user\nHi⟨<|im_end|>⟩\n⟨<|im_start|>⟩assistant\nHello you⟨<|im_end|>⟩\n⟨<|im_start|>⟩user\nBye⟨<|im_end|>⟩\n⟨<|im_start|>⟩assistant\nSee you⟨<|im_end|>⟩",
			"Hello you⟨<|im_end|>⟩|See you⟨<|im_end|>⟩"}}},
		{"a system message that moves", wanders, llama(), system, []example{
			{"⟨<s>⟩⟨[INST]⟩Sys Hi⟨[/INST]⟩Hello you⟨</s>⟩", "Hello you⟨</s>⟩"},
			{"⟨<s>⟩⟨[INST]⟩Hi⟨[/INST]⟩Hello you⟨</s>⟩⟨[INST]⟩Sys Bye⟨[/INST]⟩See you⟨</s>⟩", "See you⟨</s>⟩"}}},
		{"plain text between turns", colons, newWords("", "</s>", "", false), two[:2], []example{{"USER: Hi\nASSISTANT: Hello you⟨</s>⟩", " Hello you⟨</s>⟩"}}},
		{"plain text that always opens the next", openAlways, newWords("", "</s>", "", false), two[:2], []example{{"USER: Hi\nASSISTANT: Hello you⟨</s>⟩", " Hello you⟨</s>⟩"}}},
		{"a foreign vocabulary: the turn's end is plain text, and trained", "chatml", newWords("", "</s>", "", false), two[:2], []example{{
			"<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\nHello you<|im_end|>⟨</s>⟩", "Hello you<|im_end|>⟨</s>⟩"}}},
		{"an empty answer still ends", "chatml", chatml(), []Message{{"user", "Hi"}, {"assistant", ""}}, []example{{
			"⟨<|im_start|>⟩user\nHi⟨<|im_end|>⟩\n⟨<|im_start|>⟩assistant\n⟨<|im_end|>⟩", "⟨<|im_end|>⟩"}}},
		{"what follows the last answer is left out", "chatml", chatml(), two[:3], []example{{
			"⟨<|im_start|>⟩user\nHi⟨<|im_end|>⟩\n⟨<|im_start|>⟩assistant\nHello you⟨<|im_end|>⟩", "Hello you⟨<|im_end|>⟩"}}},
		{"control tokens in messages are text", "chatml", chatml(), []Message{{"user", "a<|im_end|>"}, {"assistant", "b<|im_start|>"}}, []example{{
			"⟨<|im_start|>⟩user\na<|im_end|>⟨<|im_end|>⟩\n⟨<|im_start|>⟩assistant\nb<|im_start|>⟨<|im_end|>⟩", "b<|im_start|>⟨<|im_end|>⟩"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := format(t, c.template, c.w)
			got, err := f.Examples(c.msgs)
			if err != nil {
				t.Fatal(err)
			}
			if len(got) != len(c.want) {
				t.Fatalf("got %d sequences, want %d", len(got), len(c.want))
			}
			for i, e := range got {
				if s := c.w.show(e.IDs); s != c.want[i].ids {
					t.Errorf("sequence %d\ngot  %s\nwant %s", i, s, c.want[i].ids)
				}
				if s := c.w.trainedText(e.IDs, e.Trained); s != c.want[i].trained {
					t.Errorf("sequence %d\ngot trained  %s\nwant trained %s", i, s, c.want[i].trained)
				}
				if last := e.IDs[len(e.IDs)-1]; !f.IsStop(last) || !e.Trained[len(e.IDs)-1] {
					t.Errorf("sequence %d ends in %q, which is no stop or not trained", i, c.w.Text(last))
				}
			}
			checkAsked(t, f, c.msgs, got)
		})
	}
}

// checkAsked says that the ids before every trained answer are those that Prompt feeds.
func checkAsked(t *testing.T, f *Format, msgs []Message, examples []Example) {
	t.Helper()
	n := 0
	for _, e := range examples {
		for i := range e.IDs {
			if !e.Trained[i] || i > 0 && e.Trained[i-1] {
				continue
			}
			for n < len(msgs) && msgs[n].Role != "assistant" {
				n++
			}
			asked, err := f.Prompt(msgs[:n])
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(asked, e.IDs[:i]) {
				t.Errorf("message %d: chat would feed %v, training has %v before the answer", n, asked, e.IDs[:i])
			}
			n++
		}
	}
}

// TestFixtureTrain trains on the conversations of the fixtures that end in an answer, for every template that takes them: chat asks
// for each answer exactly as it was trained, and each answer ends in a stop.
func TestFixtureTrain(t *testing.T) {
	forEachFixture(t, func(t *testing.T, f *Format, c fixtureCase) {
		if c.Expect == nil || c.AddGenerationPrompt || !slices.ContainsFunc(c.Messages, func(m Message) bool { return m.Role == "assistant" }) {
			return
		}
		got, err := f.Examples(c.Messages)
		if err != nil {
			for i, m := range c.Messages { // chat could not ask for the answer, or the template leaves it out
				if _, refused := f.Prompt(c.Messages[:i]); m.Role == "assistant" && (refused != nil || !strings.Contains(*c.Expect, m.Content)) {
					return
				}
			}
			t.Fatal(err)
		}
		w := f.tok.(*words)
		for _, e := range got {
			t.Logf("%q", w.trainedText(e.IDs, e.Trained))
			if last := len(e.IDs) - 1; !e.Trained[last] || !f.IsStop(e.IDs[last]) {
				t.Errorf("the sequence ends in %q, trained %v", w.Text(e.IDs[last]), e.Trained[last])
			}
		}
		checkAsked(t, f, c.Messages, got)
	})
}

func TestTrainErrors(t *testing.T) {
	llama2 := format(t, "llama-2", newWords("<s>", "</s>", "", true))
	for _, c := range []struct {
		f    *Format
		msgs []Message
		want string
	}{
		{llama2, []Message{{"user", "Hi"}}, "no message is the assistant's"},
		{llama2, nil, "no message is the assistant's"},
		{llama2, []Message{{"assistant", "Hi"}}, "take turns"},
		{llama2, []Message{{"user", "a"}, {"user", "b"}, {"assistant", "c"}}, "message 3: the chat template refuses these messages: "},
		{format(t, "{% for m in messages %}{{ m.role }}{% endfor %}", newWords("", "</s>", "", false)), []Message{{"user", "a"}, {"assistant", "b"}}, "leaves the answer out"},
		{format(t, "alpaca", newWords("", "", "", false)), []Message{{"user", "a"}, {"assistant", "b"}}, "no EOS"},
	} {
		if _, _, err := c.f.Train(c.msgs); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: got the error %v, want %q", c.msgs, err, c.want)
		}
	}
}

func TestRaw(t *testing.T) {
	w := newWords("<s>", "</s>", "", true)
	f := format(t, "chatml", w)
	ids, trained, err := f.TrainRaw("One </s>", " two")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := w.show(ids), "⟨<s>⟩One </s> two⟨</s>⟩"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := w.trainedText(ids, trained), " two⟨</s>⟩"; got != want {
		t.Errorf("got trained %s, want %s", got, want)
	}
	if got, want := w.show(f.Encode("<s>x")), "⟨<s>⟩<s>x"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	one, _, err := f.TrainCompletion("a", "b")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := w.show(one), "⟨<s>⟩<|im_start|>user\na<|im_end|>\n<|im_start|>assistant\nb<|im_end|>⟨</s>⟩"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestBOS: one BOS where template or file asks for it, never two, and none that a message writes.
func TestBOS(t *testing.T) {
	with, without := `{{ bos_token }}{{ messages[0].content }}`, `{{ messages[0].content }}`
	for _, c := range []struct {
		template, content string
		add               bool
		want              string
	}{
		{with, "x", true, "⟨<s>⟩x"}, {with, "x", false, "⟨<s>⟩x"}, {without, "x", true, "⟨<s>⟩x"}, {without, "x", false, "x"},
		{without, "<s>x", true, "⟨<s>⟩<s>x"}, {without, "<s>x", false, "<s>x"}, {with, "<s>x", true, "⟨<s>⟩<s>x"}, {without, "", true, "⟨<s>⟩"},
		{`{{ bos_token[:1] }}{{ messages[0].content }}`, "s>x", false, "<s>x"}, // half of it from the template
	} {
		w := newWords("<s>", "</s>", "", c.add)
		ids, err := format(t, c.template, w).Prompt([]Message{{"user", c.content}})
		if err != nil {
			t.Fatal(err)
		}
		if got := w.show(ids); got != c.want {
			t.Errorf("%s of %q, add_bos %v: got %s, want %s", c.template, c.content, c.add, got, c.want)
		}
	}
}

func TestStops(t *testing.T) {
	w := newWords("<s>", "</s>", "<|eot_id|>", true, "<|im_end|>", "<|other|>")
	for _, c := range []struct {
		template string
		stops    string
		ends     []string
	}{
		{"chatml", "", []string{"</s>", "<|eot_id|>", "<|im_end|>"}},
		{"llama-3", "", []string{"</s>", "<|eot_id|>"}},
		{"alpaca", "### Instruction:", []string{"</s>", "<|eot_id|>"}},
		{colons, "USER:", []string{"</s>", "<|eot_id|>"}},
		{None, "", []string{"</s>", "<|eot_id|>"}},
	} {
		f := format(t, c.template, w)
		if got := strings.Join(f.StopStrings(), ","); got != c.stops {
			t.Errorf("%s: got stop strings %q, want %q", c.template, got, c.stops)
		}
		for _, text := range w.control {
			if got, want := f.IsStop(w.id(text)), slices.Contains(c.ends, text); got != want {
				t.Errorf("%s: IsStop(%s) is %v, want %v", c.template, text, got, want)
			}
		}
		if f.IsStop(-1) {
			t.Errorf("%s: no token is a stop", c.template)
		}
	}
}
