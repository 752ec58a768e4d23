import { type EventView, isTimestamp } from "../ecs/event.ts";
import type { Field } from "../ecs/field.ts";
import { readField } from "../ecs/readField.ts";
import { type EcsObject, emptyObject, type Scalar } from "../ecs/value.ts";
import { type FieldGroup, type FieldSource, fieldGroupOf, type WrittenMembers } from "./cloudtrailFieldGroups.ts";
import { PreparedRecord } from "./preparedRecord.ts";
import type { NormalizeOptions } from "./record.ts";

/** Most that is kept of one group of fields, the most characters of the texts it is kept under, and the longest of them. */
const mostKept = 4096;
const mostCharacters = 1 << 20;
const longestKey = 1024;
/** Fields that are told apart; those of rules are a few hundred. */
const mostFields = 4096;

/**
 * The fields of CloudTrail records as views of their documents have them, of which only those are made that are asked for.
 *
 * A rule reads a few fields of many records, and the whole document takes ten times as long as those. What follows from one
 * member alone, such as who acted, is kept and found again by the member's text, for the same callers come again and again.
 */
export class CloudtrailViews {
  readonly #options: NormalizeOptions;
  #slots = new Map<Field, Slot>();
  #groups: GroupSlots[] = [];
  /** Numbers are not given twice, since a view may outlive what is forgotten. */
  #numbers = 0;

  constructor(options: NormalizeOptions) {
    this.#options = options;
  }

  /** The view of one record; `document` makes the whole document, for the fields that it takes. */
  of(record: WrittenMembers, atMs: number, document: () => EcsObject): EventView {
    const source = { record: new PreparedRecord(record), atMs, options: this.#options };
    return new CloudtrailView(this, { written: record, source, document });
  }

  /** Where a field is kept. */
  slotOf(field: Field): Slot {
    return this.#slots.get(field) ?? this.#remember(field);
  }

  #remember(field: Field): Slot {
    if (this.#slots.size >= mostFields) {
      this.#slots = new Map();
      this.#groups = [];
    }
    // A pattern stands for any field there is.
    const isOne = field.patternWithin === undefined && field.name !== "_index";
    const group = isOne ? fieldGroupOf(field.path ?? field.name) : undefined;
    let own = this.#groups.find((each) => each.group === group);
    if (own === undefined) {
      own = { group, number: this.#numbers++, fields: 0, kept: new Map(), characters: 0 };
      this.#groups.push(own);
    }
    const slot = { group: own, place: own.fields++ };
    this.#slots.set(field, slot);
    return slot;
  }
}

const none: readonly Scalar[] = [];

/** A group, or the whole document, and what is kept of it. */
interface GroupSlots {
  readonly group: FieldGroup | undefined;
  readonly number: number;
  fields: number;
  readonly kept: Map<string, GroupValues>;
  /** Of all keys in `kept`. */
  characters: number;
}

/** A field's group and its place there. */
interface Slot {
  readonly group: GroupSlots;
  readonly place: number;
}

/** What a view is made from. */
interface ViewSource {
  readonly written: WrittenMembers;
  readonly source: FieldSource;
  readonly document: () => EcsObject;
}

/** The values of a group's fields, by their places, read once. */
class GroupValues {
  readonly #document: EcsObject;
  readonly #values: (readonly Scalar[] | undefined)[] = [];

  readonly #isEmpty: boolean;

  constructor(document: EcsObject) {
    this.#document = document;
    this.#isEmpty = Object.keys(document).length === 0;
  }

  at(place: number, field: Field): readonly Scalar[] {
    // A constant is there even in an empty document.
    if (this.#isEmpty && field.constant === undefined) return none;
    return (this.#values[place] ??= readField(this.#document, field));
  }
}

class CloudtrailView implements EventView {
  readonly #views: CloudtrailViews;
  readonly #from: ViewSource;
  /** By number of the group. */
  readonly #groups: (GroupValues | undefined)[] = [];

  constructor(views: CloudtrailViews, from: ViewSource) {
    this.#views = views;
    this.#from = from;
  }

  values(field: Field): readonly Scalar[] {
    if (isTimestamp(field)) return [this.#from.source.atMs];
    const { group, place } = this.#views.slotOf(field);
    return (this.#groups[group.number] ??= valuesOf(group, this.#from)).at(place, field);
  }
}

function valuesOf(slots: GroupSlots, from: ViewSource): GroupValues {
  const { group, kept } = slots;
  const key = group?.keyOf?.(from.written);
  if (key === undefined || key.length > longestKey) return new GroupValues(documentOf(group, from));
  return kept.get(key) ?? keep(slots, key, new GroupValues(documentOf(group, from)));
}

/** When there is no more room, all is forgotten, which costs work alone. */
function keep(slots: GroupSlots, key: string, values: GroupValues): GroupValues {
  slots.characters += key.length;
  if (slots.kept.size >= mostKept || slots.characters > mostCharacters) {
    slots.kept.clear();
    slots.characters = key.length;
  }
  slots.kept.set(key, values);
  return values;
}

function documentOf(group: FieldGroup | undefined, { source, document }: ViewSource): EcsObject {
  if (group === undefined) return document();
  const made = emptyObject();
  group.set(made, source);
  return made;
}
