import { strategyProblems } from '../../delivery/rules';
import { sloProblems } from '../../slo/spec';
import type { PlanContext } from '../context';
import { under, type Problem } from '../problem';
import { calleesOf } from '../resilience/calls';
import { resilienceProblems } from '../resilience/rules/service';
import { nearest } from '../spec';
import { resolveReplicas, resolveResources, DEFAULT_DRAIN_SECONDS } from './defaults';
import { edgeProblems } from './edge-rules';
import type { ServiceFacts } from './facts';
import { parseImage } from './image';
import { RESERVED_SUFFIXES } from './names';
import type { ServiceSpec } from './spec';
import { deliveryContext, resolveStrategy } from './strategy';
import { isReserved } from './variables';

/** What is wrong with a service of the right shape. Fields are relative to the service. */
export function serviceProblems(spec: ServiceSpec, context: PlanContext, facts: ServiceFacts): Problem[] {
  return [
    ...nameProblems(spec),
    ...imageProblems(spec),
    ...under('promise', sloProblems(spec.promise)),
    ...replicaProblems(spec, context, facts),
    ...resourceProblems(spec, context),
    ...knownProblems('calls', calleesOf(spec), 'service', facts.services, spec.name),
    ...knownProblems('callers', spec.callers, 'service', facts.services, spec.name),
    ...knownProblems('stores', spec.stores, 'store', facts.stores),
    ...configurationProblems(spec),
    ...repeated('secrets', spec.secrets ?? []),
    ...drainProblems(spec),
    ...(sloProblems(spec.promise).length > 0 ? [] : resilienceProblems(spec, context, facts)),
    ...edgeProblems(spec, context, facts),
    ...deliveryProblems(spec, context, facts),
  ];
}

function deliveryProblems(spec: ServiceSpec, context: PlanContext, facts: ServiceFacts): Problem[] {
  if (sloProblems(spec.promise).length > 0) return [];
  const delivery = deliveryContext(spec, context, facts);
  return under('strategy', strategyProblems(resolveStrategy(spec, delivery), delivery));
}

function nameProblems({ name }: ServiceSpec): Problem[] {
  const suffix = RESERVED_SUFFIXES.find((each) => name.endsWith(`-${each}`));
  if (suffix === undefined) return [];
  return [
    {
      field: 'name',
      value: name,
      reason: `'${name}' is what the ${suffix} Service of another service would be called`,
      remedy: `end the name differently; the suffixes ${RESERVED_SUFFIXES.join(', ')} are taken`,
    },
  ];
}

function imageProblems({ image }: ServiceSpec): Problem[] {
  const problem = (reason: string): Problem[] => [
    {
      field: 'image',
      value: image,
      reason,
      remedy:
        "name one version, as in 'ghcr.io/rides/payment:1.4.2', or its digest, '…@sha256:<64 hexadecimal digits>'",
    },
  ];
  const parsed = parseImage(image);
  if (parsed === undefined) return problem('not the name of a container image');
  if (parsed.digest !== undefined) return [];
  if (parsed.tag === undefined) return problem("an image without a tag is ':latest', which moves");
  return parsed.tag === 'latest'
    ? problem(
        "'latest' moves: it rolls nothing out, cannot be rolled back to, and gives pods of one version different code",
      )
    : [];
}

function replicaProblems(spec: ServiceSpec, context: PlanContext, facts: ServiceFacts): Problem[] {
  const { minimum, maximum } = resolveReplicas(spec, context, facts);
  const problems: Problem[] = [];
  if (maximum < minimum) {
    problems.push({
      field: 'replicas.maximum',
      value: maximum,
      reason: `the autoscaler cannot keep at least ${minimum} pods and at most ${maximum}`,
      remedy: `take ${minimum} or more`,
    });
  }
  if (context.tier === 'production' && minimum < 2) {
    problems.push({
      field: 'replicas.minimum',
      value: minimum,
      reason: 'one pod stands in one zone, and every drain of its node is an outage',
      remedy: `take at least 2; ${Math.max(2, facts.zones.length)} has one in each zone`,
    });
  }
  return problems;
}

function resourceProblems(spec: ServiceSpec, context: PlanContext): Problem[] {
  const { cpuMillicores, cpuLimitMillicores } = resolveResources(spec, context);
  if (cpuLimitMillicores >= cpuMillicores) return [];
  return [
    {
      field: 'resources.cpuLimitMillicores',
      value: cpuLimitMillicores,
      reason: `the limit is below the ${cpuMillicores} millicores that are reserved; Kubernetes refuses such a pod`,
      remedy: `take ${cpuMillicores} or more, or leave it out`,
    },
  ];
}

/** Names that nobody has, that stand twice, or that are the service's own. */
function knownProblems(
  field: 'calls' | 'callers' | 'stores',
  names: readonly string[] | undefined,
  kind: string,
  known: Readonly<Record<string, unknown>> | undefined,
  own?: string,
): Problem[] {
  const unknown = (names ?? []).flatMap((name, index): Problem[] => {
    if (name === own) {
      return [
        {
          field: `${field}[${index}]`,
          value: name,
          reason: 'a service reaches itself without the network',
          remedy: 'leave it out',
        },
      ];
    }
    if (known === undefined || Object.hasOwn(known, name)) return [];
    const others = Object.keys(known)
      .filter((each) => each !== own)
      .sort();
    const meant = nearest(name, others);
    const list = others.length === 0 ? `the environment has no ${kind}` : `the environment has ${others.join(', ')}`;
    return [
      {
        field: `${field}[${index}]`,
        value: name,
        reason: `there is no ${kind} of this name in the environment`,
        remedy: meant === undefined ? list : `did you mean '${meant}'? (${list})`,
      },
    ];
  });
  return [...unknown, ...repeated(field, names ?? [])];
}

function repeated(field: string, names: readonly string[]): Problem[] {
  return names.flatMap((name, index) =>
    names.indexOf(name) === index
      ? []
      : [{ field: `${field}[${index}]`, value: name, reason: 'it is named twice', remedy: 'name it once' }],
  );
}

/** What a key says about its value: these belong into Secrets Manager, since a ConfigMap is readable and committed. */
const SECRET_KEY = /(^|_)(PASSWORD|PASSWD|SECRET|TOKEN|CREDENTIALS?|API_KEY|ACCESS_KEY|PRIVATE_KEY)(_|$)/;
const SECRET_VALUE = /\b(AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----/;

function configurationProblems(spec: ServiceSpec): Problem[] {
  return Object.entries(spec.configuration ?? {}).flatMap(([key, value]): Problem[] => {
    const field = `configuration.${key}`;
    if (isReserved(key)) {
      return [{ field, value, reason: 'the platform sets this variable', remedy: 'call yours differently' }];
    }
    if (!SECRET_KEY.test(key) && !SECRET_VALUE.test(value)) return [];
    const secret = key.toLowerCase().replaceAll('_', '-');
    return [
      {
        field,
        value: '(not shown)',
        reason: 'this looks like a secret, and configuration lies open in git, in the cluster and in logs',
        remedy: `put it into AWS Secrets Manager and name it, as in secrets: ['${secret}']`,
      },
    ];
  });
}

function drainProblems({ drainSeconds = DEFAULT_DRAIN_SECONDS, promise }: ServiceSpec): Problem[] {
  const slowest = promise.latency.thresholdMilliseconds / 1000;
  if (drainSeconds > slowest) return [];
  return [
    {
      field: 'drainSeconds',
      value: drainSeconds,
      reason: `a request may take ${slowest} s and keep the promise, and would be cut off by every rollout`,
      remedy: `take more than ${slowest}`,
    },
  ];
}
