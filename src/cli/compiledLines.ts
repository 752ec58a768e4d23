import type { CompiledForm, CompiledStep } from "../engine/compiledForm.ts";
import type { Predicate } from "../predicate/predicate.ts";
import { printPredicate } from "../predicate/print.ts";
import type { Rule } from "../rule/rule.ts";
import { escapeForTerminal } from "../text/terminal.ts";
import { durationText, fit } from "./layout.ts";
import type { Paint } from "./paint.ts";

/** A rule's compiled form for people. */
export function compiledLines(rule: Rule, form: CompiledForm, width: number, paint: Paint): string[] {
  const { kind, index, fields, steps, maxspanMs, exceptions, pipes } = form;
  const room = Math.max(60, width);
  const line = (text: string) => fit(escapeForTerminal(text), room);
  return [
    paint.bold(line([rule.name, rule.id].filter((text) => text !== "").join("  "))),
    line(`${kind}${maxspanMs === undefined ? "" : ` with maxspan ${durationText(maxspanMs)}`}`),
    ...wrapped(`reads ${fields.join(", ")}`, room),
    ...(index === undefined ? [] : ["", paint.bold("index patterns"), ...predicateLines(index, 1, room)]),
    ...steps.flatMap((step) => ["", paint.bold(titleOf(step)), ...stepLines(step, room)]),
    ...exceptions.flatMap(({ name, predicate }) => [
      "",
      paint.bold(line(`exception ${name}`)),
      ...predicateLines(predicate, 1, room),
    ]),
    ...(pipes.length === 0 ? [] : ["", pipes.map(({ kind: pipe, count }) => `| ${pipe} ${count}`).join(" ")]),
  ];
}

function titleOf({ name, missing }: CompiledStep): string {
  return missing ? `${name} (must be missing)` : name;
}

function stepLines({ keys, actions, providers, predicate }: CompiledStep, room: number): string[] {
  const by = keys.map(({ field, optional }) => `${optional ? "?" : ""}${field.name}`);
  return [
    ...(by.length === 0 ? [] : wrapped(`  by ${by.join(", ")}`, room)),
    ...wrapped(`  offered events with ${identitiesText(actions, providers)}`, room),
    ...predicateLines(predicate, 1, room),
  ];
}

function identitiesText(actions: readonly string[] | undefined, providers: readonly string[] | undefined): string {
  const parts = [
    ...(actions === undefined ? [] : [`event.action ${actions.join(" or ")}`]),
    ...(providers === undefined ? [] : [`event.provider ${providers.join(" or ")}`]),
  ];
  return parts.length === 0 ? "any action and provider" : `${parts.join(" and ")} (in any case)`;
}

/** Operands shown of one `and` or `or`. */
const mostOperands = 100;

function predicateLines(predicate: Predicate, depth: number, room: number): string[] {
  const indent = "  ".repeat(depth);
  if (predicate.kind === "and" || predicate.kind === "or") {
    const lines = predicate.operands.slice(0, mostOperands).flatMap((each) => predicateLines(each, depth + 1, room));
    const more = predicate.operands.length - mostOperands;
    return [`${indent}${predicate.kind}`, ...lines, ...(more > 0 ? [`${indent}  … and ${more} more`] : [])];
  }
  if (predicate.kind === "not") return [`${indent}not`, ...predicateLines(predicate.operand, depth + 1, room)];
  return [fit(`${indent}${escapeForTerminal(printPredicate(predicate))}`, room)];
}

/** Breaks a list at its blanks. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  const indent = /^ */.exec(text)![0];
  for (const word of escapeForTerminal(text.trim()).split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`${indent}${lines.length === 0 ? "" : "  "}${word}`);
  }
  return lines;
}
