package chat

// Native is the template of the models that llft makes from nothing, laid out as Phi-3's, which also programs without Jinja know:
//
//	<|user|>
//	What is 2 + 3?<|end|>
//	<|assistant|>
//	5<|end|>
const Native = `
{%- for message in messages -%}
{{- '<|' + message.role + '|>\n' + message.content + '<|end|>\n' -}}
{%- endfor -%}
{%- if add_generation_prompt -%}
{{- '<|assistant|>\n' -}}
{%- endif -%}`

// NativeEnd is the token by which Native ends a turn.
const NativeEnd = "<|end|>"

// NativeRoles returns the tokens that open a turn in Native.
func NativeRoles() []string { return []string{"<|system|>", "<|user|>", "<|assistant|>"} }
