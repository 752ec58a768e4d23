const octet = "(?:25[0-5]|2[0-4][0-9]|[01]?[0-9]{1,2})";
/** Within IPv6 an octet has no leading zeros. */
const strictOctet = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
const strictQuad = `${strictOctet}(?:\\.${strictOctet}){3}`;
const group = "[0-9A-Fa-f]{1,4}";
const emailCharacters = "[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]";
const uriPathCharacters = "[A-Za-z0-9$.+!*'(){},~:;=@#%&_-]";
const uriQueryCharacters = "[A-Za-z0-9$.+!*'|(){},~@#%&/=:;_?\\-\\[\\]<>]";
const label = "[0-9A-Za-z][0-9A-Za-z-]{0,62}";

/** All eight groups, then `::` after seven to zero groups with what may follow it, then a zone. */
function ipv6(): string {
  const forms = [`(?:${group}:){7}(?:${group}|:)`, `(?:${group}:){6}(?::${group}|${strictQuad}|:)`];
  for (let before = 5; before >= 1; before--) {
    const most = 7 - before;
    const quad = before === 5 ? `:${strictQuad}` : `(?::${group}){0,${most - 2}}:${strictQuad}`;
    forms.push(`(?:${group}:){${before}}(?:(?::${group}){1,${most}}|${quad}|:)`);
  }
  forms.push(`:(?:(?::${group}){1,7}|(?::${group}){0,5}:${strictQuad}|:)`);
  return `(?:${forms.join("|")})(?:%.+)?`;
}

/** A line of a log from its parts, each with a single space before the next. */
function words(...parts: readonly string[]): string {
  return parts.join(" ");
}

/** A part that may be a lone hyphen instead. */
function orHyphen(part: string): string {
  return `(?:-|${part})`;
}

const core: Readonly<Record<string, string>> = {
  USERNAME: "[a-zA-Z0-9._-]+",
  USER: "%{USERNAME}",
  EMAILLOCALPART: `${emailCharacters}+(?:\\.${emailCharacters}+)*`,
  EMAILADDRESS: "%{EMAILLOCALPART}@%{HOSTNAME}",
  INT: "[+-]?[0-9]+",
  BASE10NUM: "(?<![0-9.+-])[+-]?(?:[0-9]+(?:\\.[0-9]+)?|\\.[0-9]+)",
  NUMBER: "%{BASE10NUM}",
  BASE16NUM: "(?<![0-9A-Fa-f])[+-]?(?:0x)?[0-9A-Fa-f]+",
  BASE16FLOAT: "\\b(?<![0-9A-Fa-f.])[+-]?(?:0x)?(?:[0-9A-Fa-f]+(?:\\.[0-9A-Fa-f]*)?|\\.[0-9A-Fa-f]+)\\b",
  POSINT: "\\b[1-9][0-9]*\\b",
  NONNEGINT: "\\b[0-9]+\\b",
  WORD: "\\b\\w+\\b",
  NOTSPACE: "\\S+",
  SPACE: "\\s*",
  DATA: ".*?",
  GREEDYDATA: ".*",
  QUOTEDSTRING: "(?<!\\\\)(?:\"(?:\\\\.|[^\\\\\"])*\"|'(?:\\\\.|[^\\\\'])*'|`(?:\\\\.|[^\\\\`])*`)",
  QS: "%{QUOTEDSTRING}",
  UUID: "[A-Fa-f0-9]{8}(?:-[A-Fa-f0-9]{4}){3}-[A-Fa-f0-9]{12}",
  URN: "urn:[0-9A-Za-z][0-9A-Za-z-]{0,31}:(?:%[0-9a-fA-F]{2}|[0-9A-Za-z()+,.:=@;$_!*'/?#-])+",
};

const network: Readonly<Record<string, string>> = {
  CISCOMAC: "[A-Fa-f0-9]{4}(?:\\.[A-Fa-f0-9]{4}){2}",
  WINDOWSMAC: "[A-Fa-f0-9]{2}(?:-[A-Fa-f0-9]{2}){5}",
  COMMONMAC: "[A-Fa-f0-9]{2}(?::[A-Fa-f0-9]{2}){5}",
  MAC: "(?:%{CISCOMAC}|%{WINDOWSMAC}|%{COMMONMAC})",
  IPV6: ipv6(),
  IPV4: `(?<![0-9])${octet}(?:[.]${octet}){3}(?![0-9])`,
  IP: "(?:%{IPV6}|%{IPV4})",
  HOSTNAME: `\\b${label}(?:\\.${label})*\\.?`,
  IPORHOST: "(?:%{IP}|%{HOSTNAME})",
  HOSTPORT: "%{IPORHOST}:%{POSINT}",
  PATH: "(?:%{UNIXPATH}|%{WINPATH})",
  UNIXPATH: "(?:/[[:alnum:]_%!$@:.,+~-]*)+",
  WINPATH: "(?:[A-Za-z]+:|\\\\)(?:\\\\[^\\\\?*]*)+",
  TTY: "/dev/(?:pts|tty(?:[pq])?)(?:\\w+)?/?[0-9]+",
  URIPROTO: "[A-Za-z][A-Za-z0-9+.-]+",
  URIHOST: "%{IPORHOST}(?::%{POSINT})?",
  URIPATH: `(?:/${uriPathCharacters}*)+`,
  URIQUERY: `${uriQueryCharacters}*`,
  URIPARAM: "\\?%{URIQUERY}",
  URIPATHPARAM: "%{URIPATH}(?:\\?%{URIQUERY})?",
  URI: "%{URIPROTO}://(?:%{USER}(?::[^@]*)?@)?(?:%{URIHOST})?(?:%{URIPATHPARAM})?",
};

const time: Readonly<Record<string, string>> = {
  MONTH:
    "\\b(?:[Jj]an(?:uary|uar)?|[Ff]eb(?:ruary|ruar)?|[Mm](?:a|ä)?r(?:ch|z)?|[Aa]pr(?:il)?|[Mm]a[yi]?|[Jj]un[ei]?|[Jj]ul[yi]?|[Aa]ug(?:ust)?|[Ss]ep(?:tember)?|[Oo][ck]?t(?:ober)?|[Nn]ov(?:ember)?|[Dd]e[cz](?:ember)?)\\b",
  MONTHNUM: "(?:0?[1-9]|1[0-2])",
  MONTHNUM2: "(?:0[1-9]|1[0-2])",
  MONTHDAY: "(?:0[1-9]|[12][0-9]|3[01]|[1-9])",
  DAY: "(?:Mon(?:day)?|Tue(?:sday)?|Wed(?:nesday)?|Thu(?:rsday)?|Fri(?:day)?|Sat(?:urday)?|Sun(?:day)?)",
  YEAR: "(?:[0-9]{2}){1,2}",
  HOUR: "(?:2[0-3]|[01]?[0-9])",
  MINUTE: "[0-5][0-9]",
  SECOND: "(?:[0-5]?[0-9]|60)(?:[:.,][0-9]+)?",
  TIME: "%{HOUR}:%{MINUTE}:%{SECOND}(?![0-9])",
  DATE_US: "%{MONTHNUM}[/-]%{MONTHDAY}[/-]%{YEAR}",
  DATE_EU: "%{MONTHDAY}[./-]%{MONTHNUM}[./-]%{YEAR}",
  DATE: "%{DATE_US}|%{DATE_EU}",
  DATESTAMP: "%{DATE}[- ]%{TIME}",
  ISO8601_TIMEZONE: "(?:Z|[+-]%{HOUR}:?%{MINUTE})",
  ISO8601_SECOND: "%{SECOND}",
  TIMESTAMP_ISO8601: "%{YEAR}-%{MONTHNUM}-%{MONTHDAY}[T ]%{HOUR}:?%{MINUTE}(?::?%{SECOND})?%{ISO8601_TIMEZONE}?",
  TZ: "(?:[APMCE][SD]T|UTC)",
  DATESTAMP_RFC822: words("%{DAY}", "%{MONTH}", "%{MONTHDAY}", "%{YEAR}", "%{TIME}", "%{TZ}"),
  DATESTAMP_RFC2822: words("%{DAY},", "%{MONTHDAY}", "%{MONTH}", "%{YEAR}", "%{TIME}", "%{ISO8601_TIMEZONE}"),
  DATESTAMP_OTHER: words("%{DAY}", "%{MONTH}", "%{MONTHDAY}", "%{TIME}", "%{TZ}", "%{YEAR}"),
  DATESTAMP_EVENTLOG: "%{YEAR}%{MONTHNUM2}%{MONTHDAY}%{HOUR}%{MINUTE}%{SECOND}",
  HTTPDATE: "%{MONTHDAY}/%{MONTH}/%{YEAR}:%{TIME} %{INT}",
};

const syslog: Readonly<Record<string, string>> = {
  LOGLEVEL:
    "(?:[Aa]lert|ALERT|[Tt]race|TRACE|[Dd]ebug|DEBUG|[Nn]otice|NOTICE|[Ii]nfo?(?:rmation)?|INFO?(?:RMATION)?|[Ww]arn?(?:ing)?|WARN?(?:ING)?|[Ee]rr?(?:or)?|ERR?(?:OR)?|[Cc]rit?(?:ical)?|CRIT?(?:ICAL)?|[Ff]atal|FATAL|[Ss]evere|SEVERE|EMERG(?:ENCY)?|[Ee]merg(?:ency)?)",
  SYSLOGTIMESTAMP: "%{MONTH} +%{MONTHDAY} %{TIME}",
  PROG: "[\\x21-\\x5a\\x5c\\x5e-\\x7e]+",
  SYSLOGPROG: "%{PROG:process.name}(?:\\[%{POSINT:process.pid:int}\\])?",
  SYSLOGHOST: "%{IPORHOST}",
  SYSLOGFACILITY: "<%{NONNEGINT:log.syslog.facility.code:int}.%{NONNEGINT:log.syslog.priority:int}>",
  SYSLOGBASE: "%{SYSLOGTIMESTAMP:timestamp} (?:%{SYSLOGFACILITY} )?%{SYSLOGHOST:host.hostname} %{SYSLOGPROG}:",
  SYSLOGBASE2:
    "(?:%{SYSLOGTIMESTAMP:timestamp}|%{TIMESTAMP_ISO8601:timestamp})(?: %{SYSLOGFACILITY})?(?: %{SYSLOGHOST:host.hostname})?(?: %{SYSLOGPROG}:)?",
  SYSLOGLINE: "%{SYSLOGBASE2} %{GREEDYDATA:message}",
  SYSLOG5424PRINTASCII: "[!-~]+",
  SYSLOG5424PRI: "<%{NONNEGINT:log.syslog.priority:int}>",
  SYSLOG5424SD: "\\[%{DATA}\\]+",
  SYSLOG5424BASE: [
    "%{SYSLOG5424PRI}%{NONNEGINT:system.syslog.version}",
    orHyphen("%{TIMESTAMP_ISO8601:timestamp}"),
    orHyphen("%{IPORHOST:host.hostname}"),
    orHyphen("%{SYSLOG5424PRINTASCII:process.name}"),
    orHyphen("%{POSINT:process.pid:int}"),
    orHyphen("%{SYSLOG5424PRINTASCII:event.code}"),
    `${orHyphen("%{SYSLOG5424SD:system.syslog.structured_data}")}?`,
  ].join(" +"),
  SYSLOG5424LINE: "%{SYSLOG5424BASE} +%{GREEDYDATA:message}",
  CRON_ACTION: "[A-Z ]+",
  CRONLOG: "%{SYSLOGBASE} \\(%{USER:user.name}\\) %{CRON_ACTION:system.cron.action} \\(%{DATA:message}\\)",
};

const web: Readonly<Record<string, string>> = {
  HTTPDUSER: "%{EMAILADDRESS}|%{USER}",
  HTTPDERROR_DATE: words("%{DAY}", "%{MONTH}", "%{MONTHDAY}", "%{TIME}", "%{YEAR}"),
  HTTPD_COMMONLOG: words(
    "%{IPORHOST:source.address}",
    orHyphen("%{HTTPDUSER:apache.access.user.identity}"),
    orHyphen("%{HTTPDUSER:user.name}"),
    "\\[%{HTTPDATE:timestamp}\\]",
    '"(?:%{WORD:http.request.method} %{NOTSPACE:url.original}(?: HTTP/%{NUMBER:http.version})?|%{DATA})"',
    orHyphen("%{INT:http.response.status_code:int}"),
    orHyphen("%{INT:http.response.body.bytes:int}"),
  ),
  HTTPD_COMBINEDLOG: words(
    "%{HTTPD_COMMONLOG}",
    `"${orHyphen("%{DATA:http.request.referrer}")}"`,
    `"${orHyphen("%{DATA:user_agent.original}")}"`,
  ),
  COMMONAPACHELOG: "%{HTTPD_COMMONLOG}",
  COMBINEDAPACHELOG: "%{HTTPD_COMBINEDLOG}",
  HTTPD20_ERRORLOG:
    "\\[%{HTTPDERROR_DATE:timestamp}\\] \\[%{LOGLEVEL:log.level}\\] (?:\\[client %{IPORHOST:source.address}\\] )?%{GREEDYDATA:message}",
  S3_REQUEST_LINE: "%{WORD:http.request.method} %{NOTSPACE:url.original}(?: HTTP/%{NUMBER:http.version})?",
};

const java: Readonly<Record<string, string>> = {
  JAVACLASS: "(?:[a-zA-Z$_][a-zA-Z$_0-9]*\\.)*[a-zA-Z$_][a-zA-Z$_0-9]*",
  JAVAFILE: "[a-zA-Z$_0-9. -]+",
  JAVAMETHOD: "(?:<(?:cl)?init>|[a-zA-Z$_][a-zA-Z$_0-9]*)",
  JAVASTACKTRACEPART:
    "%{SPACE}at %{JAVACLASS:java.log.origin.class.name}\\.%{JAVAMETHOD:log.origin.function}\\(%{JAVAFILE:log.origin.file.name}(?::%{INT:log.origin.file.line:int})?\\)",
  JAVATHREAD: "[A-Z]{2}-Processor[0-9]+",
  JAVALOGMESSAGE: ".*",
  CATALINA7_DATESTAMP: "%{MONTH} %{MONTHDAY}, %{YEAR} %{HOUR}:%{MINUTE}:%{SECOND} (?:AM|PM)",
  CATALINA8_DATESTAMP: "%{MONTHDAY}-%{MONTH}-%{YEAR} %{HOUR}:%{MINUTE}:%{SECOND}",
  CATALINA_DATESTAMP: "%{CATALINA8_DATESTAMP}|%{CATALINA7_DATESTAMP}",
  TOMCATLEGACY_DATESTAMP: "%{YEAR}-%{MONTHNUM}-%{MONTHDAY} %{HOUR}:%{MINUTE}:%{SECOND}(?: %{ISO8601_TIMEZONE})?",
  TOMCAT_DATESTAMP: "%{CATALINA8_DATESTAMP}|%{CATALINA7_DATESTAMP}|%{TOMCATLEGACY_DATESTAMP}",
};

const others: Readonly<Record<string, string>> = {
  RUBY_LOGLEVEL: "(?:DEBUG|FATAL|ERROR|WARN|INFO)",
  RAILS_TIMESTAMP: "%{YEAR}-%{MONTHNUM}-%{MONTHDAY} %{HOUR}:%{MINUTE}:%{SECOND} %{ISO8601_TIMEZONE}",
  REDISTIMESTAMP: "%{MONTHDAY} %{MONTH} %{TIME}",
  MONGO_WORDDASH: "\\b[\\w-]+\\b",
  MAVEN_VERSION: "(?:(?:[0-9]+)\\.)?(?:(?:[0-9]+)\\.)?(?:\\*|[0-9]+)(?:[.-](?:RELEASE|SNAPSHOT))?",
};

/**
 * The named patterns of GROK with the meaning they have in Elasticsearch's ECS library (`libs/grok`, `patterns/ecs-v1`),
 * fields by their ECS names.
 *
 * Written for an engine without look-ahead but the one form `(?![0-9])`. Alternatives here never give back less than
 * Elasticsearch's atomic groups do, so a match can only differ where one of those would have refused to backtrack.
 */
export const grokPatterns: ReadonlyMap<string, string> = new Map(
  [core, network, time, syslog, web, java, others].flatMap((library) => Object.entries(library)),
);
