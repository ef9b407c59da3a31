/** A public list price for use on demand, without taxes, discounts and free tiers. */
export interface Price {
  /** In US dollars: 0.048. */
  readonly dollars: number;
  readonly per: 'hour' | 'month';
  /** Where it was read, and when. */
  readonly source: string;
}

/** The region whose prices these are. */
export const PRICED_REGION = 'eu-west-1';

/** When the sources were last read. */
export const PRICES_READ = '2026-11';

/** AWS reckons a month at 730 hours (AWS Pricing Calculator). */
export const HOURS_A_MONTH = 730;

/**
 * Prices with a source. What none was found for has no price here and is named as left out; no price is an estimate. The
 * names of usage types are those of the AWS Price List.
 */
export const PRICES = {
  natGateway: {
    dollars: 0.048,
    per: 'hour',
    source: 'AWS Price List, AmazonEC2, `EU-NatGateway-Hours`, as of 2026-10-02',
  },
  publicAddress: {
    dollars: 0.005,
    per: 'hour',
    source: 'Amazon VPC pricing, public IPv4 addresses, the same in every region since 2024-02',
  },
  interfaceEndpoint: {
    dollars: 0.011,
    per: 'hour',
    source: '`EU-VpcEndpoint-Hours` as billed to others in 2026',
  },
  controlPlane: {
    dollars: 0.1,
    per: 'hour',
    source: 'Amazon EKS pricing, standard support; `EU-AmazonEKS-Hours:perCluster` as billed to others in 2026',
  },
  serverlessUnit: {
    dollars: 0.14,
    per: 'hour',
    source: 'AWS Price List, AmazonRDS, `EU-Aurora:ServerlessV2Usage`, storage "standard", as read by others in 2026',
  },
  alarm: {
    dollars: 0.1,
    per: 'month',
    source: 'Amazon CloudWatch pricing, standard resolution, for each metric of an alarm; as read by others in 2026',
  },
  compositeAlarm: {
    dollars: 0.5,
    per: 'month',
    source: 'Amazon CloudWatch pricing, composite alarms; as read by others in 2026',
  },
  dashboard: {
    dollars: 3,
    per: 'month',
    source: 'Amazon CloudWatch pricing, custom dashboards; as read by others in 2026',
  },
  key: { dollars: 1, per: 'month', source: 'AWS KMS pricing, as of 2026-03' },
  secret: { dollars: 0.4, per: 'month', source: 'AWS Secrets Manager pricing, the same in most regions' },
} as const satisfies Readonly<Record<string, Price>>;

/** What one costs in a month. */
export function monthly({ dollars, per }: Price): number {
  return per === 'hour' ? dollars * HOURS_A_MONTH : dollars;
}
