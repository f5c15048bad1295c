package chat

import (
	"maps"
	"slices"
	"strings"
)

// builtins are the templates that a person can name where a model brings none.
var builtins = map[string]string{
	// Meta's reference for LLaMA 2 (llama/generation.py, chat_completion): the system prompt goes into the first request, each
	// pair of request and answer stands between its own BOS and EOS, and white space around every message goes.
	"llama-2": `
{%- set ns = namespace(system='') -%}
{%- if messages and messages[0].role == 'system' -%}
{%- set ns.system = '<<SYS>>\n' + messages[0].content + '\n<</SYS>>\n\n' -%}
{%- set messages = messages[1:] -%}
{%- endif -%}
{%- for message in messages -%}
{%- if (message.role == 'user') != (loop.index0 % 2 == 0) -%}
{{- raise_exception('after an optional system message, user and assistant must take turns') -}}
{%- elif message.role == 'user' -%}
{{- bos_token + '[INST] ' + (ns.system + message.content).strip() + ' [/INST]' -}}
{%- set ns.system = '' -%}
{%- elif message.role == 'assistant' -%}
{{- ' ' + message.content.strip() + ' ' + eos_token -}}
{%- endif -%}
{%- endfor -%}`,

	// The header format of LLaMA 3 (llama3/llama/tokenizer.py, ChatFormat).
	"llama-3": `
{{- bos_token -}}
{%- for message in messages -%}
{{- '<|start_header_id|>' + message.role + '<|end_header_id|>\n\n' + message.content.strip() + '<|eot_id|>' -}}
{%- endfor -%}
{%- if add_generation_prompt -%}
{{- '<|start_header_id|>assistant<|end_header_id|>\n\n' -}}
{%- endif -%}`,

	"chatml": `
{%- for message in messages -%}
{{- '<|im_start|>' + message.role + '\n' + message.content + '<|im_end|>\n' -}}
{%- endfor -%}
{%- if add_generation_prompt -%}
{{- '<|im_start|>assistant\n' -}}
{%- endif -%}`,

	// Mistral's instruct format, versions 1 to 3; a system message opens the first request.
	"mistral": `
{{- bos_token -}}
{%- set ns = namespace(system='') -%}
{%- if messages and messages[0].role == 'system' -%}
{%- set ns.system = messages[0].content + '\n\n' -%}
{%- set messages = messages[1:] -%}
{%- endif -%}
{%- for message in messages -%}
{%- if (message.role == 'user') != (loop.index0 % 2 == 0) -%}
{{- raise_exception('after an optional system message, user and assistant must take turns') -}}
{%- elif message.role == 'user' -%}
{{- '[INST] ' + ns.system + message.content + ' [/INST]' -}}
{%- set ns.system = '' -%}
{%- else -%}
{{- ' ' + message.content + eos_token -}}
{%- endif -%}
{%- endfor -%}`,

	// Stanford Alpaca's prompt; a system message takes the place of its preamble.
	"alpaca": `
{%- if messages and messages[0].role == 'system' -%}
{{- messages[0].content + '\n\n' -}}
{%- set messages = messages[1:] -%}
{%- else -%}
{{- 'Below is an instruction that describes a task. Write a response that appropriately completes the request.\n\n' -}}
{%- endif -%}
{%- for message in messages -%}
{%- if message.role == 'user' -%}
{{- '### Instruction:\n' + message.content + '\n\n' -}}
{%- else -%}
{{- '### Response:\n' + message.content + '\n\n' -}}
{%- endif -%}
{%- endfor -%}
{%- if add_generation_prompt -%}
{{- '### Response:\n' -}}
{%- endif -%}`,
}

// plain is the format of a model without a template: an answer follows its request as it stands, and what is neither the first
// message nor an answer begins a line. One user message is thus its bare text.
const plain = `
{%- for message in messages -%}
{%- if not loop.first and message.role != 'assistant' -%}
{{- '\n' -}}
{%- endif -%}
{{- message.content -}}
{%- endfor -%}`

// None is the name of plain completion.
const None = "none"

// Builtins lists the names of the built-in templates: llama-2, llama-3, chatml, mistral, alpaca.
func Builtins() []string { return slices.Sorted(maps.Keys(builtins)) }

// choices lists what --template takes.
func choices() string { return strings.Join(append(Builtins(), None), ", ") }
