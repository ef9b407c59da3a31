import type { PlanContext } from '../context';
import type { Problem } from '../problem';
import type { EdgeSpec } from './spec';

type Rule = (spec: EdgeSpec, context: PlanContext) => readonly Problem[];

/** What is wrong with the name of an edge, where its certificate comes from, and who can look it up. */
export const domainProblems: Rule = (spec, context) => RULES.flatMap((rule) => rule(spec, context));

const nameOutsideDevelopment: Rule = ({ domain }, { tier }) =>
  tier === 'development' || domain !== undefined
    ? []
    : [
        {
          field: 'domain',
          value: undefined,
          reason: `without a name there is no certificate, and in ${tier} nothing may come in unencrypted`,
          remedy:
            "name it and its hosted zone, as in { name: 'api.rides.example', zone: { id: 'Z0123456789ABCDEFGHIJ', name: 'rides.example' } }",
        },
      ];

const nameLiesInItsZone: Rule = ({ domain }) => {
  if (domain === undefined || domain.zone === 'elsewhere') return [];
  const { name, zone } = domain;
  if (name === zone.name || name.endsWith(`.${zone.name}`)) return [];
  return [
    {
      field: 'domain.name',
      value: name,
      reason: `the hosted zone ${zone.name} keeps no names outside itself`,
      remedy: `use a name that ends in .${zone.name}, or the zone that the name lies in`,
    },
  ];
};

/** The first name of a certificate is its common name, which has at most 64 characters (ACM user guide; RFC 5280). */
const LONGEST_COMMON_NAME = 64;

const certificateCanBeMade: Rule = ({ domain }) => {
  if (domain === undefined || domain.certificateArn !== undefined) return [];
  const { name, zone } = domain;
  const problem = (field: string, value: unknown, reason: string): Problem[] => [
    { field, value, reason, remedy: 'give a certificate that exists: domain.certificateArn' },
  ];
  if (zone === 'elsewhere') {
    return problem(
      'domain.zone',
      zone,
      'a certificate is validated through the hosted zone of the name, and there is none',
    );
  }
  if (zone.visibility === 'private') {
    return problem(
      'domain.zone.visibility',
      zone.visibility,
      'ACM cannot look into a private zone, so it would wait for the validation of the certificate until it gives up',
    );
  }
  if (name.length > LONGEST_COMMON_NAME) {
    return problem(
      'domain.name',
      name,
      `ACM makes certificates for names of at most ${LONGEST_COMMON_NAME} characters, and this has ${name.length}`,
    );
  }
  return [];
};

const clientsCanLookItUp: Rule = ({ domain, scheme }) => {
  if (domain === undefined || domain.zone === 'elsewhere' || domain.zone.visibility !== 'private') return [];
  if (scheme === 'internal') return [];
  return [
    {
      field: 'domain.zone.visibility',
      value: domain.zone.visibility,
      reason: 'nobody on the internet can look up a name in a private zone, and the load balancer faces the internet',
      remedy: "use the public zone of the name, or scheme: 'internal'",
    },
  ];
};

/** A region by name; in a stack that is bound to none, the region is a token. */
const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d$/;

const certificateLiesInTheRegion: Rule = ({ domain }, { region }) => {
  const arn = domain?.certificateArn;
  if (arn === undefined || !REGION.test(region)) return [];
  const lies = arn.split(':')[3];
  return lies === region
    ? []
    : [
        {
          field: 'domain.certificateArn',
          value: arn,
          reason: `the certificate lies in ${lies}, and a load balancer in ${region} cannot use it`,
          remedy: `make or import one in ${region}, or leave it out and have one made`,
        },
      ];
};

const RULES: readonly Rule[] = [
  nameOutsideDevelopment,
  nameLiesInItsZone,
  certificateCanBeMade,
  clientsCanLookItUp,
  certificateLiesInTheRegion,
];
