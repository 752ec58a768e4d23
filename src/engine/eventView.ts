import { documentView, type EventView } from "../ecs/event.ts";
import { indexOf, type NormalizedEvent } from "../normalize/record.ts";

/**
 * The event's document as conditions see it, with Elasticsearch's metadata fields `_index` and `_id`.
 *
 * `_index` is the data stream's name, not that of a backing index, which nothing here can know.
 */
export function eventView(event: NormalizedEvent): EventView {
  const view = event.fields ?? documentView(event.document);
  const index = [indexOf(event.dataset)];
  const id = [event.id];
  return {
    values: (field) => {
      if (field.name === "_index") return index;
      return field.name === "_id" ? id : view.values(field);
    },
  };
}
