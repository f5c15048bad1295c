package jinja

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestHostile runs templates that would hang, fill or overflow the process. Each must end soon, with an error, and with little memory.
func TestHostile(t *testing.T) {
	double := func(op string) string {
		return `{% set ns = namespace(x='ab', l=[1]) %}{% for i in range(200) %}` + op + `{% endfor %}{{ ns.x }}{{ ns.l }}`
	}
	nest := func(open, close string, n int) string {
		return strings.Repeat(open, n) + "1" + strings.Repeat(close, n)
	}
	for name, source := range map[string]string{
		"long range":            `{% for i in range(10**12) %}x{% endfor %}`,
		"range past 64 bits":    `{% for i in range(9223372036854775806, 9223372036854775807, 9223372036854775807) %}{% endfor %}{{ range(-9223372036854775807, 9223372036854775807) }}`,
		"nested loops":          `{% for a in range(99999) %}{% for b in range(99999) %}{% for c in range(99999) %}{% endfor %}{% endfor %}{% endfor %}`,
		"nested loops of text":  `{% for a in range(99999) %}{% for b in range(99999) %}xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx{% endfor %}{% endfor %}`,
		"macro that recurses":   `{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}`,
		"two macros":            `{% macro f() %}{{ g() }}{% endmacro %}{% macro g() %}{{ f() }}{% endmacro %}{{ f() }}`,
		"macro that branches":   `{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(60) }}`,
		"macro with a default":  `{% macro f(x=f()) %}{% endmacro %}{{ f() }}`,
		"caller that recurses":  `{% macro f() %}{{ caller() }}{% endmacro %}{% macro g() %}{% call f() %}{{ g() }}{% endcall %}{% endmacro %}{{ g() }}`,
		"recursive loop":        `{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}`,
		"string product":        `{{ 'a' * 10**10 }}`,
		"string product, left":  `{{ 10**18 * 'abcdefgh' }}`,
		"list product":          `{{ [1, 2] * 10**18 }}`,
		"power":                 `{{ 9 ** 9 ** 9 ** 9 }}`,
		"power loop":            `{{ 3 ** 10**15 }}`,
		"center":                `{{ 'a'|center(10**9) }}`,
		"indent":                `{{ 'a\nb'|indent(10**9) }}`,
		"batch fill":            `{{ [1]|batch(10**12, 'x')|list }}`,
		"json indent":           `{{ [[[[1]]]]|tojson(indent=10**9) }}{{ 'a' * 10**9 }}`,
		"doubling by +":         double(`{% set ns.x = ns.x + ns.x %}`),
		"doubling by ~":         double(`{% set ns.x = ns.x ~ ns.x %}`),
		"doubling by join":      double(`{% set ns.x = [ns.x, ns.x]|join %}`),
		"doubling by replace":   double(`{% set ns.x = ns.x|replace('a', 'aa') %}`),
		"doubling by format":    double(`{% set ns.x = '{}{}'.format(ns.x, ns.x) %}`),
		"doubling by percent":   double(`{% set ns.x = '%s%s' % (ns.x, ns.x) %}`),
		"doubling by set block": double(`{% set y %}{{ ns.x }}{{ ns.x }}{% endset %}{% set ns.x = y %}`),
		"doubling by macro":     `{% macro d(x) %}{{ x }}{{ x }}{% endmacro %}` + double(`{% set ns.x = d(ns.x) %}`),
		"doubling by list +":    double(`{% set ns.l = ns.l + ns.l %}`),
		"doubling by map":       double(`{% set ns.l = ns.l|map('list') if false else ns.l + ns.l|list %}`),
		"doubling by tojson":    double(`{% set ns.x = ns.x|tojson ~ ns.x|tojson %}`),
		"doubling by split":     double(`{% set ns.x = ns.x + ns.x %}{% set ns.l = ns.x.split('a') %}`),
		"shared lists":          double(`{% set ns.l = [ns.l, ns.l] %}`),
		"shared lists compared": `{% set ns = namespace(a=[1], b=[1]) %}{% for i in range(60) %}{% set ns.a = [ns.a, ns.a] %}{% set ns.b = [ns.b, ns.b] %}{% endfor %}{{ ns.a == ns.b }}`,
		"shared lists as JSON":  `{% set ns = namespace(a=[1]) %}{% for i in range(60) %}{% set ns.a = {'x': ns.a, 'y': ns.a} %}{% endfor %}{{ ns.a|tojson }}`,
		"shared lists summed":   `{% set ns = namespace(a=[[1]]) %}{% for i in range(60) %}{% set ns.a = ns.a + ns.a %}{% endfor %}{{ ns.a|sum(start=[]) }}`,
		"deep list":             `{% set ns = namespace(l=[]) %}{% for i in range(90000) %}{% set ns.l = [ns.l] %}{% endfor %}{{ ns.l }}`,
		"deep list compared":    `{% set ns = namespace(a=[], b=[]) %}{% for i in range(90000) %}{% set ns.a = [ns.a] %}{% set ns.b = [ns.b] %}{% endfor %}{{ ns.a == ns.b }}`,
		"scans of a long text":  `{% set x = 'a' * 30000000 %}{% for i in range(99999) %}{{ 'b' in x }}{{ x == x ~ '' }}{% endfor %}`,
		"strip of a long text":  `{% set x = 'a' * 10000000 %}{% for i in range(99999) %}{{ x.strip('b')[:0] }}{{ x|length }}{{ x.find('b') }}{{ x.count('b') }}{% endfor %}`,
		"case of a long text":   `{% set x = 'a' * 10000000 %}{% for i in range(99999) %}{{ (x|upper)[:0] }}{% endfor %}`,
		"letters of long text":  `{% for i in range(99999) %}{% for c in text * 100000 %}{% endfor %}{% endfor %}`,
		"rsplit":                `{{ ('a' * 3000000).rsplit('a')|length }}{% for i in range(99999) %}{{ ('a' * 100000).rsplit('a')|length }}{% endfor %}`,
		"sort":                  `{% for i in range(999) %}{{ (range(99999)|list)|sort|first }}{% endfor %}`,
		"nested brackets":       `{{ ` + nest("(", ")", 300000) + ` }}`,
		"nested lists":          `{{ ` + nest("[", "]", 300000) + ` }}`,
		"nested not":            `{{ ` + nest("not ", "", 200000) + ` }}`,
		"nested minus":          `{{ ` + nest("-", "", 900000) + ` }}`,
		"nested calls":          `{{ ` + nest("f(", ")", 300000) + ` }}`,
		"nested subscripts":     `{{ ` + nest("a[", "]", 300000) + ` }}`,
		"nested conditionals":   `{{ ` + strings.Repeat("1 if 0 else ", 80000) + `1 }}`,
		"nested statements":     strings.Repeat(`{% if 1 %}`, 90000) + strings.Repeat(`{% endif %}`, 2000),
		"unclosed statements":   strings.Repeat(`{% for a in b %}`, 60000),
		"long chain":            `{{ 1` + strings.Repeat("+1", 400000) + ` }}`,
		"long filters":          `{{ 1` + strings.Repeat("|e", 400000) + ` }}`,
		"long attributes":       `{{ a` + strings.Repeat(".a", 400000) + ` }}`,
		"too long":              strings.Repeat("x", maxSource+1),
		"long key":              `{% set x = 'a' * 20000000 %}{% set d = {x: 1} %}{% for i in range(99999) %}{% for j in range(99) %}{{ d[x] }}{{ x in d }}{{ d.get(x) }}{% endfor %}{% endfor %}`,
		"long number":           `{% set x = '1' * 20000000 %}{% for i in range(99999) %}{{ x|int }}{{ x|float }}{% endfor %}`,
		"many marks":            `{% set x = (text * 2000)|list|join('.') %}{% set ns = namespace(l=[]) %}{% for c in x %}{% set ns.l = [x.strip(), x[1:], c, ns.l] %}{% endfor %}{{ ns.l }}`,
		"marks in a loop":       `{% set ns = namespace(l=[]) %}{% set x = messages|map(attribute='content')|join|list * 3000 %}{% set y = x|join('.') %}{% for i in range(99999) %}{% for j in range(99) %}{% set ns.l = ns.l + [y[1:-1]] %}{% endfor %}{% endfor %}`,
		"deep stack":            `{% macro f() %}{{ f()` + strings.Repeat("~1", 1300) + ` }}{% endmacro %}{{ f() }}`,
		"deep stack of blocks":  `{% macro f() %}` + strings.Repeat(`{% if 1 %}`, 60) + `{{ ` + strings.Repeat("(", 50) + `f()` + strings.Repeat("~1", 1300) + strings.Repeat(")", 50) + ` }}` + strings.Repeat(`{% endif %}`, 60) + `{% endmacro %}{{ f() }}`,
		"long error":            `{{ [1]|map('x' * 1000000)|list }}`,
		"long raise":            `{{ raise_exception('x' * 1000000) }}`,
		"include":               `{% include '/etc/passwd' %}`,
		"import":                `{% import '/etc/passwd' as x %}`,
		"from":                  `{% from '/etc/passwd' import x %}`,
		"extends":               `{% extends '/etc/passwd' %}`,
		"escape to the host":    `{{ ''.__class__.__mro__ }}`,
		"division by zero":      `{{ 1 % 0 }}`,
		"smallest integer":      `{{ (-9223372036854775807 - 1) // -1 }}{{ 10 ** 19 }}`,
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			out, err := renderSample(source)
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			if err == nil {
				t.Errorf("got %d bytes, want an error", len(out.String))
			}
			if took > 10*time.Second {
				t.Errorf("took %v", took)
			}
			if made := (after.TotalAlloc - before.TotalAlloc) >> 20; made > 1024 {
				t.Errorf("allocated %d MB in all", made)
			}
			if err != nil && len(err.Error()) > maxError+10 {
				t.Errorf("the error has %d bytes: %.200s", len(err.Error()), err)
			}
			t.Logf("%v, %d MB: %v", took.Round(time.Millisecond), (after.TotalAlloc-before.TotalAlloc)>>20, err)
		})
	}
}

// TestStopped: an endless template is told from a faulty one.
func TestStopped(t *testing.T) {
	for _, source := range []string{
		`{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}`, `{{ 'a' * 10**10 }}`, `{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}`,
	} {
		if _, err := renderSample(source); !errors.Is(err, ErrLimit) {
			t.Errorf("%s: got the error %v, want one that wraps ErrLimit", source, err)
		}
	}
	if _, err := renderSample("\n\n{{ missing.x }}"); errors.Is(err, ErrLimit) || err == nil || err.Error() != `line 3: "missing" is undefined` {
		t.Errorf("got %v", err)
	}
}

// TestMarks follows a message's bytes through what templates do to strings: they are in brackets here.
func TestMarks(t *testing.T) {
	for _, c := range []struct{ source, want string }{
		{`a{{ m }}b{{ m }}`, "a[ x-y ]b[ x-y ]"},
		{`{{ 'a' + m ~ 'b' }}`, "a[ x-y ]b"},
		{`{{ m|trim }}{{ m.strip() }}{{ m.lstrip() }}`, "[x-yx-yx-y ]"},
		{`{{ (' ' + m + ' ')|trim }}`, "[x-y]"},
		{`{{ m.split('-')[0] }}|{{ m.split('-')|last }}|{{ ('a-' + m).split('-')|join('+') }}`, "[ x]|[y ]|a+[ x]+[y ]"},
		{`{{ m[1:3] }}|{{ m[1] }}|{{ m[::-1] }}|{{ m|first }}|{{ ('a' + m)[:2] }}`, "[x-]|[x]|[ y-x ]|[ ]|a[ ]"},
		{`{{ m|replace('x', 'Q') }}|{{ 'a.b'|replace('.', m) }}`, "[ ]Q[-y ]|a[ x-y ]b"},
		{`{{ m|upper }}{{ m.title() }}`, "[ X-Y  X-Y ]"},
		{`{{ [m, 'a']|join(',') }} {{ [m] }} {{ {'k': m}|tojson }}`, "[ x-y ],a [[' x-y ']] {\"k\": [\" x-y \"]}"},
		{`{% set s %}<{{ m }}>{% endset %}{{ s }}{% macro f(x) %}({{ x }}){% endmacro %}{{ f(m) }}{% filter trim %} {{ m }}{% endfilter %}`, "<[ x-y ]>([ x-y ])[x-y]"},
		{`{{ m|indent(2, true) }}{{ m|center(7) }}{{ '%s.' % m }}{{ '{}.'.format(m) }}{{ m.partition('-')[2] }}`, "  [ x-y ] [ x-y ] [ x-y ].[ x-y ].[y ]"},
		{`{{ m if m is string else '' }}{{ m|default('d') }}{{ m|string }}{{ m or 'q' }}`, "[ x-y  x-y  x-y  x-y ]"},
		{`{{ m|length }}{{ 'a' * 2 }}`, "5aa"},
		{`{{ m * 2 }}{% for c in m %}.{{ c }}{% endfor %}`, "[ x-y  x-y ].[ ].[x].[-].[y].[ ]"},
	} {
		tpl, err := Parse(c.source)
		if err != nil {
			t.Fatal(err)
		}
		got, err := tpl.Render(map[string]any{"m": Content(" x-y ", 1)}, now, 5)
		if err != nil {
			t.Fatalf("%s: %v", c.source, err)
		}
		var b strings.Builder
		at := 0
		for _, s := range got.Content {
			fmt.Fprintf(&b, "%s[%s]", got.String[at:s.Start], got.String[s.Start:s.End])
			at = s.End
		}
		if b.WriteString(got.String[at:]); b.String() != c.want {
			t.Errorf("%s\ngot  %s\nwant %s", c.source, b.String(), c.want)
		}
	}
}

func FuzzRender(f *testing.F) {
	for _, s := range []string{
		`{% for m in messages %}{{ m.role ~ m['content']|trim }}{% endfor %}`, `{{ 'a' * n }}{{ data|tojson(indent=2) }}`, `{%- set ns = namespace(x=1) -%}{% set ns.x = ns %}{{ ns }}`,
		`{% macro f(a, b=2) %}{{ a[::b] }}{% endmacro %}{{ f(text) }}`, `{# c #}{% raw %}{{ {% endraw %}`, `{{ messages[1:-1][::-1]|map(attribute='role')|join(', ') }}`,
		`{% if n is divisibleby 7 %}{{ '\\' }}{% elif 1 %}{% else %}{% endif %}`, `{% call(x) f(1) %}{% endcall %}{% filter upper %}{% endfilter %}`, `{{ text.split(none, 1) }}{{ '%s' % n }}`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, source string) {
		out, err := renderSample(source)
		if err != nil {
			return
		}
		at := 0
		for _, s := range out.Content {
			if s.Start < at || s.End <= s.Start || s.End > len(out.String) {
				t.Fatalf("span %v after byte %d of a text of %d bytes", s, at, len(out.String))
			}
			at = s.End
		}
	})
}
