import type { Inhibition, LabelCondition } from '../../../observability/alerts/inhibitions';
import type { PlanContext } from '../../context';
import { URGENCIES, type Urgency } from './rules';

/** One way of an alert: which alerts take it, where it leads, and how its messages are gathered. */
export interface Route {
  /** Who is told. */
  readonly receiver: string;
  /** Which alerts, as alert managers write it: `severity="page"`. */
  readonly matchers?: readonly string[];
  /** Alerts that agree in these labels make one message. */
  readonly group_by?: readonly string[];
  /** How long the first alert of a group waits for others: `30s`. */
  readonly group_wait?: string;
  /** How long a group that has been told waits before it tells of a change: `5m`. */
  readonly group_interval?: string;
  /** After how long it tells again what is still so: `4h`. */
  readonly repeat_interval?: string;
  /** Ways that are tried before this one is taken; the first that fits. */
  readonly routes?: readonly Route[];
}

/** Where messages are sent. */
export interface SnsReceiver {
  /** The topic. */
  readonly topic_arn: string;
  /** How requests are signed. */
  readonly sigv4: { readonly region: string };
  /** The subject of a message, as a template. */
  readonly subject: string;
  /** The message, as a template. */
  readonly message: string;
  /** What subscribers can filter by without reading the message. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Whether it is told, too, when all is well again. */
  readonly send_resolved: boolean;
}

/** What an alert manager does with alerts, in its own words (prometheus.io, "Alerting configuration"). */
export interface AlertManagerConfig {
  /** The names of the files of templates. */
  readonly templates: readonly string[];
  /** Where every alert goes in; the way without conditions. */
  readonly route: Route;
  /** Who is told. */
  readonly receivers: readonly { readonly name: string; readonly sns_configs?: readonly SnsReceiver[] }[];
  /** What is held back while its cause calls. */
  readonly inhibit_rules: readonly {
    readonly source_matchers: readonly string[];
    readonly target_matchers: readonly string[];
    readonly equal: readonly string[];
  }[];
}

/** An alert manager: what it does, and how it words it. */
export interface AlertManagerPlan {
  /** What it does. */
  readonly config: AlertManagerConfig;
  /** Files of templates, by their names. */
  readonly templates: Readonly<Record<string, string>>;
}

/** The receiver that sends nothing. */
export const NOBODY = 'nobody';

/** The file of templates. */
const TEMPLATES = 'messages';

const SUBJECT = 'bulkhead.subject';
const MESSAGE = 'bulkhead.message';

/**
 * What SNS is sent. SNS takes a subject of fewer than 100 printable ASCII characters (API reference, "Publish"), so it has
 * the service and no summary. The message says, in the order in which one asks: what, where, since when, what to do, where to look.
 */
const TEXT = [
  `{{ define "${SUBJECT}" }}[{{ .Status | toUpper }}{{ if eq .Status "firing" }} {{ .Alerts.Firing | len }}{{ end }}] {{ .CommonLabels.severity }}: {{ .CommonLabels.service }} in {{ .CommonLabels.environment }}{{ end }}`,
  `{{ define "${MESSAGE}" }}{{ range .Alerts }}{{ .Status | toUpper }}: {{ .Labels.alertname }}`,
  'What: {{ .Annotations.summary }}',
  'Where: environment {{ .Labels.environment }}, service {{ .Labels.service }}{{ if .Labels.namespace }}, namespace {{ .Labels.namespace }}{{ end }}{{ if .Labels.node }}, node {{ .Labels.node }}{{ end }}{{ if .Labels.pod }}, pod {{ .Labels.pod }}{{ end }}',
  'Since: {{ .StartsAt }}{{ if eq .Status "resolved" }}, until {{ .EndsAt }}{{ end }}',
  'Runbook: {{ .Annotations.runbook_url }}',
  'Dashboard: {{ .Annotations.dashboard }}',
  '{{ .Annotations.description }}',
  '',
  '{{ end }}{{ end }}',
].join('\n');

/** How the messages of an urgency are gathered. */
interface Pace {
  /** A page waits only as long as alerts with one cause need to come together; a ticket may gather. */
  readonly groupWait: string;
  /** What joins a group that has been told: soon enough for a second cause to be heard, seldom enough to read. */
  readonly groupInterval: string;
  /**
   * A page that nobody has mended calls again within a watch of half a day; a ticket once a day. Amazon Managed Service for
   * Prometheus repeats after five days at the latest (user guide, "Create an alert manager configuration").
   */
  readonly repeatInterval: string;
}

const PACES: Readonly<Record<Urgency, Pace>> = {
  page: { groupWait: '30s', groupInterval: '5m', repeatInterval: '4h' },
  ticket: { groupWait: '5m', groupInterval: '1h', repeatInterval: '24h' },
};

/** What all alerts of a service have in common: a service that fails in two ways calls once. */
const OF_A_SERVICE = ['environment', 'service', 'namespace'] as const;

/** What is about the platform has no service in common: each kind of alert is a message of its own. */
const OF_THE_PLATFORM = [...OF_A_SERVICE, 'alertname'] as const;

/** What is told to an alert manager. */
export interface AlertManagerInput {
  /** The environment. */
  readonly context: PlanContext;
  /** What is held back while its cause calls. */
  readonly inhibitions: readonly Inhibition[];
  /** The topics of each urgency, by their ARNs. */
  readonly topics: Readonly<Record<Urgency, readonly string[]>>;
  /** What alerts about the platform carry where others carry their service: `platform`. */
  readonly platformService: string;
}

/**
 * Decides what an alert manager does: by severity, to SNS, which is what Amazon Managed Service for Prometheus sends to. What
 * has no severity that is known here is a mistake, and is told as a ticket: nothing that fires is lost.
 */
export function planAlertManager({
  context,
  inhibitions,
  topics,
  platformService,
}: AlertManagerInput): AlertManagerPlan {
  const routes = URGENCIES.map((urgency) => urgencyRoute(urgency, platformService));
  return {
    templates: { [TEMPLATES]: TEXT },
    config: {
      templates: [TEMPLATES],
      route: {
        receiver: 'ticket',
        group_by: OF_A_SERVICE,
        ...paceOf('ticket'),
        routes: [{ receiver: NOBODY, matchers: [matcher('severity', ['none'])] }, ...routes],
      },
      receivers: [
        { name: NOBODY },
        ...URGENCIES.map((urgency) => ({
          name: urgency,
          sns_configs: topics[urgency].map((topic) => snsReceiver(topic, urgency, context)),
        })),
      ],
      inhibit_rules: inhibitions.map(({ source, target, equal }) => ({
        source_matchers: source.map(matcherOf),
        target_matchers: target.map(matcherOf),
        equal,
      })),
    },
  };
}

function urgencyRoute(urgency: Urgency, platformService: string): Route {
  return {
    receiver: urgency,
    matchers: [matcher('severity', [urgency])],
    group_by: OF_A_SERVICE,
    ...paceOf(urgency),
    routes: [{ receiver: urgency, matchers: [matcher('service', [platformService])], group_by: OF_THE_PLATFORM }],
  };
}

function paceOf(urgency: Urgency): Pick<Route, 'group_wait' | 'group_interval' | 'repeat_interval'> {
  const { groupWait, groupInterval, repeatInterval } = PACES[urgency];
  return { group_wait: groupWait, group_interval: groupInterval, repeat_interval: repeatInterval };
}

function snsReceiver(topic: string, urgency: Urgency, { region, environment, platform }: PlanContext): SnsReceiver {
  return {
    topic_arn: topic,
    sigv4: { region },
    subject: `{{ template "${SUBJECT}" . }}`,
    message: `{{ template "${MESSAGE}" . }}`,
    attributes: { severity: urgency, environment, platform, source: 'prometheus' },
    send_resolved: true,
  };
}

const matcherOf = ({ label, oneOf }: LabelCondition): string => matcher(label, oneOf);

/** A condition in the words of Prometheus: `=` for one value, a pattern for several. */
function matcher(label: string, values: readonly string[]): string {
  const [first = '', ...more] = values;
  return more.length === 0 ? `${label}="${first}"` : `${label}=~"${values.join('|')}"`;
}

/**
 * An alert manager's definition as Amazon Managed Service for Prometheus takes it: YAML with the configuration as a text within,
 * and JSON is YAML. Values that are known at deployment only may stand in it where nothing of them must be escaped, as in an ARN.
 */
export function printAlertManager({ config, templates }: AlertManagerPlan): string {
  return JSON.stringify({ template_files: templates, alertmanager_config: JSON.stringify(config) });
}
