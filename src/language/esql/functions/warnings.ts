/** What Elasticsearch warns of where a single value is wanted and several are there; the result is null. */
export const multivalueWarning = "java.lang.IllegalArgumentException: single-value function encountered multi-value";
