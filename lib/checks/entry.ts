import type { Check, Finding } from './check';
import { entrancesOf, type WalkedRequest } from './entry/entrances';
import { holes } from './entry/holes';
import { endTitle, type End } from './entry/way';
import type { RenderedPlatform, Subject } from './subject';
import type { RenderedCluster } from './wiring/cluster';
import { findingOf } from './wiring/placed';
import { textAt } from './wiring/value';

/**
 * Between a client and a pod stand a dozen things that stacks and charts make apart from each other, and each takes a name that
 * leads nowhere without a word. So each declared route is followed, hop by hop, where nothing has been deployed yet; and what is
 * not declared is tried, too.
 */
export const entry: Check = {
  name: 'entry',
  promise: 'every declared route leads from the internet to pods, every call to its callee, and nothing else gets in',
  run: (subject) => ({ findings: subject.platforms.flatMap((platform) => entryFindings(platform, subject)) }),
};

/** What is wrong with the ways into an environment. */
export function entryFindings(platform: RenderedPlatform, { stacks }: Pick<Subject, 'stacks'>): readonly Finding[] {
  const entrances = entrancesOf(platform, stacks);
  const { name, services = {} } = platform.environment;
  const told = new Told(name);
  for (const request of entrances.walked()) {
    if (request.end !== undefined) told.add(request.end, `${titleOf(request)} ${endTitle(request.end)}`);
  }
  for (const { caller, callee, end } of entrances.calls.walked()) {
    if (end !== undefined) told.add(end, `the call ${caller} → ${callee} ${endTitle(end)}`);
  }
  for (const end of holes(entrances, Object.keys(services))) told.add(end);
  return [...told.findings, ...observedFindings(entrances.cluster)];
}

/** A mesh that refuses nobody lets everybody ask whom the network lets connect: while services move in, and no longer. */
function observedFindings(cluster: RenderedCluster): readonly Finding[] {
  return cluster
    .objectsOf('security.istio.io/PeerAuthentication')
    .filter(({ object }) => textAt(object, 'spec', 'mtls', 'mode') !== 'STRICT')
    .map((policy) =>
      findingOf(cluster.environment, policy, {
        field: 'spec.mtls.mode',
        value: textAt(policy.object, 'spec', 'mtls', 'mode'),
        reason:
          'what is not encrypted is let in, and so is who proves nothing: network policies alone keep callers apart',
        remedy: "enforce the mesh's policies when it counts no more refusals: mesh: { policies: 'enforced' }",
        severity: 'warning',
      }),
    );
}

const titleOf = ({ request: { method, host, path } }: WalkedRequest): string => `${method} ${host}${path}`;

/** What is wrong, each once: one thing that is missing may stop every request. */
class Told {
  readonly #ends = new Map<string, { readonly end: End; readonly first: string | undefined; more: number }>();

  public constructor(private readonly environment: string) {}

  public add(end: End, title?: string): void {
    const { value, ...same } = end;
    // Of one object that refuses many requests, the first one stands for all.
    const key = JSON.stringify(same);
    const known = this.#ends.get(key);
    if (known === undefined) this.#ends.set(key, { end: { value, ...same }, first: title, more: 0 });
    else known.more += 1;
  }

  public get findings(): readonly Finding[] {
    return [...this.#ends.values()].map(({ end: { at: _, ...end }, first, more }) => ({
      environment: this.environment,
      ...end,
      reason: [
        ...(first === undefined ? [] : [`${first}: `]),
        end.reason,
        ...(more === 0 ? [] : [` (and so for ${more} more)`]),
      ].join(''),
      severity: 'error',
    }));
  }
}
