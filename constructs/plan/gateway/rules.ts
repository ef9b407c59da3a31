import { joinPath, under, type Problem } from '../problem';
import { corsProblems } from './cors';
import type { GatewaySpec, IssuerSpec } from './spec';

/** What is wrong with a gateway of the right shape. Fields are relative to it. */
export function gatewayProblems(spec: GatewaySpec): Problem[] {
  const { hosts = [], issuers = [], cors, strippedHeaders = [] } = spec;
  return [
    ...repeated('hosts', hosts),
    ...repeated(
      'issuers',
      issuers.map(({ issuer }) => issuer),
    ),
    ...issuers.flatMap((issuer, index) => under(`issuers[${index}]`, issuerProblems(issuer))),
    ...(cors === undefined ? [] : under('cors', corsProblems(cors))),
    ...strippedHeaders.flatMap((header, index) =>
      NEEDED.test(header)
        ? [
            {
              field: `strippedHeaders[${index}]`,
              value: header,
              reason: 'the gateway itself needs it, or services do to serve anybody',
              remedy: 'leave it out',
            },
          ]
        : [],
    ),
  ];
}

/** What requests cannot do without, or what the gateway and the load balancer write themselves. */
const NEEDED =
  /^(?:accept.*|access-control-.+|authorization|connection|content-.+|cookie|expect|host|if-.+|origin|range|te|traceparent|tracestate|transfer-encoding|upgrade|user-agent|x-forwarded-.+|x-request-id|x-amzn-trace-id|x-envoy-.+)$/;

function repeated(field: string, values: readonly string[]): Problem[] {
  return values.flatMap((value, index) =>
    values.indexOf(value) === index
      ? []
      : [{ field: `${field}[${index}]`, value, reason: 'it is named twice', remedy: 'name it once' }],
  );
}

function issuerProblems(issuer: IssuerSpec): Problem[] {
  return [...oneSourceOfKeys(issuer), ...publicKeys(issuer), ...addressOfKeys(issuer), ...claimHeaders(issuer)];
}

function oneSourceOfKeys({ jwks, jwksUri }: IssuerSpec): Problem[] {
  if ((jwks === undefined) !== (jwksUri === undefined)) return [];
  return [
    jwks === undefined
      ? {
          field: 'jwks',
          value: undefined,
          reason: 'without its public keys no token of this issuer can be checked',
          remedy: 'give the keys themselves (jwks), or where they are read (jwksUri)',
        }
      : {
          field: 'jwksUri',
          value: jwksUri,
          reason: 'the keys are given already, and Istio takes them from one place',
          remedy: 'leave out jwks or jwksUri',
        },
  ];
}

/** The members of a key that must not leave its owner (RFC 7518, 6.2.2, 6.3.2 and 6.4). */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/** The members that make a public key of each kind (RFC 7518, 6.2.1 and 6.3.1; RFC 8037, 2). */
const PUBLIC_MEMBERS = { EC: ['crv', 'x', 'y'], RSA: ['n', 'e'], OKP: ['crv', 'x'] } as const;

function publicKeys({ jwks }: IssuerSpec): Problem[] {
  const keys = jwks?.keys ?? [];
  return keys.flatMap((key, index): Problem[] => {
    const field = `jwks.keys[${index}]`;
    const secret = PRIVATE_MEMBERS.find((member) => key[member] !== undefined);
    const missing = PUBLIC_MEMBERS[key.kty].find((member) => typeof key[member] !== 'string');
    return [
      ...(secret === undefined
        ? []
        : [
            {
              field: joinPath(field, secret),
              value: '(not shown)',
              reason: 'this is the secret half of the key: whoever reads it makes tokens for anybody',
              remedy: 'give the public half only, and make a new key: this one has been written down',
            },
          ]),
      ...(missing === undefined
        ? []
        : [
            {
              field: joinPath(field, missing),
              value: key[missing],
              reason: `a public key of the kind ${key.kty} has ${PUBLIC_MEMBERS[key.kty].join(', ')}`,
              remedy: 'copy the key whole, as its issuer publishes it',
            },
          ]),
      ...(keys.findIndex(({ kid }) => kid === key.kid) === index
        ? []
        : [
            {
              field: joinPath(field, 'kid'),
              value: key.kid,
              reason: 'another key has this name, and a token says by it which one signed it',
              remedy: 'give each key a name of its own',
            },
          ]),
    ];
  });
}

/** A host of one word, or a Service of the cluster. */
const INSIDE = /^https?:\/\/(?:[^./:]+|[^/:]+\.svc(?:\.cluster\.local)?|localhost)(?::\d+)?(?:\/|$)/;

/** The control plane is no part of the mesh, whose services accept nobody else (istio 1.31, `pilot/pkg/model/jwks_resolver.go`). */
function addressOfKeys({ jwksUri }: IssuerSpec): Problem[] {
  if (jwksUri === undefined) return [];
  const problem = (reason: string, remedy: string): Problem[] => [{ field: 'jwksUri', value: jwksUri, reason, remedy }];
  if (INSIDE.test(jwksUri)) {
    return problem(
      "the mesh's control plane reads the keys, and has no identity by which a service of the mesh would let it in",
      'give the keys themselves (jwks), or an address that is reached from outside',
    );
  }
  return jwksUri.startsWith('https://')
    ? []
    : problem('whoever sits on the way could put in keys of his own', 'use https, or give the keys themselves (jwks)');
}

function claimHeaders({ claimHeaders: headers = {} }: IssuerSpec): Problem[] {
  return Object.keys(headers)
    .filter((header) => NEEDED.test(header) || !header.startsWith('x-'))
    .map((header) => ({
      field: joinPath('claimHeaders', header),
      value: headers[header],
      reason: 'the gateway would overwrite a header that means something else',
      remedy: "take one of your own that begins with x-, as in 'x-auth-subject'",
    }));
}
