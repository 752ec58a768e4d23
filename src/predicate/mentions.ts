import type { Expression } from "./predicate.ts";

/**
 * The expression with each mention of a field numbered, so that every mention takes a value of its own: `concat(f, f)`
 * is `"ab"` for some choice from `["a", "b"]` (multiValueDocValuesRewrite in x-pack/plugin/ql/…/gen/script/Scripts.java).
 *
 * A node that stands in the tree twice, the same object, is one mention.
 */
export function numberMentions(expression: Expression): Expression {
  return new MentionNumbering().number(expression);
}

class MentionNumbering {
  private readonly next = new Map<string, number>();
  private readonly done = new Map<Expression, Expression>();

  number(expression: Expression): Expression {
    let numbered = this.done.get(expression);
    if (numbered === undefined) this.done.set(expression, (numbered = this.numberOne(expression)));
    return numbered;
  }

  private numberOne(expression: Expression): Expression {
    switch (expression.kind) {
      case "literal":
        return expression;
      case "field": {
        const { name } = expression.field;
        const mention = this.next.get(name) ?? 0;
        this.next.set(name, mention + 1);
        return mention === 0 ? expression : { ...expression, mention };
      }
      case "call":
        return { ...expression, args: this.numberAll(expression.args) };
      case "arithmetic":
      case "comparison": {
        const left = this.number(expression.left);
        return { ...expression, left, right: this.number(expression.right) };
      }
      case "negate":
      case "isNull":
      case "pattern":
      case "not":
        return { ...expression, operand: this.number(expression.operand) };
      case "in": {
        const operand = this.number(expression.operand);
        return { ...expression, operand, values: this.numberAll(expression.values) };
      }
      case "and":
      case "or":
        return { ...expression, operands: this.numberAll(expression.operands) };
    }
  }

  private numberAll(expressions: readonly Expression[]): Expression[] {
    return expressions.map((expression) => this.number(expression));
  }
}
