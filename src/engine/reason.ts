import { getField } from "../ecs/document.ts";
import type { EcsObject, EcsValue } from "../ecs/value.ts";
import type { Rule } from "../rule/rule.ts";

/**
 * `kibana.alert.reason`: one sentence that says what the alert is about.
 *
 * Worded as Kibana words it (kibana …/utils/reason_formatters.ts): `iam event with source 203.0.113.7 by alice created
 * high alert Snapshot Shared.` Parts without value are left out, several values are joined by commas. `document` is the
 * event's, or what the events of a sequence have in common. Raw text from the log: escape before showing.
 */
export function reason(rule: Pick<Rule, "name" | "severity">, document: EcsObject): string {
  const part = (before: string, path: string, after = "") => {
    const text = textOf(getField(document, path));
    return text === undefined ? "" : before + text + after;
  };
  const details = [
    part(" process ", "process.name", ","),
    part(" parent process ", "process.parent.name", ","),
    part(" file ", "file.name", ","),
    part(" source ", "source.ip"),
    part(":", "source.port", ","),
    part(" destination ", "destination.ip"),
    part(":", "destination.port", ","),
  ].join("");
  const who = part(" by ", "user.name") + part(" on ", "host.name");
  const subject = `${part("", "event.category", " ")}event${details === "" ? "" : " with"}${details}${who}`;
  return `${subject} created ${rule.severity} alert ${rule.name}.`;
}

function textOf(value: EcsValue | undefined): string | undefined {
  const items = (Array.isArray(value) ? value : [value]).filter(isNamed);
  const text = items.map(String).join(", ");
  return text === "" || text === "-" ? undefined : text;
}

function isNamed(item: EcsValue | undefined): boolean {
  return item !== undefined && item !== null && typeof item !== "object";
}
