// Package jinja renders the chat templates that GGUF files carry: strangers' programs, run on a person's messages.
//
// The library gonja cuts a template into tokens and statements. Expressions are parsed and evaluated here, with the
// meaning that Jinja2 gives them (https://jinja.palletsprojects.com/en/stable/templates/), for two reasons that a library's
// own evaluator cannot serve:
//
//   - A template may be hostile. Every step, every byte made and every level of nesting is charged to a budget, so that no
//     loop, recursion, string product or cycle can hang, fill or overflow the process. Nothing here opens files or sockets.
//   - A string remembers which of its bytes came from a message. The rendered text therefore says which of its spans are
//     a person's words, in which the text of a control token must stay text, whatever the template did to them.
//
// The set-up is the one of Hugging Face's transformers, for which these templates are written: trim_blocks, lstrip_blocks,
// loop controls, the generation tag, raise_exception, strftime_now, tojson without HTML escapes, immutable values.
package jinja
