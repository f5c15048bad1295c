#!/usr/bin/env bash
# Prefill of 512 tokens and decode of 64 of one model, by llft and by builds of llama-bench, in turn. Prints the tokens/s of every
# repetition, and per program the median and the median of llft's ratio to it, with the smallest and the largest.
#
#   docs/peers.sh MODEL.gguf TIER REPS LLFT 'LLAMA-BENCH [FLAGS]'...
set -euo pipefail
model=$1 tier=$2 reps=$3 llft=$4
shift 4
threads=2
median() { sort -g | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for ((rep = 1; rep <= reps; rep++)); do
	"$llft" bench -m "$model" --isa "$tier" --threads $threads --work prefill,decode --rank 0 --reps 1 2>/dev/null |
		awk -v d="$work" '$1 == "prefill" || $1 == "decode" {print $8 > (d "/" $1 ".0")}'
	peer=0
	for command; do
		peer=$((peer + 1))
		# shellcheck disable=SC2086
		$command -m "$model" -t $threads -p 512 -n 64 -r 1 2>/dev/null |
			awk -F'|' -v d="$work" -v p=$peer '/pp512/ {print $(NF-1) + 0 > (d "/prefill." p)} /tg64/ {print $(NF-1) + 0 > (d "/decode." p)}'
	done
	for kind in prefill decode; do
		mine=$(cat "$work/$kind.0")
		echo "$mine" >>"$work/$kind.0.all"
		for ((p = 1; p <= peer; p++)); do
			cat "$work/$kind.$p" >>"$work/$kind.$p.all"
			awk -v a="$mine" '{print a / $1}' "$work/$kind.$p" >>"$work/$kind.$p.ratio"
		done
	done
done
for kind in prefill decode; do
	printf '%-8s llft %s: %s\n' "$kind" "$tier" "$(median <"$work/$kind.0.all") ($(tr '\n' ' ' <"$work/$kind.0.all"))"
	p=0
	for command; do
		p=$((p + 1))
		printf '%-8s %s: %s (%s)  llft is %s times (%s to %s)\n' "$kind" "$command" "$(median <"$work/$kind.$p.all")" \
			"$(tr '\n' ' ' <"$work/$kind.$p.all")" "$(median <"$work/$kind.$p.ratio" | cut -c1-4)" \
			"$(sort -g "$work/$kind.$p.ratio" | head -1 | cut -c1-4)" "$(sort -g "$work/$kind.$p.ratio" | tail -1 | cut -c1-4)"
	done
done
