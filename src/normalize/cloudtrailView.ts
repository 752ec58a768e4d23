import { type EventView, isTimestamp, type ValueNumbers, type Values } from "../ecs/event.ts";
import type { Field } from "../ecs/field.ts";
import { readField } from "../ecs/readField.ts";
import { type EcsObject, emptyObject } from "../ecs/value.ts";
import type { JsonValue } from "../text/json.ts";
import { identityOfCall } from "./cloudtrailCall.ts";
import {
  type FieldGroup,
  type FieldSource,
  fieldGroupOf,
  type NumberedMembers,
  toldByAction,
  toldByCall,
  toldByGroup,
} from "./cloudtrailFieldGroups.ts";
import { isEventByCall, isEventByMembers } from "./cloudtrailShapes.ts";
import { PreparedRecord } from "./preparedRecord.ts";
import type { Identity, NormalizeOptions } from "./record.ts";

/** Fields that are told apart; those of rules are a few hundred. */
const mostFields = 4096;

/** What gives members their numbers, and forgets them. */
export interface MemberNumbers {
  /** Whether there is no room for more. */
  readonly isFull: boolean;
  readonly forgetTexts: () => void;
}

/** A CloudTrail record whose members can be read one at a time, those below by their path. */
export interface WrittenRecord extends NumberedMembers {
  /** Whether the member is there and a string. */
  readonly isText: (key: string) => boolean;
  /** Whether the member at a path is not there, or is certain to hold none of these words in any string or key. */
  readonly lacks: (path: string, words: readonly string[]) => boolean;
}

/** What a record's fields are made from. */
export interface ViewSource {
  readonly record: WrittenRecord;
  readonly atMs: number;
  /** Makes the whole document, for the fields that it takes. */
  readonly whole: () => EcsObject;
}

/**
 * The fields of CloudTrail records as views of their documents have them, of which only those are made that are asked for.
 *
 * A rule reads a few fields of many records, and the whole document takes ten times as long as those. What follows from one
 * member alone, such as who acted, is kept and found again by the member's number, for the same callers come again and again.
 */
export class CloudtrailViews {
  readonly options: NormalizeOptions;
  readonly #numbers: MemberNumbers;
  #slots = new Map<Field, Slot>();
  #groups: GroupSlots[] = [];
  /** Numbers are not given twice, since a view may outlive what is forgotten. */
  #count = 0;
  #byNumber: (GroupSlots | undefined)[] = [];
  /** Another one whenever numbers come to mean something else. */
  numbers: ValueNumbers = this.#newNumbers();
  readonly #isEvent = new Map<number, boolean>();
  readonly #actions = new Map<number, JsonValue | undefined>();
  readonly #identities = new Map<number, Identity>();

  constructor(options: NormalizeOptions, numbers: MemberNumbers) {
    this.options = options;
    this.#numbers = numbers;
  }

  /** The view of one record; undefined when it is to be read as a whole ({@link isEventByMembers}). */
  of(source: ViewSource): EventView | undefined {
    return this.takes(source.record) ? new CloudtrailView(this, source) : undefined;
  }

  /** Whether a record's fields can be read one at a time; called before the first of them is. */
  takes(record: WrittenRecord): boolean {
    if (this.#numbers.isFull) this.#forget();
    return isEventByMembers(record) && this.#isEventByCall(record);
  }

  /** What the record's event is known by: one object for equal calls. */
  identityOf(record: NumberedMembers): Identity {
    const number = record.number(toldByCall);
    if (number < 0) return identityOfCall(record);
    let identity = this.#identities.get(number);
    if (identity === undefined) this.#identities.set(number, (identity = identityOfCall(record)));
    return identity;
  }

  /** Where a field is kept. */
  slotOf(field: Field): Slot {
    return this.#slots.get(field) ?? this.#remember(field);
  }

  /** The values of a group's fields: those of an equal record, if there was one. */
  valuesOf(slots: GroupSlots, view: CloudtrailView): GroupValues {
    const number = view.numberAt(slots.number);
    if (number < 0) return new GroupValues(view.make(slots.group));
    let values = slots.kept.get(number);
    if (values === undefined) slots.kept.set(number, (values = new GroupValues(view.make(slots.group))));
    return values;
  }

  /** Equal for records of which the fields of the group of that number are equal; negative when that cannot be told. */
  numberOf(place: number, record: NumberedMembers): number {
    const slots = this.#byNumber[place];
    if (slots?.told === undefined) return -1;
    const unless = slots.group?.unless;
    return unless !== undefined && this.#actionOf(record) === unless ? -1 : record.number(slots.told);
  }

  /** Whether the one member that a field has its words from lacks these; false where that is not known. */
  lacks(field: Field, words: readonly string[], record: WrittenRecord): boolean {
    const { members = [], unless, isVerbatim } = this.slotOf(field).group.group ?? {};
    if (isVerbatim !== true || members.length !== 1 || isTimestamp(field)) return false;
    return record.lacks(members[0]!, words) && (unless === undefined || this.#actionOf(record) !== unless);
  }

  #newNumbers(): ValueNumbers {
    return {
      placeOf: (field) => {
        const { number, told } = this.slotOf(field).group;
        return told === undefined || isTimestamp(field) ? -1 : number;
      },
    };
  }

  #isEventByCall(record: NumberedMembers): boolean {
    const number = record.number(toldByCall);
    if (number < 0) return isEventByCall(record);
    let isEvent = this.#isEvent.get(number);
    if (isEvent === undefined) this.#isEvent.set(number, (isEvent = isEventByCall(record)));
    return isEvent;
  }

  #actionOf(record: NumberedMembers): JsonValue | undefined {
    const number = record.number(toldByAction);
    if (number <= 0) return record.get("eventName");
    let action = this.#actions.get(number);
    if (action === undefined) this.#actions.set(number, (action = record.get("eventName")));
    return action;
  }

  #forget(): void {
    this.#numbers.forgetTexts();
    this.numbers = this.#newNumbers();
    this.#isEvent.clear();
    this.#actions.clear();
    this.#identities.clear();
    for (const { kept } of this.#groups) kept.clear();
  }

  #remember(field: Field): Slot {
    if (this.#slots.size >= mostFields) {
      this.#slots = new Map();
      this.#groups = [];
      this.#byNumber = [];
      this.numbers = this.#newNumbers();
    }
    // A pattern stands for any field there is.
    const isOne = field.patternWithin === undefined && field.name !== "_index";
    const group = isOne ? fieldGroupOf(field.path ?? field.name) : undefined;
    let own = this.#groups.find((each) => each.group === group);
    if (own === undefined) {
      const told = group === undefined ? undefined : toldByGroup.get(group);
      own = { group, told, number: this.#count++, fields: 0, kept: new Map() };
      this.#groups.push(own);
      this.#byNumber[own.number] = own;
    }
    const slot = { group: own, place: own.fields++ };
    this.#slots.set(field, slot);
    return slot;
  }
}

const none: Values = [];

/** A group, or the whole document, and what is kept of it, by number of what it follows from. */
interface GroupSlots {
  readonly group: FieldGroup | undefined;
  readonly told: number | undefined;
  readonly number: number;
  fields: number;
  readonly kept: Map<number, GroupValues>;
}

/** A field's group and its place there. */
interface Slot {
  readonly group: GroupSlots;
  readonly place: number;
}

/** The values of a group's fields, by their places, read once. */
class GroupValues {
  readonly #document: EcsObject;
  readonly #values: (Values | undefined)[] = [];
  readonly #isEmpty: boolean;

  constructor(document: EcsObject) {
    this.#document = document;
    this.#isEmpty = Object.keys(document).length === 0;
  }

  at(place: number, field: Field): Values {
    // A constant is there even in an empty document.
    if (this.#isEmpty && field.constant === undefined) return none;
    return (this.#values[place] ??= readField(this.#document, field));
  }
}

/** The fields of the record in `source`, which may be changed for the next one's by {@link restart}. */
export class CloudtrailView implements EventView {
  readonly source: ViewSource;
  readonly #views: CloudtrailViews;
  #prepared: FieldSource | undefined;
  /** By number of the group; one counts only when its stamp is that of the record in hand. */
  readonly #groups: (GroupValues | undefined)[] = [];
  readonly #stamps: number[] = [];
  /** The groups' numbers, in the same way. */
  readonly #numbers: number[] = [];
  readonly #numberStamps: number[] = [];
  #stamp = 1;

  constructor(views: CloudtrailViews, source: ViewSource) {
    this.#views = views;
    this.source = source;
  }

  /** Forgets the record that was in the source. */
  restart(): void {
    this.#prepared = undefined;
    this.#stamp++;
  }

  values(field: Field): Values {
    if (isTimestamp(field)) return [this.source.atMs];
    const { group, place } = this.#views.slotOf(field);
    const { number } = group;
    if (this.#stamps[number] !== this.#stamp) {
      this.#groups[number] = this.#views.valuesOf(group, this);
      this.#stamps[number] = this.#stamp;
    }
    return this.#groups[number]!.at(place, field);
  }

  get numbers(): ValueNumbers {
    return this.#views.numbers;
  }

  lacks(field: Field, words: readonly string[]): boolean {
    return this.#views.lacks(field, words, this.source.record);
  }

  numberAt(place: number): number {
    if (this.#numberStamps[place] !== this.#stamp) {
      this.#numbers[place] = this.#views.numberOf(place, this.source.record);
      this.#numberStamps[place] = this.#stamp;
    }
    return this.#numbers[place]!;
  }

  /** The part of the document that a group stands for. */
  make(group: FieldGroup | undefined): EcsObject {
    const { record, atMs } = this.source;
    if (group === undefined) return this.source.whole();
    const made = emptyObject();
    const { options } = this.#views;
    const written = (path: string) => record.get(path);
    group.set(made, (this.#prepared ??= { record: new PreparedRecord(record), written, atMs, options }));
    return made;
  }
}
