import { setField } from "../ecs/document.ts";
import { azureNormalizer } from "./azureDocument.ts";
import type { Normalizer } from "./record.ts";

/** Records without a category: Elastic keeps the record's text as `message` and reads nothing from it. */
export const azureEvents: Normalizer = azureNormalizer({
  fill: ({ document, text }) => setField(document, "message", text),
});
