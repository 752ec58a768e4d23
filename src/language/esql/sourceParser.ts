import { quoteText } from "../../text/reports.ts";
import type { NameNode } from "./ast.ts";
import { close, refuseParameter, spanOf } from "./constants.ts";
import { beginsCommand, type Token } from "./token.ts";
import type { TokenCursor } from "./tokenCursor.ts";

/** The index patterns of FROM, parted at commas: those within quotes too, as Elasticsearch joins them all (`visitIndexPattern`). */
export function readIndices(cursor: TokenCursor): NameNode[] {
  const indices: NameNode[] = [];
  do {
    if (cursor.atCommandEnd && indices.length > 0) break;
    const index = readTable(cursor);
    if (index === null) return indices;
    for (const name of splitPatterns(index.name)) indices.push({ name, span: index.span });
  } while (cursor.takeOperator(","));
  if (cursor.atCommandEnd && cursor.previousEnd > 0) refuseTrailingComma(cursor, indices);
  reportSecondName(cursor);
  return indices;
}

function refuseTrailingComma(cursor: TokenCursor, indices: readonly NameNode[]): void {
  const end = cursor.previousEnd;
  if (end === indices[indices.length - 1]?.span.end) return;
  cursor.giveUp({
    code: "ESQL049",
    message: "nothing follows the comma",
    span: { start: end - 1, end },
    label: "the list ends here",
    help: "remove it, or write what it announces",
  });
}

/** Date maths in angle brackets may hold commas. */
function splitPatterns(text: string): string[] {
  const parts = text.match(/(?:<[^<>]*>|[^,])+/g) ?? [text];
  return parts.map((part) => part.trim()).filter((part) => part !== "" || parts.length === 1);
}

/** One index pattern: `cluster:index`, `index::selector`, in quotes or not; null, and reported, when none is here. */
export function readTable(cursor: TokenCursor): NameNode | null {
  if (cursor.isLost) return null;
  const { start } = cursor.peek();
  let name = piece(cursor);
  if (name === null) return null;
  while (cursor.isOperator(":") || cursor.isOperator("::")) {
    name += cursor.next().text;
    const next = piece(cursor);
    if (next === null) return null;
    name += next;
  }
  return { name, span: cursor.spanFrom(start) };
}

function piece(cursor: TokenCursor): string | null {
  const token = cursor.peek();
  const isParameter = token.kind === "source" && token.text.startsWith("?");
  if (token.kind === "string" || (token.kind === "source" && !isParameter)) {
    cursor.next();
    return token.text;
  }
  if (token.kind === "skipped") refuseSubquery(cursor, token);
  else if (isParameter) refuseParameter(cursor, token);
  else cursor.expected("an index pattern", "write `FROM logs-*`");
  return null;
}

function refuseSubquery(cursor: TokenCursor, token: Token): void {
  cursor.giveUp({
    code: "ESQL057",
    message: "subquery",
    span: token,
    label: "not supported here",
    help: "name the indices in one FROM",
  });
}

/** After a list of indices stands METADATA or the end; a command without its pipe reads like one more name. */
function reportSecondName(cursor: TokenCursor): void {
  const token = cursor.peek();
  if (token.kind !== "source" || token.folded === "metadata") return;
  if (beginsCommand(token.folded)) {
    cursor.giveUp({
      code: "ESQL031",
      message: `missing pipe before ${quoteText(token.text)}`,
      span: token,
      label: "a command begins here",
      help: `write \`| ${token.text.toUpperCase()}\``,
    });
  } else cursor.expected("`,`, `METADATA` or `|`", "part index patterns with commas");
}

/** `METADATA _id, _index`, or in brackets as before 8.13; none written gives none. */
export function readMetadata(cursor: TokenCursor): NameNode[] {
  const open = cursor.peek();
  if (cursor.isOperator("[")) {
    cursor.next();
    const fields = metadataFields(cursor);
    close(cursor, "]", open);
    return fields;
  }
  return open.kind === "source" && open.folded === "metadata" ? metadataFields(cursor) : [];
}

function metadataFields(cursor: TokenCursor): NameNode[] {
  const keyword = cursor.peek();
  if (keyword.kind !== "source" || keyword.folded !== "metadata") {
    cursor.expected("`METADATA`");
    return [];
  }
  cursor.next();
  const fields: NameNode[] = [];
  do {
    const token = cursor.peek();
    if (token.kind !== "source") {
      cursor.expected("the name of a metadata field", "write `METADATA _id, _version, _index`");
      return fields;
    }
    cursor.next();
    fields.push({ name: token.text, span: spanOf(token) });
  } while (cursor.takeOperator(","));
  reportSecondField(cursor);
  return fields;
}

function reportSecondField(cursor: TokenCursor): void {
  if (cursor.peek().kind === "source") reportSecondName(cursor);
}
