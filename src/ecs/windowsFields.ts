import type { FieldGroup } from "./fieldGroup.ts";

/**
 * Windows event logs: `winlog.*` and `powershell.*` of Elastic's `windows` package (data streams `forwarded`,
 * `sysmon_operational`, `powershell_operational`), its `system` package (`security`) and the `security` stream of its
 * `endpoint` package.
 *
 * The children of `winlog.event_data` and `winlog.user_data` are dynamic keywords. Those listed are the documented
 * ones; any other name below is taken for a keyword too, without `ignoreAbove`, so a misspelt one cannot be told.
 */
export const windowsFields: readonly FieldGroup[] = [
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "powershell.",
    names: `
      command.invocation_details.name command.invocation_details.related_command command.invocation_details.type
      command.name command.path command.type connected_user.domain connected_user.name engine.new_state
      engine.previous_state engine.version file.script_block_hash file.script_block_id file.script_block_signature
      id pipeline_id process.executable_version provider.name provider.new_state runspace_id`,
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "winlog.",
    names: `
      activity_id api channel computerObject.domain computerObject.id computerObject.name computer_name event_id
      keywords level logon.failure.reason logon.failure.status logon.failure.sub_status logon.id logon.type opcode
      outcome provider_guid provider_name record_id related_activity_id task trustAttribute trustDirection trustType
      user.domain user.identifier user.name user.type`,
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "winlog.user_data.",
    names: "BackupPath Channel SubjectDomainName SubjectLogonId SubjectUserName SubjectUserSid xml_name",
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "winlog.event_data.",
    names: `
      AccessGranted AccessList AccessListDescription AccessMask AccessMaskDescription AccessReason AccessRemoved
      AccountDomain AccountExpires AccountName AllowedToDelegateTo Application AuditPolicyChanges
      AuditPolicyChangesDescription AuditSourceName AuthenticationPackageName Binary BitlockerUserInputTime BootMode
      BootType BuildVersion CallTrace CallerProcessId CallerProcessName Category CategoryId ClientAddress ClientInfo
      ClientName ClientProcessId CommandLine Company ComputerAccountChange Configuration CorruptionActionState
      CountOfCredentialsReturned CrashOnAuditFailValue CreationUtcTime CurrentProfile Description DestAddress
      DestPort Detail Details DeviceName DeviceNameLength DeviceTime DeviceVersionMajor DeviceVersionMinor Direction
      DisplayName DnsHostName DomainBehaviorVersion DomainName DomainPolicyChanged DomainSid DriveName DriverName
      DriverNameLength Dummy DwordVal EnabledPrivilegeList EntryCount EventNamespace EventSourceId EventType
      ExtraInfo FailureName FailureNameLength FailureReason FileVersion FilterOrigin FilterRTID FinalStatus Flags
      GrantedAccess Group GroupTypeChange HandleId HasRemoteDynamicKeywordAddress HomeDirectory HomePath Identity
      IdleImplementation IdleStateCount ImpersonationLevel IntegrityLevel InterfaceIndex IpAddress IpPort IsLoopback
      KerberosPolicyChange KeyLength LastBootGood LastShutdownGood LayerName LayerNameDescription LayerRTID
      LmPackageName LogonGuid LogonHours LogonID LogonId LogonProcessName LogonType MachineAccountQuota MajorVersion
      MandatoryLabel MaximumPerformancePercent MemberName MemberSid MinimumPerformancePercent MinimumThrottlePercent
      MinorVersion MixedDomainMode Name NewProcessId NewProcessName NewSchemeGuid NewSd NewSdDacl0 NewSdDacl1
      NewSdDacl2 NewSdSacl0 NewSdSacl1 NewSdSacl2 NewTargetUserName NewThreadId NewTime NewUACList NewUacValue
      NominalFrequency Number ObjectName ObjectServer ObjectType OemInformation OldSchemeGuid OldSd OldSdDacl0
      OldSdDacl1 OldSdDacl2 OldSdSacl0 OldSdSacl1 OldSdSacl2 OldTargetUserName OldTime OldUacValue Operation
      OriginalFileName OriginalProfile PackageName ParentProcessName PasswordHistoryLength PasswordLastSet Path
      PerformanceImplementation PreAuthType PreviousCreationUtcTime PreviousTime PrimaryGroupId PrivilegeList
      ProcessCreationTime ProcessID ProcessId ProcessName ProcessPath ProcessPid Product ProfilePath Protocol
      PuaCount PuaPolicyId QfeVersion Query ReadOperation Reason RelativeTargetName RemoteCredentialGuard
      RemoteMachineDescription RemoteMachineID RemoteUserDescription RemoteUserID Resource ResourceAttributes
      ReturnCode SamAccountName Schema SchemaFriendlyName SchemaVersion ScriptBlockText ScriptPath SearchString
      Service ServiceAccount ServiceFileName ServiceName ServicePrincipalNames ServiceSid ServiceStartType
      ServiceType ServiceVersion Session SessionName ShareLocalPath ShareName ShutdownActionType ShutdownEventCode
      ShutdownReason SidFilteringEnabled SidHistory Signature SignatureStatus Signed SourceAddress SourcePort
      StartAddress StartFunction StartModule StartTime State Status StatusDescription StopTime SubCategory
      SubCategoryGuid SubCategoryId SubStatus SubcategoryGuid SubcategoryId SubjectDomainName SubjectLogonId
      SubjectUserName SubjectUserSid TSId TargetDomainName TargetImage TargetInfo TargetLinkedLogonId
      TargetLogonGuid TargetLogonId TargetName TargetProcessGUID TargetProcessId TargetServerName TargetSid
      TargetUserName TargetUserSid TaskContent TaskContentNew TaskName TdoAttributes TdoDirection TdoType
      TerminalSessionId TicketEncryptionType TicketEncryptionTypeDescription TicketOptions TicketOptionsDescription
      TokenElevationType TransmittedServices Type UserAccountControl UserParameters UserPrincipalName UserSid
      UserWorkstations Version Workstation WorkstationName param1 param2 param3 param4 param5 param6 param7 param8`,
  },
  {
    type: "long",
    names: `
      powershell.file.script_block_length powershell.file.script_block_unique_symbols powershell.sequence
      powershell.total winlog.process.pid winlog.process.thread.id winlog.version`,
  },
  { type: "float", prefix: "powershell.file.", names: "script_block_entropy_bits script_block_surprisal_stdev" },
  { type: "date", names: "winlog.time_created" },
  {
    type: "text",
    prefix: "powershell.",
    names: "command.invocation_details.value command.value file.script_block_text",
  },
  { type: "object", prefix: "winlog.", open: true, names: "event_data user_data" },
];
