import type { Field } from "../../ecs/field.ts";
import { indexOf } from "../../normalize/record.ts";
import type { Hit } from "../hit.ts";
import { hitValues } from "./hitValues.ts";
import type { RowStore } from "./rowStore.ts";

/** Keeps of a hit what a rule that counts needs: its time, its id and the values of these fields. */
export function addRow(store: RowStore, hit: Hit, atMs: number, fields: readonly Field[]): void {
  const { id, dataset } = hit.event;
  const { seen } = hit;
  if (seen === undefined) store.add(atMs, id, indexOf(dataset), hitValues(hit, fields));
  else store.addSeen(atMs, id, indexOf(dataset), seen);
}
