"""Writes features.json: what Jinja2, set up as Hugging Face's transformers does, makes of many small templates.

Run it with Jinja2 3.1 beside this file: python3 features.py
"""
import datetime
import json
import os

import jinja2
from jinja2.ext import Extension, loopcontrols
from jinja2.sandbox import ImmutableSandboxedEnvironment


class Generation(Extension):
    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return jinja2.nodes.CallBlock(self.call_method("_body"), [], [], body).set_lineno(line)

    def _body(self, caller):
        return caller()


def raise_exception(message):
    raise jinja2.exceptions.TemplateError(message)


def tojson(x, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(x, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


env = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[Generation, loopcontrols])
env.filters["tojson"] = tojson
env.globals["raise_exception"] = raise_exception
env.globals["strftime_now"] = lambda f: datetime.datetime(2026, 11, 23, 12, 0).strftime(f)

variables = {
    "messages": [
        {"role": "system", "content": "  Be brief. "},
        {"role": "user", "content": "Grüße & <b>\n"},
        {"role": "assistant", "content": "<think>hm</think>\nYes, it's 4."},
        {"role": "user", "content": "bye"},
    ],
    "tools": None,
    "add_generation_prompt": True,
    "bos_token": "<s>",
    "eos_token": "</s>",
    "data": {"b": 2, "a": [1, 2.5, None, True, "x'y"], "c": {"k": 'v"\n\té'}},
    "n": 7,
    "text": "one two  three",
}

templates = r"""
{{ 1 + 2 * 3 - 4 // 3 }} {{ 7 / 2 }} {{ -7 // 2 }} {{ -7 % 3 }} {{ 2 ** 10 }} {{ 2 ** -1 }} {{ 7.5 % 2 }} {{ 1e20 }} {{ 1.0 }} {{ 0.00001 }}
{{ 'a' + 'b' ~ 1 ~ none ~ true ~ 1.5 }}
{{ 'a' 'b' "c" }}
{{ "q\"'\n\t\\x \d \u00e9" }}
{{ 'ab' * 3 }}|{{ [1,2] * 2 }}|{{ 3 * 'x' }}
{{ 'x' + 1 }}
{{ 'x' + none }}
{{ 'x' + missing }}
{{ missing }}|{{ missing ~ 'x' }}|{{ missing is defined }}|{{ missing == none }}|{{ missing is none }}
{{ missing.foo }}
{{ messages[9].content }}
{{ messages[9] is defined }} {{ messages[0].foo is defined }} {{ messages[0].foo is none }} {{ messages[-1].content }}
{{ messages[0]['content']|trim }}|{{ messages[0].content.strip() }}|{{ messages[0].content.lstrip() }}|{{ messages[0].content.rstrip() }}|
{{ messages[1:]|length }} {{ messages[:-1]|length }} {{ messages[::-1][0].role }} {{ messages[::2]|map(attribute='role')|join(',') }}
{{ text[1:3] }} {{ text[-3:] }} {{ text[::-1] }} {{ text[0] }} {{ 'Grüße'[2:4] }} {{ 'Grüße'[-2] }} {{ 'abc'[5:] }}|{{ 'abc'[-9:2] }}
{{ text.split() }} {{ text.split(' ') }} {{ text.split(' ', 1) }} {{ text.rsplit(' ', 1) }} {{ ''.split() }} {{ ''.split(',') }}
{{ messages[2].content.split('</think>')[-1].lstrip('\n') }}|{{ messages[2].content.split('</think>')|last }}
{{ '</think>' in messages[2].content }} {{ 'zz' not in text }} {{ 1 in [1,2] }} {{ 'b' in data }} {{ not 1 in [2] }} {{ 'a' in missing }}
{{ text.startswith('one') }} {{ text.endswith(('x', 'three')) }} {{ text.find('two') }} {{ text.find('zz') }} {{ text.replace('o', '0', 1) }} {{ 'aaa'.replace('', '-') }}
{{ text.upper() }} {{ text.title() }} {{ 'hELLO wORLD'|capitalize }} {{ 'abc'|upper }} {{ 'it\'s ok'|title }}
{{ 'a,b,,c'.split(',')|join('|') }} {{ ['a', 1, none, 2.0]|join('-') }} {{ ', '.join(['x', 'y']) }}
{{ data|tojson }}
{{ data|tojson(indent=2) }}
{{ data|tojson(separators=(',', ':'), sort_keys=true) }} {{ 'é'|tojson(ensure_ascii=true) }} {{ []|tojson(indent=4) }} {{ {}|tojson }}
{{ data }} {{ data.a }} {{ (1,) }} {{ (1, 'a"b') }} {{ {'x': "it's"} }} {{ ['\n', '\\'] }}
{% for k, v in data.items() %}{{ k }}={{ v }};{% endfor %} {% for k, v in data|items %}{{ k }}{% endfor %} {% for k in data %}{{ k }}{% endfor %}
{% for k, v in data|dictsort %}{{ k }}{% endfor %} {{ data.keys()|list }} {{ data.get('zz', 'd') }} {{ data.get('zz') }} {{ data.c.k|length }}
{% set x = 1 %}{% for i in [1,2] %}{% set x = x + i %}{{ x }}{% endfor %}{{ x }}
{% set ns = namespace(x=1, y='a') %}{% for i in [1,2] %}{% set ns.x = ns.x + i %}{% endfor %}{{ ns.x }}{{ ns.y }}{{ ns.z is defined }}
{% set a, b = 1, 2 %}{{ a }}{{ b }}{% set t = 1, 2 %}{{ t }}
{% set x %}  body {{ n }} {% endset %}[{{ x }}]{% set y | trim | upper %} abc {% endset %}[{{ y }}]
{% if n > 5 and n < 10 or missing %}yes{% elif n %}no{% else %}never{% endif %}
{{ 'a' if n == 7 else 'b' }}{{ 'c' if n != 7 }}{{ ('x' if false else 'y') + 'z' }}{{ [1 if n else 2, 3]|join }}{{ 'p' if missing is defined else 'q' }}
{{ dict(a=1 if n else 2, b='x').a }} {{ ('a' if n is number else 'b')|upper }} {{ 'x' if n is defined and n is not none else 'y' }}
{{ 'a' if false else 'b' if false else 'c' }} {{ (messages|first).role if messages else 'none' }}
{% for m in messages %}{{ loop.index }}{{ loop.index0 }}{{ loop.first }}{{ loop.last }}{{ loop.revindex }}{{ loop.length }} {{ loop.previtem.role if loop.previtem }} {{ loop.nextitem is defined }};{% endfor %}
{% for m in messages if m.role == 'user' %}{{ loop.index }}/{{ loop.length }}{{ m.content|trim }},{% else %}none{% endfor %}
{% for m in [] %}x{% else %}empty{% endfor %}{% for m in missing %}x{% endfor %}|{% for c in 'aé' %}{{ c }}.{% endfor %}
{% for i in range(10) %}{% if i == 2 %}{% continue %}{% endif %}{% if i == 5 %}{% break %}{% endif %}{{ i }}{% endfor %}
{% for i in range(3) %}{% for j in range(2) %}{{ loop.depth }}{{ i }}{{ j }} {% endfor %}{% endfor %}{{ range(5, 0, -2)|list }} {{ range(2,4)|list }}
{{ loop is defined }}{% for i in [1] %}{% set outer = loop %}{% for j in [1,2] %}{{ outer.index }}{{ loop.index }}{% endfor %}{% endfor %}
{% for i in none %}{% endfor %}
{% macro hi(name, greet='hello', x=n) %}{{ greet }} {{ name }}{{ x }}{% endmacro %}{{ hi('a') }} {{ hi('b', greet='yo') }} {{ hi(name='c', x=1) }} {{ hi() }}
{% macro f(n) %}{{ n }}{% if n > 0 %}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(5) }}
{% macro wrap(t) %}<{{ t }}>{{ caller() }}</{{ t }}>{% endmacro %}{% call wrap('b') %}in{{ n }}{% endcall %}
{% macro each(l) %}{% for x in l %}{{ caller(x) }}{% endfor %}{% endmacro %}{% call(y) each([1,2]) %}({{ y }}){% endcall %}
{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, 2) }}
{% filter upper %}abc {{ text }}{% endfilter %}
{% with a = 1, b = n %}{{ a }}{{ b }}{% endwith %}{{ a is defined }}
{% raw %}{{ not }} {% if %}{% endraw %}|{# comment {{ x }} #}|
{% for x in [1, [2, [3]]] recursive %}{% if x is iterable %}({{ loop(x) }}){% else %}{{ x }}{% endif %}{% endfor %}
{{ messages|selectattr('role', 'equalto', 'user')|list|length }} {{ messages|rejectattr('role', 'in', ['user', 'system'])|map(attribute='role')|first }}
{{ [1, 2, 3, 4]|select('even')|list }} {{ [1, 2, 0]|select|list }} {{ [1, 2, 3]|reject('odd')|list }} {{ ['a', 'b']|map('upper')|list }} {{ [{'a': 1}, {}]|map(attribute='a', default=0)|list }}
{{ messages|map(attribute='content')|map('trim')|join('/') }} {{ messages|map(attribute='role')|unique|join(',') }}
{{ [3, 1, 2]|sort }} {{ ['b', 'A', 'c']|sort }} {{ [3,1]|sort(reverse=true) }} {{ [3,1,2]|max }} {{ [3,1,2]|min }} {{ [1,2,3]|sum }} {{ [1,2]|reverse|list }} {{ 'abc'|reverse }}
{{ messages|sort(attribute='role')|map(attribute='role')|join(' ') }} {% for g in messages|groupby('role') %}{{ g[0] }}{{ g[1]|length }}{% endfor %} {{ [1,2,3,4,5]|batch(2, 0)|list }}
{{ missing|default('d') }} {{ none|default('d') }} {{ ''|default('d', true) }} {{ 0|d('z', boolean=true) }}
{{ '3.7'|int }} {{ '12'|int + 1 }} {{ 'x'|int(5) }} {{ 3.9|int }} {{ '2.5'|float }} {{ -3|abs }} {{ 2.5|round }} {{ 2.567|round(2) }} {{ 2.1|round(0, 'ceil') }} {{ 7|string + 'x' }}
{{ n is number }} {{ n is string }} {{ n is integer }} {{ 1.5 is float }} {{ n is odd }} {{ n is even }} {{ 6 is divisibleby 3 }} {{ n is divisibleby(2) }} {{ true is boolean }} {{ 1 is boolean }} {{ true is number }}
{{ data is mapping }} {{ data is iterable }} {{ data is sequence }} {{ text is iterable }} {{ n is iterable }} {{ messages is mapping }} {{ none is none }} {{ tools is none }} {{ tools is not none }} {{ raise_exception is callable }} {{ raise_exception is defined }}
{{ true is true }} {{ 1 is true }} {{ false is false }} {{ none is false }} {{ n is eq 7 }} {{ n is gt(5) }} {{ n is in [7] }} {{ n is sameas 7 }} {{ 'abc' is lower }} {{ 'ABC' is upper }}
{{ messages[0].role == 'system' }} {{ messages[0] == messages[0] }} {{ [1, {'a': 2}] == [1, {'a': 2.0}] }} {{ 1 == 1.0 }} {{ true == 1 }} {{ '1' == 1 }} {{ none == false }} {{ 1 < 2 < 3 }} {{ 3 > 2 > 2 }} {{ 'a' < 'b' }} {{ [1,2] < [1,3] }}
{{ 1 < 'a' }}
{{ not true and false }} {{ not (true and false) }} {{ '' or 'x' }} {{ 'a' and 'b' }} {{ 0 or none }} {{ (1 or 2) + 1 }}
{{ raise_exception('No way: ' ~ n) }}
{% if false %}{{ raise_exception('x') }}{{ missing.foo.bar }}{{ 1|nofilter_in_dead_branch if false }}{% endif %}ok
{{ strftime_now('%d %b %Y') }} {{ strftime_now("%Y-%m-%d %H:%M:%S %A %B %j %p %-d %y%%") }}
  {% if true %}  
  in  
  {% endif %}  
end
{{ n }} {% if true %} x {% endif %} y
a {%- if true -%}  b  {%- endif -%}  c
a {{- ' b ' -}} c
  {{ n }}  
  {# c #}
x{#- c -#} y
   {%+ if true %}x{% endif +%}
{% if true %}

two{% endif %}
{% generation %}{{ n }}{% endgeneration %}
{{ '%s is %d %r' % ('a', 3, 'b') }} {{ '%s' % n }} {{ '{} {1} {0} {k}'.format(1, 2, k=3) if false else '{1} {0} {k} {{}}'.format(1, 2, k=3) }}
{{ 'a-b-c'.partition('-') }} {{ 'abc'.removeprefix('a') }} {{ 'abc'.removesuffix('c') }} {{ 'a\nb\r\nc\n'.splitlines() }} {{ 'abab'.count('ab') }}
{{ '12'.isdigit() }} {{ 'ab1'.isalnum() }} {{ 'ab'.isalpha() }} {{ ' '.isspace() }} {{ 'AB'.isupper() }} {{ 'Ab'.islower() }}
{{ 'xxabcxx'.strip('x') }} {{ '\n a \n'|trim }}| {{ 'xa'|trim('x') }} {{ 'ab'|center(6) }}| {{ 'ab'|center(5) }}|
{{ 'a\nb\n\nc'|indent(2) }} {{ 'a\nb'|indent(1, true) }} {{ 'a b  c'|wordcount }} {{ '<a&"\'>'|e }} {{ 'x'|safe }} {{ 'aab'|replace('a', 'b') }}
{{ [1, 2] + [3] }} {{ (1, 2) + (3,) }} {{ [1,2,3][1] }} {{ [[1,2],[3]][0][1] }} {{ {'a': {'b': [1, 2]}}.a.b[1] }} {{ {'a': 1}['a'] }} {{ data['c']['k']|length }} {{ data.c.k is string }}
{{ messages|length > 3 and messages[0].role == 'system' and (tools is none or not tools) }}
{{ messages|last }} {{ (messages|last)['content'] }} {{ messages|map('length')|list }}
{{ true }} {{ True }} {{ none }} {{ None }} {{ false }} {{ [true, none] }}
{{ messages.append(1) }}
{{ n.__class__ }}
{{ [1,2,3]|first }} {{ []|first is defined }} {{ 'abc'|first }} {{ 'abc'|last }} {{ 'abc'|list }} {{ {'a':1}|list }} {{ {'a':1}|length }}
{{ joiner is defined }}{% set j = joiner('|') %}{% for i in [1,2,3] %}{{ j() }}{{ i }}{% endfor %}
{{ loop.cycle if false }}{% for i in [1,2,3] %}{{ loop.cycle('a', 'b') }}{{ loop.changed(i > 1) }}{% endfor %}
{{ 10 % 3 * 2 }} {{ 2 * 3 ** 2 }} {{ -2 ** 2 }} {{ 5 - 3 - 1 }} {{ 2 ~ 3 + 1 if false else 2 ~ 3 }} {{ 'a' ~ 'b' + 'c' }}
{{ 1 / 0 }}
{{ -n|abs }} {{ (-n)|abs }} {{ n|string|length }} {{ 'a'|upper + 'b' }} {{ ('a' + 'b')|upper }} {{ 'a' + 'b'|upper }}
{{ messages[0].content
   | trim
   + '!' }}{{
'x' +
'y'
}}{%- set q = [
  1,
  2,
] -%}{{ q }}{% if n == 7 and
missing is not defined or
not n in[1] %}ok{% endif %}
{{ {'a': 1, 'b': [1, 2,], } }} {{ [1,] }} {{ {} }} {{ [] }} {{ () }} {{ {1: 'a', none: 2} }}
{% for a, b in [[1, 2], (3, 4)] %}{{ a }}{{ b }}{% endfor %}{% for x in (1, 2) %}{{ x }}{% endfor %}{% for x in 1, 2 %}{{ x }}{% endfor %}
{% for a, b in [[1, 2, 3]] %}{% endfor %}
{% do [1] %}
{{ n is not string and n is not mapping }} {{ n is defined and n in [7, 8] }} {{ 'u' in 'user' and not 'z' in 'user' }} {{ not n is string }}
{{ {'a': 1}|items|list }} {{ dict(a=1, **{'b': 2}) }} {{ dict([('a', 1)]) }} {{ namespace(a=1).a }}
{{ 'Ünï'|length }} {{ 'Ünï'|upper }} {{ 'straße'|upper }} {{ '\U0001f642' }} {{ 'a\x41' }} {{ '🙂ab'[1:] }}
{% set content = messages[1].content %}{% if content is string %}{{ content|trim }}{% else %}{% for item in content %}{{ item.text }}{% endfor %}{% endif %}
{% for m in messages %}{% if (m['role'] == 'user') != (loop.index0 % 2 == 1) %}bad{% endif %}{% endfor %}ok
{% set loop_messages = messages[1:] if messages[0]['role'] == 'system' else messages %}{{ loop_messages|length }}{% set sys = messages[0].content|trim if messages[0].role == 'system' else '' %}[{{ sys }}]
{%- for message in messages[::-1] %}{%- set index = (messages|length - 1) - loop.index0 %}{{ index }}{%- endfor %}
{{ (messages|selectattr('role', 'equalto', 'user')|list)[-1].content }} {{ messages[-1]['content'] if messages[-1]['role'] == 'user' and not (messages[-1]['content'].startswith('x')) }}
{{ 'a' is in 'abc' }} {{ 'a' is not in 'abc' }} {{ [1,2] is sequence }} {{ n is divisibleby 7 and true }}
{{ 1_000 }} {{ 0x1f }} {{ 1e3 }} {{ 1.5e-7 }} {{ 123456789012345678 }} {{ 0.1 + 0.2 }} {{ 1e16 }} {{ 1e15 }}
{% include 'x' %}
{% import 'x' as y %}
{% extends 'x' %}
{% if %}x{% endif %}
{% if n %}x
{{ n
{{ 'unclosed }}
{% for %}{% endfor %}
{{ n | }}
{{ (n }}
{% unknown %}
{% endif %}
{{ n 7 }}
{{ range(1000000) }}
""".strip("\n").split("\n")

# A template of several lines is written with its lines joined by a marker, so that one line here is one template.
multi = [
    "  {% if true %}  \n  in  \n  {% endif %}  \nend\n",
    "a\n    {{ n }}  \n  {# c #}\n  x{#- c -#} y\n",
    "   {%+ if true %}x{% endif +%}\n{% if true %}\n\ntwo{% endif %}\n\n",
    "{{ messages[0].content\n   | trim\n   + '!' }}{{\n'x' +\n'y'\n}}{%- set q = [\n  1,\n  2,\n] -%}{{ q }}{% if n == 7 and\nmissing is not defined or\nnot n in[1] %}ok{% endif %}",
    "{%- if true %}\n    {{- 'a' }}\n{%- endif %}\n\n{%- for m in messages %}\n    {{- m.role + '\\n' }}\n{%- endfor %}\n",
    "{% for m in messages %}\n  {% if m.role == 'user' %}\n{{ m.content }}\n  {% endif %}\n{% endfor %}\ntail",
    "x\r\n{% if true %}\r\ny\r\n{% endif %}\r\n",
    "{{ 'line\nbreak' }}|{{ \"tab\\\nnext\" }}",
    "{{ '\\\\' }}|{{ 'a\\\\' ~ 'b' }}|{{ 'x'.replace('x', '\\\\') }}",
    "{% set s = \"it's\" %}{{ s }} {{ '{{' }} {{ '%}' }} {{ \"}}\" }}",
    "{{- n -}}\n\n {{ n }}\n{%- if n %}\n\n a \n\n{%- endif %}\n",
    "{#- one -#}\n\n{#- two #}\n  three\n",
    "{% raw %}\n {{ x }} \n{% endraw %}\nend",
    "{% raw -%}  {{ x }}  {%- endraw %}",
]
skip = {"  {% if true %}  ", "  in  ", "  {% endif %}  ", "end", "  {{ n }}  ", "  {# c #}", "x{#- c -#} y", "   {%+ if true %}x{% endif +%}",
        "{% if true %}", "", "two{% endif %}", "{{ messages[0].content", "   | trim", "   + '!' }}{{", "'x' +", "'y'", "}}{%- set q = [",
        "  1,", "  2,", "] -%}{{ q }}{% if n == 7 and", "missing is not defined or", "not n in[1] %}ok{% endif %}"}
cases = []
for source in [t for t in templates if t not in skip] + multi:
    case = {"template": source}
    try:
        case["expect"] = env.from_string(source).render(**variables)
    except Exception as e:  # any error is a result
        case["error"] = f"{type(e).__name__}: {e}"
    cases.append(case)
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "features.json"), "w") as f:
    json.dump(cases, f, ensure_ascii=False, indent=1)
    f.write("\n")
