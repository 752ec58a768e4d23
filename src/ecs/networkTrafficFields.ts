import type { FieldGroup } from "./fieldGroup.ts";

/**
 * The fields of Elastic's `network_traffic` package beyond ECS: the data streams `cassandra` (only the query), `flow`,
 * `icmp`, `memcached`, `mongodb`, `mysql`, `nfs`, `pgsql`, `redis` and `thrift` (`protocol_ecs.yml`; of `flow`,
 * `protocol.yml`).
 *
 * With its option `map_to_ecs` off, the package keeps Packetbeat's names at the root (`redis.query`); those are not
 * here.
 */
export const networkTrafficFields: readonly FieldGroup[] = [
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "network_traffic.",
    names: `
      cassandra.request.query icmp.path icmp.request.message icmp.response.message memcached.protocol_type
      memcached.request.automove memcached.request.command memcached.request.keys memcached.request.line
      memcached.request.opcode memcached.request.raw_args memcached.request.type memcached.request.values
      memcached.response.command memcached.response.error_msg memcached.response.keys memcached.response.opcode
      memcached.response.status memcached.response.type memcached.response.values memcached.response.version
      mongodb.error mongodb.fullCollectionName mongodb.method mongodb.query mongodb.resource
      mongodb.returnFieldsSelector mongodb.selector mongodb.update mysql.error_message mysql.insert_id mysql.method
      mysql.path mysql.query nfs.host.hostname nfs.opcode nfs.rpc.auth_flavor nfs.rpc.cred.machinename
      nfs.rpc.status nfs.rpc.xid nfs.status nfs.tag pgsql.error_code pgsql.error_message pgsql.error_severity
      pgsql.method pgsql.query redis.error redis.method redis.query redis.return_value status thrift.exceptions
      thrift.method thrift.params thrift.path thrift.query thrift.return_value thrift.service`,
  },
  {
    type: "long",
    prefix: "network_traffic.",
    names: `
      icmp.request.code icmp.request.type icmp.response.code icmp.response.type icmp.version memcached.request.bytes
      memcached.request.cas_unique memcached.request.count_values memcached.request.delta
      memcached.request.dest_class memcached.request.exptime memcached.request.flags memcached.request.initial
      memcached.request.opaque memcached.request.opcode_value memcached.request.sleep_us
      memcached.request.source_class memcached.request.vbucket memcached.request.verbosity memcached.response.bytes
      memcached.response.cas_unique memcached.response.count_values memcached.response.flags
      memcached.response.opaque memcached.response.opcode_value memcached.response.status_code
      memcached.response.value mongodb.cursorId mongodb.numberReturned mongodb.numberToReturn mongodb.numberToSkip
      mongodb.startingFrom mysql.affected_rows mysql.error_code mysql.num_fields mysql.num_rows nfs.minor_version
      nfs.rpc.cred.gid nfs.rpc.cred.gids nfs.rpc.cred.stamp nfs.rpc.cred.uid nfs.version pgsql.num_fields
      pgsql.num_rows`,
  },
  { type: "boolean", prefix: "network_traffic.memcached.request.", names: "noreply quiet" },
  { type: "flattened", names: "network_traffic.memcached.response.stats" },
  { type: "keyword", ignoreAbove: 1024, names: "flow.id" },
  { type: "boolean", names: "flow.final" },
  { type: "long", names: "flow.vlan" },
];
