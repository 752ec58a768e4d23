import type { FieldGroup } from "./fieldGroup.ts";

/**
 * The fields of Elastic's `o365` package, data stream `audit` (its `fields.yml`), beyond ECS.
 *
 * Objects whose children Microsoft names (`Parameters`, `ModifiedProperties`, …) are open. The last two groups are not
 * declared there: Elasticsearch maps such values as they come, and Elastic's rules read them with these types
 * (elastic/detection-rules, `non-ecs-schema.json`).
 */
export const o365Fields: readonly FieldGroup[] = [
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "o365.audit.",
    names: `
      AadAppId Activity Actor.ID Actor.Type ActorContextId ActorInfoString ActorIpAddress ActorUserId
      ActorYammerUserId AdditionalData.Name AdditionalData.Value AirAdminActionSource AirAdminActionType
      AlertEntityId AlertId AlertType AppId Application ApplicationDisplayName ApplicationId Approver
      AttachmentData.FileName AttachmentData.FileType AttachmentData.FileVerdict AttachmentData.MalwareFamily
      AttachmentData.SHA256 AuthDetails.Name AuthDetails.Value AuthenticationType AzureActiveDirectoryEventType
      BCLValue BulkApprovalId Category ClientAppId ClientApplication ClientIP ClientIPAddress ClientInfoString
      ClientRequestId CmdletVersion Connector CorrelationId CreationTime DataType DatabaseType DeepLinkUrl
      DeliveryAction DetectionMethod DetectionType DeviceName Directionality EffectiveOrganization EntityType
      ErrorNumber EventData EventDeepLink EventSource ExchangeAggregatedFolders.FolderItems.Id
      ExchangeAggregatedFolders.FolderItems.ImmutableId ExchangeAggregatedFolders.FolderItems.InternetMessageId
      ExchangeAggregatedFolders.Id ExchangeAggregatedFolders.Path ExchangeAggregatedMessages.Id
      ExchangeAggregatedMessages.MessageItems.Id ExchangeAggregatedMessages.Path ExchangeMetaData.CC
      ExchangeMetaData.MessageID ExchangeMetaData.Subject ExchangeMetaData.To ExchangeMetaData.UniqueID Experience
      ExtendedProperties.RequestType FileExtension FileSize GroupName Id ImplicitShare IncidentId InsightData.Type
      InsightId InterSystemsId InternalLogonType InternetMessageId IntraSystemId InvestigationId InvestigationName
      InvestigationType InvestigationUrn ItemName ItemType KesMailId Language LatestDeliveryLocation ListBaseType
      ListId ListItemUniqueId LogonError LogonType LogonUserSid MailboxGuid MailboxOwnerMasterAccountSid
      MailboxOwnerSid MailboxOwnerUPN MessageDate MessageTime ModifiedProperties.Role_DisplayName.NewValue Name
      NetworkMessageId NewValue NonPIIParameters ObjectDisplayName ObjectId ObjectType Operation OperationId
      OrganizationId OrganizationName OriginalDeliveryLocation OriginatingDomain OriginatingServer P1Sender
      P1SenderDomain P2Sender P2SenderDomain Parameters.AccessRights Parameters.AllowFederatedUsers
      Parameters.AllowGuestUser Parameters.Enabled Parameters.ForwardAsAttachmentTo Parameters.ForwardTo
      Parameters.From Parameters.RedirectTo PhishConfidenceLevel Platform Policy PolicyAction PolicyId Recipients
      RecordType RelativeUrl RequestId RescanResult.Id RescanResult.RescanVerdict RescanResult.Timestamp ResultCount
      ResultStatus RunningTime SecurityComplianceCenterEventType Sender SenderIP SenderIp
      SensitivityLabelEventData.ContentType SensitivityLabelEventData.SensitivityLabelId SessionId Severity Sha1
      Sha256 Site SiteUrl Source SourceFileExtension SourceFileName SourceRelativeUrl StartTime StartTimeUtc Status
      SubAirAdminActionTypeMail Subject SubmissionConfidenceLevel SubmissionContentSubType SubmissionContentType
      SubmissionId SubmissionState SubmissionType Submitter SubmitterId SupportTicketId SystemOverrides.Details
      SystemOverrides.FinalOverride SystemOverrides.Result SystemOverrides.Source Target.ID Target.Type
      TargetContextId TargetFilePath TargetUserOrGroupName TargetUserOrGroupType TeamGuid TeamName
      ThreatDetectionMethods Timestamp TokenObjectId TokenTenantId UniqueSharingId UserAgent UserId UserKey UserType
      Verdict Version WebId Workload WorkspaceId WorkspaceName YammerNetworkId`,
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "o365.audit.Data.",
    names: `
      ad af aii ail alk als an cid cpid dm dpn eid etps etype f3u fvs imsgid lon mat ms od op ot plk pud reid rid
      sev sict sid sitmi srt ssic suid tdc thn tht tid tpid tpt trc tsd ttr upfc upfv ut von wl zfh zfn zmfh zmfn zu`,
  },
  { type: "boolean", prefix: "o365.audit.", names: "CustomUniqueId ExternalAccess SensitiveInfoDetectionIsIncluded" },
  {
    type: "long",
    prefix: "o365.audit.",
    names: `
      ExchangeAggregatedFolders.FolderItems.SizeInBytes ExchangeAggregatedMessages.MessageItems.SizeInBytes
      FileSizeBytes OperationCount SensitivityLabelEventData.ActionSourceDetail
      SensitivityLabelEventData.LabelEventType`,
  },
  {
    type: "date",
    prefix: "o365.audit.",
    names: `
      Data.at Data.md Data.te Data.ts Data.ttdt EndTimeUtc ExchangeMetaData.Sent FilteringDate LastUpdateTimeUtc`,
  },
  { type: "ip", names: "o365.audit.Data.sip" },
  { type: "text", names: "o365.audit.Comments" },
  { type: "match_only_text", names: "o365.audit.Description" },
  { type: "flattened", prefix: "o365.audit.", names: "Actions AlertLinks Data.flattened Members PolicyDetails" },
  {
    type: "nested",
    prefix: "o365.audit.",
    names: `
      AdditionalData AttachmentData AuthDetails ExchangeAggregatedFolders ExchangeAggregatedFolders.FolderItems
      ExchangeAggregatedMessages ExchangeAggregatedMessages.MessageItems`,
  },
  {
    type: "object",
    prefix: "o365.audit.",
    open: true,
    names: `
      AdditionalInfo AppAccessContext ExceptionInfo ExtendedProperties ExtendedProperties.additionalDetails Item
      ModifiedProperties OperationProperties Parameters SenderEntity SharePointMetaData`,
  },
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "o365.audit.",
    names: `
      AffectedItems.Subject CommunicationType DeviceProperties.Name DeviceProperties.Value
      ParticipantInfo.ParticipatingDomains SearchQueryText`,
  },
  {
    type: "boolean",
    prefix: "o365.audit.",
    names: `
      IsManagedDevice ParticipantInfo.HasForeignTenantUsers ParticipantInfo.HasGuestUsers
      ParticipantInfo.HasOtherGuestUsers`,
  },
  // Named by an ES|QL rule of Elastic's over these logs, so mapped; no pipeline that we know sets it.
  { type: "keyword", ignoreAbove: 1024, names: "application.name" },
];
