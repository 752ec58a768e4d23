import type { FieldGroup } from "./fieldGroup.ts";

/**
 * The fields of Elastic's `kubernetes` package, data stream `audit_logs` (its `fields.yml`), beyond ECS.
 *
 * Names may hold `/` and `-`; in EQL such a name needs backquotes. `user.groups` and a few more are `text` without a
 * keyword sub-field, which EQL cannot compare.
 */
export const kubernetesAuditFields: readonly FieldGroup[] = [
  {
    type: "keyword",
    ignoreAbove: 1024,
    prefix: "kubernetes.audit.",
    names: `
      annotations.authorization_k8s_io/decision apiVersion auditID impersonatedUser.uid impersonatedUser.username
      kind level objectRef.apiGroup objectRef.apiVersion objectRef.name objectRef.namespace objectRef.resource
      objectRef.resourceVersion objectRef.subresource objectRef.uid
      requestObject.spec.containers.securityContext.capabilities.add
      requestObject.spec.containers.securityContext.procMount requestObject.spec.restartPolicy
      requestObject.spec.serviceAccountName requestObject.spec.type requestURI responseObject.roleRef.kind
      responseObject.spec.restartPolicy responseStatus.reason responseStatus.status stage user.uid user.username
      userAgent verb`,
  },
  {
    type: "text",
    prefix: "kubernetes.audit.",
    names: `
      annotations.authorization_k8s_io/reason impersonatedUser.groups requestObject.spec.containers.image
      responseStatus.message sourceIPs user.groups`,
  },
  {
    type: "boolean",
    prefix: "kubernetes.audit.",
    names: `
      requestObject.spec.containers.securityContext.allowPrivilegeEscalation
      requestObject.spec.containers.securityContext.privileged
      requestObject.spec.containers.securityContext.runAsNonRoot requestObject.spec.hostIPC
      requestObject.spec.hostNetwork requestObject.spec.hostPID requestObject.spec.securityContext.runAsNonRoot
      responseObject.spec.containers.securityContext.allowPrivilegeEscalation
      responseObject.spec.containers.securityContext.privileged responseObject.spec.hostIPC
      responseObject.spec.hostNetwork responseObject.spec.hostPID`,
  },
  {
    type: "integer",
    prefix: "kubernetes.audit.",
    names: `
      requestObject.spec.containers.securityContext.runAsGroup
      requestObject.spec.containers.securityContext.runAsUser requestObject.spec.securityContext.runAsGroup
      requestObject.spec.securityContext.runAsUser responseObject.spec.containers.securityContext.runAsUser
      responseStatus.code`,
  },
  { type: "date", prefix: "kubernetes.audit.", names: "requestReceivedTimestamp stageTimestamp" },
  {
    type: "flattened",
    prefix: "kubernetes.audit.",
    names: `
      requestObject.spec.containers.volumeMounts requestObject.spec.volumes.hostPath
      responseObject.spec.containers.volumeMounts responseObject.spec.volumes.hostPath`,
  },
  { type: "nested", prefix: "kubernetes.audit.", names: "requestObject.rules responseObject.rules" },
  { type: "object", prefix: "kubernetes.audit.", open: true, names: "impersonatedUser.extra user.extra" },
];
