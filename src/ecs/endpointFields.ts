import type { FieldGroup } from "./fieldGroup.ts";

/**
 * What Elastic Defend's events have beyond ECS: the data streams `process`, `file`, `registry`, `network`, `library`,
 * `api`, `security` and `device` of Elastic's `endpoint` package 9.5 (elastic/endpoint-package, their `fields.yml`).
 *
 * The streams agree on the type of every field they share, and with ECS. Multi-fields (`process.name.caseless`,
 * `….text`) are left out, as are objects without a value of their own; what is kept but not indexed is `unsupported`.
 */
export const endpointFields: readonly FieldGroup[] = [
  { type: "keyword", ignoreAbove: 8192, prefix: "process.", names: "origin_referrer_url origin_url" },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: [
      "Target.process.Ext.memory_region.mapped_pe.",
      "Target.process.Ext.memory_region.memory_pe.",
      "process.Ext.memory_region.mapped_pe.",
      "process.Ext.memory_region.memory_pe.",
    ],
    names: `
      Ext.sections.hash.md5 Ext.sections.hash.sha1 Ext.sections.hash.sha256 Ext.sections.hash.sha384
      Ext.sections.hash.sha512 Ext.sections.hash.ssdeep Ext.sections.hash.tlsh Ext.sections.name
      Ext.streams.hash.md5 Ext.streams.hash.sha1 Ext.streams.hash.sha256 Ext.streams.hash.sha384
      Ext.streams.hash.sha512 Ext.streams.hash.ssdeep Ext.streams.hash.tlsh Ext.streams.name architecture company
      description file_version go_import_hash imphash import_hash original_file_name pehash product sections.name`,
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: ["Target.process.Ext.memory_region.", "process.Ext.memory_region."],
    names: `
      allocation_protection allocation_type hash.sha256 malware_signature.all_names malware_signature.identifier
      malware_signature.primary.signature.hash.sha256 malware_signature.primary.signature.id
      malware_signature.primary.signature.name malware_signature.secondary.matches
      malware_signature.secondary.signature.hash.sha256 malware_signature.secondary.signature.id
      malware_signature.secondary.signature.name malware_signature.version mapped_path region_protection
      region_start_bytes region_state`,
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: [
      "dll.Ext.code_signature.",
      "file.Ext.code_signature.",
      "process.Ext.code_signature.",
      "process.parent.Ext.code_signature.",
    ],
    names: "status subject_name",
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: ["dll.Ext.device.", "file.Ext.device.", "process.Ext.device."],
    names: "bus_type dos_name file_system_type nt_name product_id serial_number vendor_id volume_device_type",
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: ["process.thread.Ext.call_stack_final_hook_module.", "process.thread.Ext.call_stack_final_user_module."],
    names: "code_signature.status code_signature.subject_name hash.sha256 path",
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: ["process.thread.Ext.", "process.parent.thread.Ext."],
    names: `
      call_stack.callsite_leading_bytes call_stack.callsite_trailing_bytes call_stack.protection
      call_stack.symbol_info call_stack_summary`,
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: ["Target.process.Ext.", "process.Ext."],
    names: `
      authentication_id desktop_name protection session_info.authentication_package session_info.failure_reason
      session_info.logon_process_name session_info.logon_type token.impersonation_level token.integrity_level_name`,
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: ["Target.process.", "Effective_process."],
    names: "entity_id executable name",
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: ["group.Ext.real.", "user.Ext.real.", "user.group.Ext.real."],
    names: "id name",
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    names: `
      Effective_process.code_signature.signing_id Effective_process.code_signature.status
      Effective_process.code_signature.subject_name Effective_process.code_signature.team_id Persistence.args
      Persistence.executable Persistence.name Persistence.path Target.process.parent.executable Tcc.identity
      Tcc.reason Tcc.right Tcc.service Tcc.update_type device.product_id dll.Ext.defense_evasions
      dll.Ext.windows.zone_identifier dns.Ext.options elastic.agent.id event.Ext.correlation.id
      file.Ext.header_bytes file.Ext.malware_signature.primary.signature.hash.sha256
      file.Ext.malware_signature.primary.signature.id file.Ext.malware_signature.primary.signature.name
      file.Ext.malware_signature.version file.Ext.original.extension file.Ext.original.gid file.Ext.original.group
      file.Ext.original.mode file.Ext.original.name file.Ext.original.owner file.Ext.original.path
      file.Ext.original.uid file.Ext.windows.zone_identifier host.os.Ext.variant http.response.Ext.version`,
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "process.",
    names: `
      ai_agent.name parent.Ext.architecture parent.Ext.protection parent.Ext.user
      thread.Ext.call_stack.instruction_pointer thread.Ext.call_stack.module_path
      thread.Ext.call_stack.protection_provenance thread.Ext.call_stack_final_user_module.name
      thread.Ext.call_stack_final_user_module.protection
      thread.Ext.call_stack_final_user_module.protection_provenance
      thread.Ext.call_stack_final_user_module.protection_provenance_path
      thread.Ext.call_stack_final_user_module.reason`,
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "process.Ext.",
    names: `
      ancestry architecture defense_evasions dll.name dll.path effective_parent.entity_id
      effective_parent.executable effective_parent.name load_module.name load_module.src_version
      load_module.taint_flags load_module.version memfd.name mitigation_policies script.path session
      session_info.client_address session_info.user_flags token.elevation_level token.elevation_type
      token.security_attributes windows.zone_identifier`,
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "process.Ext.api.",
    names: `
      behaviors metadata.amsi_filenames metadata.amsi_logs.entries metadata.amsi_logs.type metadata.client_machine
      metadata.client_machine_fqdn metadata.procedure_symbol metadata.security_descriptor
      metadata.start_address_allocation_protection metadata.start_address_module metadata.target_address_name
      metadata.target_address_path name summary`,
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "process.Ext.api.parameters.",
    names: `
      allocation_type app_name attribute_list buffer consumer_details consumer_name consumer_type content_name
      desired_access device distinguished_name driver event_filter_details event_filter_name flags handle_type
      hook_module hook_type namespace operation protection protection_old rbx rsi scope_of_search search_filter
      usage usage_page`,
  },
  {
    type: "keyword",
    ignoreAbove: 64,
    prefix: [
      "dll.Ext.code_signature.",
      "file.Ext.code_signature.",
      "process.Ext.code_signature.",
      "process.parent.Ext.code_signature.",
    ],
    names: "thumbprint_sha256",
  },
  {
    type: "keyword",
    ignoreAbove: 64,
    prefix: "process.thread.Ext.",
    names: `
      call_stack_final_hook_module.code_signature.thumbprint_sha256
      call_stack_final_user_module.code_signature.thumbprint_sha256`,
  },
  {
    type: "boolean",
    prefix: [
      "Target.process.Ext.memory_region.mapped_pe.",
      "Target.process.Ext.memory_region.memory_pe.",
      "process.Ext.memory_region.mapped_pe.",
      "process.Ext.memory_region.memory_pe.",
    ],
    names: "Ext.dotnet go_stripped",
  },
  {
    type: "boolean",
    prefix: ["Target.process.Ext.memory_region.", "process.Ext.memory_region."],
    names: "bytes_compressed_present mapped_pe_detected memory_pe_detected",
  },
  {
    type: "boolean",
    prefix: [
      "dll.Ext.code_signature.",
      "file.Ext.code_signature.",
      "process.Ext.code_signature.",
      "process.parent.Ext.code_signature.",
    ],
    names: "exists trusted valid",
  },
  {
    type: "boolean",
    prefix: ["process.thread.Ext.call_stack_final_hook_module.", "process.thread.Ext.call_stack_final_user_module."],
    names: "code_signature.exists code_signature.trusted",
  },
  {
    type: "boolean",
    prefix: ["process.thread.Ext.", "process.parent.thread.Ext."],
    names: "call_stack_contains_unbacked hardware_breakpoint_set",
  },
  { type: "boolean", prefix: ["Target.process.Ext.", "process.Ext."], names: "created_suspended token.elevation" },
  {
    type: "boolean",
    names: `
      Effective_process.code_signature.exists Effective_process.code_signature.trusted Persistence.keepalive
      Persistence.runatload process.Ext.api.metadata.client_is_local process.Ext.memfd.flag_allow_seal
      process.Ext.memfd.flag_cloexec process.Ext.memfd.flag_exec process.Ext.memfd.flag_hugetlb
      process.Ext.memfd.flag_noexec_seal process.Ext.trusted process.Ext.trusted_descendant
      process.ai_agent.is_descendant process.thread.Ext.call_stack_final_user_module.code_signature.valid`,
  },
  {
    type: "long",
    prefix: [
      "Target.process.Ext.memory_region.mapped_pe.",
      "Target.process.Ext.memory_region.memory_pe.",
      "process.Ext.memory_region.mapped_pe.",
      "process.Ext.memory_region.memory_pe.",
    ],
    names: `
      go_imports_names_entropy go_imports_names_var_entropy imports_names_entropy imports_names_var_entropy
      sections.entropy sections.physical_size sections.var_entropy sections.virtual_size`,
  },
  {
    type: "long",
    names: `
      Effective_process.pid Target.process.parent.pid Target.process.pid dns.Ext.status
      process.Ext.api.parameters.desired_access_numeric process.Ext.effective_parent.pid
      process.Ext.load_module.taints process.Ext.memfd.flags process.Ext.ptrace.addr process.Ext.ptrace.child_pid
      process.Ext.ptrace.data process.Ext.ptrace.request process.Ext.shmget.flags process.Ext.shmget.key
      process.Ext.shmget.size process.parent.Ext.real.pid process.parent.pgid process.parent.ppid process.pgid
      process.ppid`,
  },
  {
    type: "unsigned_long",
    prefix: ["Target.process.Ext.memory_region.", "process.Ext.memory_region."],
    names: "allocation_base allocation_size bytes_address bytes_allocation_offset region_base region_size",
  },
  {
    type: "unsigned_long",
    names: "Target.process.Ext.session_info.id dll.Ext.load_index dll.Ext.size file.Ext.monotonic_id",
  },
  {
    type: "unsigned_long",
    prefix: "process.",
    names: `
      parent.thread.Ext.call_stack.allocation_private_bytes thread.Ext.call_stack.allocation_private_bytes
      thread.Ext.call_stack_final_user_module.allocation_private_bytes`,
  },
  {
    type: "unsigned_long",
    prefix: "process.Ext.",
    names: `
      api.metadata.background_callcount api.metadata.client_process_id api.metadata.ms_since_last_keyevent
      api.metadata.return_value api.metadata.thread_info_flags api.metadata.visible_windows_count
      api.metadata.windows_count api.parameters.address api.parameters.argument1 api.parameters.argument2
      api.parameters.argument3 api.parameters.context_flags api.parameters.eax api.parameters.ebp api.parameters.ebx
      api.parameters.ecx api.parameters.edi api.parameters.edx api.parameters.eip api.parameters.esi
      api.parameters.esp api.parameters.io_control_code api.parameters.procedure api.parameters.r8 api.parameters.r9
      api.parameters.rax api.parameters.rbp api.parameters.rcx api.parameters.rdi api.parameters.rdx
      api.parameters.rip api.parameters.rsp api.parameters.size dll.Ext.mapped_address dll.Ext.mapped_size
      session_info.id`,
  },
  {
    type: "double",
    names: `
      dll.Ext.relative_file_creation_time dll.Ext.relative_file_name_modify_time file.Ext.entropy
      process.Ext.relative_file_creation_time process.Ext.relative_file_name_modify_time
      process.Ext.session_info.relative_logon_time process.Ext.session_info.relative_password_age`,
  },
  {
    type: "flattened",
    prefix: [
      "Target.process.Ext.memory_region.mapped_pe.",
      "Target.process.Ext.memory_region.memory_pe.",
      "process.Ext.memory_region.mapped_pe.",
      "process.Ext.memory_region.memory_pe.",
    ],
    names: "go_imports imports",
  },
  {
    type: "nested",
    prefix: [
      "Target.process.Ext.memory_region.mapped_pe.",
      "Target.process.Ext.memory_region.memory_pe.",
      "process.Ext.memory_region.mapped_pe.",
      "process.Ext.memory_region.memory_pe.",
    ],
    names: "sections",
  },
  {
    type: "nested",
    prefix: ["Target.process.Ext.memory_region.", "process.Ext.memory_region."],
    names: `
      malware_signature.primary.signature.hash malware_signature.secondary
      malware_signature.secondary.signature.hash`,
  },
  {
    type: "nested",
    names: `
      dll.Ext.code_signature file.Ext.code_signature file.Ext.malware_signature file.Ext.malware_signature.primary
      file.Ext.malware_signature.primary.matches file.Ext.malware_signature.primary.signature
      file.Ext.malware_signature.primary.signature.hash file.Ext.malware_signature.secondary
      process.Ext.code_signature process.parent.Ext.code_signature process.thread.Ext.call_stack_final_hook_module
      process.thread.Ext.call_stack_final_hook_module.code_signature process.thread.Ext.call_stack_final_user_module
      process.thread.Ext.call_stack_final_user_module.code_signature`,
  },
  {
    type: "unsupported",
    prefix: ["Target.process.Ext.memory_region.", "process.Ext.memory_region."],
    names: "bytes_compressed malware_signature.primary.matches strings",
  },
  { type: "match_only_text", names: "process.Ext.script.content" },
  { type: "text", prefix: "file.Ext.", names: "header_data malware_signature.all_names malware_signature.identifier" },
];
