import { documentView, type EventView } from "../ecs/event.ts";
import type { Field } from "../ecs/field.ts";
import { type EcsObject, emptyObject, type Scalar } from "../ecs/value.ts";
import { type FieldGroup, type FieldSource, fieldGroupOf, type WrittenMembers } from "./cloudtrailFieldGroups.ts";
import { PreparedRecord } from "./preparedRecord.ts";
import type { NormalizeOptions } from "./record.ts";

/** Most views kept of one group of fields, and the longest text that one is kept under. */
const mostKept = 4096;
const longestKey = 1024;

/**
 * The fields of CloudTrail records as views of their documents have them, of which only those are made that are asked for.
 *
 * A rule reads a few fields of many records, and the whole document takes ten times as long as those. What follows from one
 * member alone, such as who acted, is kept and found again by the member's text, for the same callers come again and again.
 */
export class CloudtrailViews {
  readonly #options: NormalizeOptions;
  readonly #kept = new Map<FieldGroup, Map<string, EventView>>();

  constructor(options: NormalizeOptions) {
    this.#options = options;
  }

  /** The view of one record; `document` makes the whole document, for the fields that it takes. */
  of(record: WrittenMembers, atMs: number, document: () => EcsObject): EventView {
    const source = { record: new PreparedRecord(record), atMs, options: this.#options };
    return new CloudtrailView((group) => this.#viewOf(group, record, source), atMs, document);
  }

  #viewOf(group: FieldGroup, record: WrittenMembers, source: FieldSource): EventView {
    const key = group.keyOf?.(record);
    if (key === undefined || key.length > longestKey) return made(group, source);
    let views = this.#kept.get(group);
    if (views === undefined) this.#kept.set(group, (views = new Map()));
    let view = views.get(key);
    if (view === undefined) {
      if (views.size >= mostKept) views.clear();
      views.set(key, (view = made(group, source)));
    }
    return view;
  }
}

function made(group: FieldGroup, source: FieldSource): EventView {
  const document = emptyObject();
  group.set(document, source);
  return documentView(document);
}

class CloudtrailView implements EventView {
  readonly #viewOf: (group: FieldGroup) => EventView;
  readonly #atMs: number;
  readonly #document: () => EcsObject;
  readonly #views = new Map<FieldGroup | undefined, EventView>();

  constructor(viewOf: (group: FieldGroup) => EventView, atMs: number, document: () => EcsObject) {
    this.#viewOf = viewOf;
    this.#atMs = atMs;
    this.#document = document;
  }

  values(field: Field): readonly Scalar[] {
    if (field.name === "@timestamp" && field.type === "date") return [this.#atMs];
    const group = groupOf(field);
    let view = this.#views.get(group);
    if (view === undefined) {
      view = group === undefined ? documentView(this.#document()) : this.#viewOf(group);
      this.#views.set(group, view);
    }
    return view.values(field);
  }
}

/** Fields belong to catalogues and are few; one is looked up by its path once. */
const groupOfField = new WeakMap<Field, FieldGroup | "none">();

function groupOf(field: Field): FieldGroup | undefined {
  let group = groupOfField.get(field);
  if (group === undefined) {
    // A pattern stands for any field there is.
    const isOne = field.patternWithin === undefined && field.name !== "_index";
    group = (isOne ? fieldGroupOf(field.path ?? field.name) : undefined) ?? "none";
    groupOfField.set(field, group);
  }
  return group === "none" ? undefined : group;
}
