import type { RenderedCluster } from './cluster';
import { servicePortFlaws } from './ingresses';
import type { Flaw, Placed } from './placed';
import { at, itemsAt, listAt, mapAt, textAt, type Item } from './value';

const VIRTUAL_SERVICE = 'networking.istio.io/VirtualService';

/** The word for all sidecars among the gateways of a VirtualService. */
const MESH = 'mesh';

/** What is wrong with where the mesh leads requests: it answers 503 for a host or a port that is not there. */
export function meshFlaws(placed: Placed, cluster: RenderedCluster): Flaw[] {
  if (placed.kind === 'networking.istio.io/DestinationRule') {
    return hostFlaws(placed, textAt(placed.object, 'spec', 'host'), 'spec.host', cluster);
  }
  if (placed.kind !== VIRTUAL_SERVICE) return [];
  const routes = ['http', 'tls', 'tcp'].flatMap((section) => itemsAt(placed.object, '', 'spec', section));
  return [
    ...gatewayFlaws(placed, cluster),
    ...ownHostFlaws(placed, cluster),
    ...routes
      .flatMap(destinationsOf)
      .flatMap((item) => [...destinationFlaws(placed, item, cluster), ...subsetFlaws(item, cluster)]),
    ...routes.flatMap((item) => delegateFlaws(placed, item, cluster)),
  ];
}

function gatewayFlaws({ object, namespace = '' }: Placed, cluster: RenderedCluster): Flaw[] {
  return itemsAt(object, '', 'spec', 'gateways').flatMap(({ value, field }) => {
    if (value === MESH) return [];
    const [first = '', second] = String(value).split('/');
    const reference = second === undefined ? { namespace, name: first } : { namespace: first, name: second };
    return cluster.missing({ kind: 'networking.istio.io/Gateway', ...reference }, field, value);
  });
}

/** At a gateway hosts are names of the world outside; in the mesh they are Services. */
function ownHostFlaws(placed: Placed, cluster: RenderedCluster): Flaw[] {
  const gateways = listAt(placed.object, 'spec', 'gateways');
  if (gateways.length > 0 && !gateways.includes(MESH)) return [];
  return itemsAt(placed.object, '', 'spec', 'hosts').flatMap(({ value, field }) =>
    String(value).includes('*') ? [] : hostFlaws(placed, String(value), field, cluster),
  );
}

function destinationsOf({ value, field }: Item): readonly Item[] {
  const routes = itemsAt(value, field, 'route').map((route) => ({
    value: at(route.value, 'destination'),
    field: `${route.field}.destination`,
  }));
  const mirrors = itemsAt(value, field, 'mirrors').map((mirror) => ({
    value: at(mirror.value, 'destination'),
    field: `${mirror.field}.destination`,
  }));
  const mirror = at(value, 'mirror');
  return [...routes, ...mirrors, ...(mirror === undefined ? [] : [{ value: mirror, field: `${field}.mirror` }])];
}

function destinationFlaws(placed: Placed, { value, field }: Item, cluster: RenderedCluster): Flaw[] {
  const host = textAt(value, 'host');
  const service = serviceOf(placed, host, cluster);
  if (service === undefined) return hostFlaws(placed, host, `${field}.host`, cluster);
  const port = at(value, 'port', 'number');
  const ports = listAt(service.object, 'spec', 'ports');
  if (port !== undefined) return servicePortFlaws(service, port, `${field}.port.number`);
  if (ports.length < 2) return [];
  return [
    {
      field: `${field}.port`,
      value: undefined,
      reason: `${service.title} has several ports, and the mesh must be told which`,
      remedy: `name one of ${ports.map((each) => String(at(each, 'port'))).join(', ')}`,
    },
  ];
}

/** A host is a Service, or what a ServiceEntry declares. */
function hostFlaws(placed: Placed, host: string | undefined, field: string, cluster: RenderedCluster): Flaw[] {
  if (serviceOf(placed, host, cluster) !== undefined || isDeclared(host ?? '', cluster)) return [];
  const { name, namespace } = parseHost(host ?? '', placed.namespace);
  if (namespace === undefined) {
    return [
      {
        field,
        value: host,
        reason: 'no Service has this name in full, and no ServiceEntry declares it',
        remedy: 'write <service>.<namespace>.svc.cluster.local, or declare the host with a ServiceEntry',
      },
    ];
  }
  return cluster.hasStrangersIn(namespace) ? [] : cluster.missing({ kind: 'Service', namespace, name }, field);
}

const isDeclared = (host: string, cluster: RenderedCluster): boolean =>
  cluster
    .objectsOf('networking.istio.io/ServiceEntry')
    .some(({ object }) => listAt(object, 'spec', 'hosts').includes(host));

/** A subset is a version that a DestinationRule of the host describes. */
function subsetFlaws({ value, field }: Item, cluster: RenderedCluster): Flaw[] {
  const [host, subset] = [textAt(value, 'host'), textAt(value, 'subset')];
  if (subset === undefined) return [];
  const described = cluster
    .objectsOf('networking.istio.io/DestinationRule')
    .filter(({ object }) => textAt(object, 'spec', 'host') === host)
    .flatMap(({ object }) => listAt(object, 'spec', 'subsets').map((each) => textAt(each, 'name')));
  if (described.includes(subset)) return [];
  return [
    {
      field: `${field}.subset`,
      value: subset,
      reason: 'no DestinationRule of this host has such a subset',
      remedy: described.length === 0 ? 'render one' : `name one of ${described.join(', ')}`,
    },
  ];
}

/** The Service that a host names, as somebody of a namespace means it. */
export function serviceOf(
  { namespace: own }: Placed,
  host: string | undefined,
  cluster: RenderedCluster,
): Placed | undefined {
  const { name, namespace } = parseHost(host ?? '', own);
  return namespace === undefined ? undefined : cluster.find({ kind: 'Service', namespace, name });
}

/** The mesh reads a name without a dot as one of the namespace of whoever wrote it, and any other as a name in full. */
function parseHost(host: string, own: string | undefined): { readonly name: string; readonly namespace?: string } {
  const inFull = /^([^.]+)\.([^.]+)\.svc\.cluster\.local$/.exec(host);
  if (inFull !== null) return { name: inFull[1] ?? '', namespace: inFull[2] };
  return host.includes('.') ? { name: host } : { name: host, namespace: own };
}

/** The mesh hands over only to a VirtualService that has no hosts. */
function delegateFlaws({ namespace: own }: Placed, { value, field }: Item, cluster: RenderedCluster): Flaw[] {
  const { name, namespace = own } = mapAt(value, 'delegate');
  if (typeof name !== 'string' || typeof namespace !== 'string') return [];
  const reference = { kind: VIRTUAL_SERVICE, namespace, name };
  const found = cluster.find(reference);
  if (found === undefined) return cluster.missing(reference, `${field}.delegate.name`);
  if (listAt(found.object, 'spec', 'hosts').length === 0) return [];
  return [
    {
      field: `${field}.delegate.name`,
      value: name,
      reason: `${found.title} has hosts of its own, so that the mesh does not hand over to it`,
      remedy: 'take its hosts out, or name one without',
    },
  ];
}
