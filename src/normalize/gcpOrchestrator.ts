import { setField } from "../ecs/document.ts";
import type { EcsObject } from "../ecs/value.ts";
import type { JsonObject } from "../text/json.ts";
import { setJson, textOf, valueAt } from "./ecsValue.ts";

/** Sets `orchestrator.*` for entries of GKE: the cluster, and for Kubernetes' own what the resource's name tells. */
export function setOrchestrator(document: EcsObject, kept: JsonObject): void {
  const type = textOf(valueAt(kept, "resource", "type"));
  if (type !== "k8s_cluster" && type !== "gke_cluster") return;
  setField(document, "orchestrator.type", "kubernetes");
  setJson(document, "orchestrator.cluster.name", valueAt(kept, "resource", "labels", "cluster_name"));
  if (type !== "k8s_cluster") return;
  const name = textOf(valueAt(kept, "protoPayload", "resourceName"));
  const resource = name === undefined ? undefined : kubernetesResource(name);
  for (const [part, value] of Object.entries(resource ?? {})) setField(document, `orchestrator.${part}`, value);
}

type Parts = Readonly<Record<string, string>>;

/**
 * What the name of a Kubernetes resource tells: `core/v1/namespaces/default/pods/web` and shorter forms.
 *
 * The pipeline tries five grok patterns in turn, none of them anchored; resources outside of a namespace get a type and
 * no name. Each is read in one pass.
 */
export function kubernetesResource(name: string): Parts | undefined {
  return namespaced(name) ?? clusterWide(name) ?? apiGroup(name) ?? coreApi(name) ?? bareType(name);
}

const versionAt = /v\d+[a-z]*\d*/y;
const typeAt = /[a-z]+(?:\.[a-z0-9]+)*/y;
/** Labels of at most 63 characters, as grok's HOSTNAME has them. */
const hostAt = /[0-9A-Za-z][0-9A-Za-z-]{0,62}(?:\.[0-9A-Za-z][0-9A-Za-z-]{0,62})*\.?/y;

function matchAt(pattern: RegExp, text: string, start: number): string | undefined {
  pattern.lastIndex = start;
  return pattern.exec(text)?.[0];
}

/** `…/VERSION/namespaces/NAMESPACE/TYPE`, and `/NAME` if one follows. */
function namespaced(name: string): Parts | undefined {
  const found = versioned(name, "/namespaces/");
  if (found === undefined) return undefined;
  for (let slash = name.indexOf("/", found.end); slash >= 0; slash = name.indexOf("/", slash + 1)) {
    const type = matchAt(typeAt, name, slash + 1);
    if (type === undefined) continue;
    const end = slash + 1 + type.length;
    const host = name[end] === "/" ? matchAt(hostAt, name, end + 1) : undefined;
    const namespace = name.slice(found.end, slash);
    return {
      api_version: found.version,
      ...(namespace === "" ? {} : { namespace }),
      "resource.type": type,
      ...(host === undefined ? {} : { "resource.name": host }),
    };
  }
  return undefined;
}

/** `…/VERSION/TYPE`. */
function clusterWide(name: string): Parts | undefined {
  for (let slash = name.indexOf("/"); slash >= 0; slash = name.indexOf("/", slash + 1)) {
    const version = matchAt(versionAt, name, slash + 1);
    const end = slash + 1 + (version?.length ?? 0);
    const type = version !== undefined && name[end] === "/" ? matchAt(typeAt, name, end + 1) : undefined;
    if (type !== undefined) return { api_version: version!, "resource.type": type };
  }
  return undefined;
}

/** The first `/VERSION` that `after` follows, and where that ends. */
function versioned(name: string, after: string): { readonly version: string; readonly end: number } | undefined {
  for (let slash = name.indexOf("/"); slash >= 0; slash = name.indexOf("/", slash + 1)) {
    const version = matchAt(versionAt, name, slash + 1);
    const end = slash + 1 + (version?.length ?? 0);
    if (version !== undefined && name.startsWith(after, end)) return { version, end: end + after.length };
  }
  return undefined;
}

/** `apis/GROUP/VERSION`. */
function apiGroup(name: string): Parts | undefined {
  for (let at = name.indexOf("apis/"); at >= 0; at = name.indexOf("apis/", at + 1)) {
    const type = matchAt(typeAt, name, at + 5);
    const end = at + 5 + (type?.length ?? 0);
    const version = type !== undefined && name[end] === "/" ? matchAt(versionAt, name, end + 1) : undefined;
    if (version !== undefined) return { "resource.type": type!, api_version: version };
  }
  return undefined;
}

/** `api/VERSION`. */
function coreApi(name: string): Parts | undefined {
  for (let at = name.indexOf("api/"); at >= 0; at = name.indexOf("api/", at + 1)) {
    const version = matchAt(versionAt, name, at + 4);
    if (version !== undefined) return { api_version: version };
  }
  return undefined;
}

/** The first word in small letters. */
function bareType(name: string): Parts | undefined {
  const start = name.search(/[a-z]/);
  return start < 0 ? undefined : { "resource.type": matchAt(typeAt, name, start)! };
}
