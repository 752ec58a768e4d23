import type { FieldGroup } from "./fieldGroup.ts";

/** The fields of Elastic's `system` package, data stream `auth` (its `fields.yml`), beyond ECS. */
export const systemFields: readonly FieldGroup[] = [
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "system.auth.",
    names: `
      ssh.event ssh.method ssh.signature sudo.command sudo.error sudo.pwd sudo.tty sudo.user useradd.home
      useradd.shell`,
  },
  { type: "ip", names: "system.auth.ssh.dropped_ip" },
];
