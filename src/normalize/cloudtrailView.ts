import { documentView, type EventView } from "../ecs/event.ts";
import type { Field } from "../ecs/field.ts";
import { readField } from "../ecs/readField.ts";
import { type EcsObject, emptyObject, type Scalar } from "../ecs/value.ts";
import type { JsonMembers } from "../text/json.ts";
import { type FieldGroup, type FieldSource, fieldGroupOf } from "./cloudtrailFieldGroups.ts";
import { PreparedRecord } from "./preparedRecord.ts";
import type { NormalizeOptions } from "./record.ts";

/**
 * The fields of a CloudTrail record as a view of its document has them, of which only those are made that are asked for.
 *
 * A rule reads a few fields of many records, and the whole document takes ten times as long as those.
 */
export class CloudtrailView implements EventView {
  readonly #source: FieldSource;
  readonly #document: () => EcsObject;
  readonly #made = new Map<FieldGroup, EcsObject>();
  readonly #known = new Map<Field, readonly Scalar[]>();
  #whole: EventView | undefined;

  /** `document` makes the whole document, for the fields that it takes. */
  constructor(record: JsonMembers, atMs: number, options: NormalizeOptions, document: () => EcsObject) {
    this.#source = { record: new PreparedRecord(record), atMs, options };
    this.#document = document;
  }

  values(field: Field): readonly Scalar[] {
    let values = this.#known.get(field);
    if (values === undefined) this.#known.set(field, (values = this.#read(field)));
    return values;
  }

  #read(field: Field): readonly Scalar[] {
    const group = groupOf(field);
    return group === undefined
      ? this.#wholeView().values(field)
      : readField(this.#made.get(group) ?? this.#make(group), field);
  }

  #make(group: FieldGroup): EcsObject {
    const document = emptyObject();
    group.set(document, this.#source);
    this.#made.set(group, document);
    return document;
  }

  #wholeView(): EventView {
    return (this.#whole ??= documentView(this.#document()));
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
