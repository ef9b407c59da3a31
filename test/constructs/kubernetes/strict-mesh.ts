import { z } from 'zod';
import { httpTries } from './strict-resilience';

/**
 * The objects of the mesh and of its gateway, by the fields of Istio 1.31 (istio/api, release-1.31: `gateway.proto`,
 * `virtual_service.proto`, `service_entry.proto`, `sidecar.proto`, `envoy_filter.proto`, `security/v1`), as far as they are used,
 * and what Istio's validation and Envoy refuse beyond them.
 */
const label = z.string().regex(/^([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?$/);
const labelKey = z.string().regex(/^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/);
const labels = z.record(labelKey, label);
const dnsLabel = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
const metadata = z.strictObject({
  name: z.string().regex(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/),
  namespace: dnsLabel,
  labels: labels.optional(),
  annotations: z.record(labelKey, z.string()).optional(),
});
const port = z.int().min(1).max(65535);
const domain = z.string().regex(/^(\*|(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+)$/);
const cidr = z.string().regex(/^\d+(\.\d+){3}(\/\d+)?$/);
const selector = z.strictObject({ matchLabels: labels });
const method = z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const header = z.string().regex(/^(:method|[a-z0-9-]+)$/);
const path = z.string().regex(/^\/[^*?#%]*\*?$/);

const kind = <K extends string, V extends string, S extends z.ZodRawShape>(name: K, apiVersion: V, shape: S) =>
  z.strictObject({ apiVersion: z.literal(apiVersion), kind: z.literal(name), metadata, ...shape });

const principal = z.string().regex(/^cluster\.local\/ns\/[a-z0-9-]+\/sa\/[a-z0-9-]+$/);

const operation = z
  .strictObject({
    hosts: z
      .array(z.string().regex(/^(\*\.[a-z0-9.-]+|[a-z0-9.-]+(:\*)?)$/))
      .min(1)
      .optional(),
    ports: z.array(z.string().regex(/^\d+$/)).min(1).optional(),
    methods: z.array(method).min(1).optional(),
    paths: z.array(path).min(1).optional(),
  })
  .refine((value) => Object.keys(value).length > 0, 'an operation of nothing is refused');

const authorizationPolicy = kind('AuthorizationPolicy', 'security.istio.io/v1', {
  spec: z.strictObject({
    selector: selector.optional(),
    action: z.literal('ALLOW').optional(),
    rules: z
      .array(
        z.strictObject({
          from: z
            .array(
              z.strictObject({
                source: z.union([
                  z.strictObject({ principals: z.array(principal).min(1) }),
                  z.strictObject({ requestPrincipals: z.array(z.string()).min(1) }),
                ]),
              }),
            )
            .min(1)
            .optional(),
          // Without it, a rule would be about everything.
          to: z.array(z.strictObject({ operation })).min(1),
          when: z
            .array(
              z.strictObject({
                key: z.string().regex(/^request\.(auth\.claims|headers)\[[^[\]]+\]$/),
                values: z.array(z.string().min(1)).min(1),
              }),
            )
            .min(1)
            .optional(),
        }),
      )
      .min(1)
      .optional(),
  }),
});

const serviceEntry = kind('ServiceEntry', 'networking.istio.io/v1', {
  spec: z.strictObject({
    exportTo: z.tuple([z.enum(['.', '*'])]),
    hosts: z.tuple([domain]),
    // One only: of several, a sidecar that is told what its pod calls takes the first.
    addresses: z.tuple([cidr]).optional(),
    ports: z
      .array(
        z.strictObject({ number: port, name: z.string().regex(/^tcp-[a-z0-9-]{1,11}$/), protocol: z.literal('TCP') }),
      )
      .length(1),
    location: z.literal('MESH_EXTERNAL'),
    resolution: z.literal('NONE'),
  }),
});

/** What a service of the mesh has among its own manifests. */
export const MESH_MEMBER = [authorizationPolicy, serviceEntry] as const;

const uri = z.union([
  z.strictObject({ exact: z.string().regex(/^\/[^*?#%]*$/) }),
  z.strictObject({ prefix: z.string().regex(/^\/([^*?#%]*\/)?$/) }),
]);
const duration = z.string().regex(/^[1-9]\d*s$/);

const virtualService = kind('VirtualService', 'networking.istio.io/v1', {
  spec: z.strictObject({
    exportTo: z.tuple([z.literal('.')]),
    hosts: z.tuple([domain]),
    gateways: z.tuple([z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/)]),
    http: z
      .array(
        z.strictObject({
          name: z.string().min(1),
          match: z
            .array(
              z.strictObject({
                uri,
                headers: z
                  .record(
                    header,
                    z.union([z.strictObject({ exact: z.string() }), z.strictObject({ regex: z.string() })]),
                  )
                  .optional(),
              }),
            )
            .min(1),
          delegate: z.strictObject({ name: dnsLabel, namespace: dnsLabel }),
          ...httpTries,
          corsPolicy: z
            .strictObject({
              allowOrigins: z
                .array(z.union([z.strictObject({ exact: z.string() }), z.strictObject({ regex: z.string() })]))
                .min(1),
              allowMethods: z.array(method).min(1),
              allowHeaders: z.array(header).min(1),
              exposeHeaders: z.array(header).min(1).optional(),
              maxAge: duration,
              allowCredentials: z.boolean(),
              unmatchedPreflights: z.enum(['IGNORE', 'FORWARD']),
            })
            .optional(),
        }),
      )
      .min(1),
  }),
});

const CONNECTIONS = z.literal('envoy.filters.network.http_connection_manager');
const bodyBytes = z.int().min(1);
const mutations = z.array(z.strictObject({ remove: header })).min(1);

const patch = z.union([
  z.strictObject({
    applyTo: z.literal('HTTP_FILTER'),
    match: z.strictObject({
      context: z.literal('GATEWAY'),
      listener: z.strictObject({
        portNumber: port,
        filterChain: z.strictObject({ filter: z.strictObject({ name: CONNECTIONS }) }),
      }),
    }),
    patch: z.strictObject({
      operation: z.literal('INSERT_FIRST'),
      value: z.strictObject({
        name: z.literal('envoy.filters.http.header_mutation'),
        typed_config: z.strictObject({
          '@type': z.literal('type.googleapis.com/envoy.extensions.filters.http.header_mutation.v3.HeaderMutation'),
          mutations: z.strictObject({ request_mutations: mutations, response_mutations: mutations }),
        }),
      }),
    }),
  }),
  z.strictObject({
    applyTo: z.literal('HTTP_FILTER'),
    match: z.strictObject({
      context: z.literal('GATEWAY'),
      listener: z.strictObject({
        portNumber: port,
        filterChain: z.strictObject({
          filter: z.strictObject({
            name: CONNECTIONS,
            subFilter: z.strictObject({ name: z.literal('envoy.filters.http.router') }),
          }),
        }),
      }),
    }),
    patch: z.strictObject({
      operation: z.literal('INSERT_BEFORE'),
      value: z.strictObject({
        name: z.literal('envoy.filters.http.buffer'),
        typed_config: z.strictObject({
          '@type': z.literal('type.googleapis.com/envoy.extensions.filters.http.buffer.v3.Buffer'),
          max_request_bytes: bodyBytes,
        }),
      }),
    }),
  }),
  z.strictObject({
    applyTo: z.literal('HTTP_ROUTE'),
    match: z.strictObject({
      context: z.literal('GATEWAY'),
      routeConfiguration: z.strictObject({
        portNumber: port,
        vhost: z.strictObject({ route: z.strictObject({ name: z.string().min(1) }) }),
      }),
    }),
    patch: z.strictObject({
      operation: z.literal('MERGE'),
      value: z.strictObject({
        typed_per_filter_config: z.strictObject({
          'envoy.filters.http.buffer': z.union([
            z.strictObject({
              '@type': z.literal('type.googleapis.com/envoy.extensions.filters.http.buffer.v3.BufferPerRoute'),
              disabled: z.literal(true),
            }),
            z.strictObject({
              '@type': z.literal('type.googleapis.com/envoy.extensions.filters.http.buffer.v3.BufferPerRoute'),
              buffer: z.strictObject({ max_request_bytes: bodyBytes }),
            }),
          ]),
        }),
      }),
    }),
  }),
]);

const jwtRule = z
  .strictObject({
    issuer: z.string().min(1),
    audiences: z.array(z.string().min(1)).min(1),
    jwks: z.string().startsWith('{"keys":[').optional(),
    jwksUri: z.url().startsWith('https://').optional(),
    fromHeaders: z.array(z.strictObject({ name: header, prefix: z.string() })).min(1),
    forwardOriginalToken: z.boolean(),
    outputClaimToHeaders: z
      .array(z.strictObject({ header, claim: z.string().min(1) }))
      .min(1)
      .optional(),
  })
  .refine(({ jwks, jwksUri }) => (jwks === undefined) !== (jwksUri === undefined), 'keys come from one place');

const namespacePeer = z.strictObject({ namespaceSelector: selector.partial(), podSelector: selector.optional() });
const peer = z.union([namespacePeer, z.strictObject({ ipBlock: z.strictObject({ cidr }) })]);
const policyPorts = z.array(z.strictObject({ protocol: z.enum(['TCP', 'UDP']), port })).min(1);

/** Every kind that the mesh and its gateway are made of. */
export const MESH_MANIFEST = z.discriminatedUnion('kind', [
  ...MESH_MEMBER,
  virtualService,
  kind('Gateway', 'networking.istio.io/v1', {
    spec: z.strictObject({
      selector: labels,
      servers: z
        .array(
          z.strictObject({
            port: z.strictObject({ number: port, name: dnsLabel, protocol: z.literal('HTTP') }),
            hosts: z.array(z.templateLiteral(['./', z.string()])).min(1),
          }),
        )
        .min(1),
    }),
  }),
  kind('RequestAuthentication', 'security.istio.io/v1', {
    spec: z.strictObject({ selector, jwtRules: z.array(jwtRule).min(1) }),
  }),
  kind('PeerAuthentication', 'security.istio.io/v1', {
    spec: z.strictObject({ mtls: z.strictObject({ mode: z.enum(['STRICT', 'PERMISSIVE']) }) }),
  }),
  // That of the control plane's namespace: without a selector it is everybody's who has none.
  kind('Sidecar', 'networking.istio.io/v1', {
    spec: z.strictObject({
      egress: z.tuple([z.strictObject({ hosts: z.array(z.string().regex(/^(\.|\*|[a-z0-9-]+)\/\S+$/)).min(1) })]),
    }),
  }),
  kind('EnvoyFilter', 'networking.istio.io/v1alpha3', {
    spec: z.strictObject({ workloadSelector: z.strictObject({ labels }), configPatches: z.array(patch).min(1) }),
  }),
  kind('NetworkPolicy', 'networking.k8s.io/v1', {
    spec: z.strictObject({
      podSelector: selector,
      policyTypes: z.tuple([z.literal('Ingress'), z.literal('Egress')]),
      ingress: z.array(z.strictObject({ from: z.array(peer).min(1), ports: policyPorts })).min(1),
      egress: z.array(z.strictObject({ to: z.array(peer).min(1), ports: policyPorts })).min(1),
    }),
  }),
]);

/** One of the kinds, known to be right. */
export type MeshManifest = z.infer<typeof MESH_MANIFEST>;

/** The manifest of a kind, by its name. */
export function findMesh<K extends MeshManifest['kind']>(
  manifests: readonly MeshManifest[],
  kindName: K,
  name?: string,
): Extract<MeshManifest, { kind: K }> {
  const found = manifests.find(
    (each): each is Extract<MeshManifest, { kind: K }> =>
      each.kind === kindName && (name === undefined || each.metadata.name === name),
  );
  if (found === undefined) throw new Error(`no ${kindName} ${name ?? ''}`);
  return found;
}
