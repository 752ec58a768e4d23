import type { FieldGroup } from "./fieldGroup.ts";

/**
 * Fields of Elastic's `fortinet_fortigate` package, data stream `log` (its `fields.yml`), that tell who changed which
 * part of a firewall's configuration: those that rules read, and their neighbours.
 */
export const fortinetFortigateFields: readonly FieldGroup[] = [
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "fortinet.firewall.",
    names: "action admin cfgattr cfgobj cfgpath cfgtid method status ui",
  },
];
