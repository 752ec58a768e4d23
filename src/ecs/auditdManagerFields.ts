import type { FieldGroup } from "./fieldGroup.ts";

/**
 * The fields of Elastic's `auditd_manager` package, data stream `auditd` (its `fields.yml`), beyond ECS.
 *
 * `auditd.data` is flattened apart from the documented names, so any other name below it is a keyword; `a0` to `a3`,
 * the arguments of a system call, are documented as `a*`.
 */
export const auditdManagerFields: readonly FieldGroup[] = [
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "auditd.",
    names: `
      file.selinux.domain file.selinux.level file.selinux.role file.selinux.user message_type messages result
      session summary.actor.primary summary.actor.secondary summary.how summary.object.primary
      summary.object.secondary summary.object.type warnings`,
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "auditd.paths.",
    names: "dev inode item mode name nametype obj_domain obj_level obj_role obj_type obj_user ogid ouid rdev",
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "auditd.user.",
    names: `
      audit.id audit.name filesystem.group.id filesystem.group.name filesystem.id filesystem.name new_auid.id
      new_auid.name old_auid.id old_auid.name saved.group.id saved.group.name saved.id saved.name selinux.category
      selinux.domain selinux.level selinux.role selinux.user`,
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "auditd.data.",
    names: `
      a0 a1 a2 a3 acct acl action addr apparmor arch audit_backlog_limit audit_backlog_wait_time audit_enabled
      audit_failure auid banners bool bus cap_fe cap_fi cap_fp cap_fver cap_pe cap_pi cap_pp capability cgroup
      cipher class cmd code compat data default_context device dir direction dmac enforcing exit fam family fd fe
      feature fi file flags format fp frootid fver grantors grp hook hostname icmp_type id igid img_ctx inif ino
      inode_gid inode_uid invalid_context ioctlcmd ipid ipx_net iuid kernel kind ksize laddr len list mac macproto
      maj major minor model msg net new new_chardev new_disk new_enabled new_fs new_gid new_level new_lock
      new_log_passwd new_mem new_net new_pe new_pi new_pp new_range new_rng new_role new_ses new_seuser nlnk_fam
      nlnk_grp oauid obj obj_gid obj_uid ocomm oflag old old_auid old_chardev old_disk old_enabled old_enforcing
      old_fs old_level old_lock old_log_passwd old_mem old_net old_pa old_pe old_pi old_pp old_prom old_range
      old_rng old_role old_ses old_seuser old_val op oses outif pa parent pe per perm perm_mask permissive pfs pi pp
      printer prom proto qbytes range reason res reset resrc result sauid scontext selected_context seperm seperms
      seresult ses seuser sig sigev_signo smac socket.addr socket.family socket.path socket.saddr state subj
      subj_user success syscall table tclass tcontext terminal tty unit uri uuid val ver virt vm vm_ctx watch`,
  },
  {
    type: "long",
    prefix: "auditd.data.",
    names: `
      added argc audit_pid changed dport entries items lport nargs new_vcpu nlnk_pid old_vcpu opid removed rport
      seqno socket.port spid sport vm_pid`,
  },
  { type: "ip", prefix: "auditd.data.", names: "daddr ip" },
  { type: "flattened", prefix: "auditd.", names: "data paths" },
];
