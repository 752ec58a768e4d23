/** `[regex, flags, name, v1, v2, v3, v4]`, cut after the last one given; an empty replacement is no replacement. */
export type UserAgentRegex = readonly string[];

/** The three lists of uap-core, in their order: the first that matches wins. */
export interface UserAgentRegexes {
  readonly userAgent: readonly UserAgentRegex[];
  readonly os: readonly UserAgentRegex[];
  readonly device: readonly UserAgentRegex[];
}
