import type { Predicate, TestAtom } from "./predicate.ts";
import { printExpression } from "./printExpression.ts";
import { printList, printScalar } from "./printScalar.ts";

/**
 * A predicate as people read it, in EQL's words: `event.action == "RunInstances" and not user.name like~ ("a*", "b*")`.
 *
 * For messages and `explain`; it is not promised to parse as EQL. Texts are quoted with control characters escaped.
 */
export function printPredicate(predicate: Predicate): string {
  switch (predicate.kind) {
    case "constant":
      return String(predicate.value);
    case "and":
    case "or":
      return predicate.operands.map(printOperand).join(` ${predicate.kind} `);
    case "not":
      return `not ${printOperand(predicate.operand)}`;
    case "test":
      return printTest(predicate);
    case "expression":
      return printExpression(predicate.expression);
  }
}

/** An operand, in parentheses where it has operators of its own that bind no tighter. */
function printOperand(operand: Predicate): string {
  const text = printPredicate(operand);
  const isLoose =
    operand.kind === "and" ||
    operand.kind === "or" ||
    (operand.kind === "expression" && (operand.expression.kind === "and" || operand.expression.kind === "or"));
  return isLoose ? `(${text})` : text;
}

function printTest({ field, test }: TestAtom): string {
  switch (test.kind) {
    case "exists":
      return `${field.name} != null`;
    case "equals":
      return `${field.name} == ${printScalar(test.value)}`;
    case "oneOf":
      return `${field.name} in${tilde(test)} (${test.values.map(printScalar).join(", ")})`;
    case "wildcard":
      return `${field.name} like${tilde(test)} ${printList(test.patterns)}`;
    case "regex":
      return `${field.name} regex${tilde(test)} ${printList(test.patterns)}`;
    case "compare":
      return `${field.name} ${test.operator} ${printScalar(test.value)}`;
    case "cidr":
      return `cidrMatch(${[field.name, ...test.blocks.map(printScalar)].join(", ")})`;
    case "element":
      return `${field.name}: { ${printPredicate(test.condition)} }`;
  }
}

function tilde({ ignoreCase }: { readonly ignoreCase: boolean }): string {
  return ignoreCase ? "~" : "";
}
