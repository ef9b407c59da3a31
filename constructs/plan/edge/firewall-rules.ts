import type { PlanContext } from '../context';
import type { Problem } from '../problem';
import { capacityUnits, isEmpty, resolveFirewall } from './firewall';
import { MOST_CAPACITY_UNITS } from './rule-groups';
import type { EdgeSpec } from './spec';

type Rule = (spec: EdgeSpec, context: PlanContext) => readonly Problem[];

/** What is wrong with the firewall of an edge. */
export const firewallProblems: Rule = (spec, context) => RULES.flatMap((rule) => rule(spec, context));

const productionIsGuarded: Rule = ({ firewall, scheme }, { tier }) =>
  firewall !== 'none' || tier !== 'production' || scheme === 'internal'
    ? []
    : [
        {
          field: 'firewall',
          value: firewall,
          reason: 'production that faces the internet needs something that stops floods and known attacks',
          remedy: "leave it out; { groups: { common: 'count' } } counts what it would block, for as long as you look",
        },
      ];

const firewallDoesSomething: Rule = ({ firewall }) =>
  firewall === undefined || firewall === 'none' || !isEmpty(resolveFirewall(firewall))
    ? []
    : [
        {
          field: 'firewall',
          value: firewall,
          reason: 'every group is off and there is no rate limit, so it would cost money and do nothing',
          remedy: "switch a group on, or write firewall: 'none'",
        },
      ];

const firewallFitsItsPrice: Rule = ({ firewall }) => {
  if (firewall === undefined || firewall === 'none') return [];
  const units = capacityUnits(resolveFirewall(firewall));
  return units <= MOST_CAPACITY_UNITS
    ? []
    : [
        {
          field: 'firewall.groups',
          value: firewall.groups,
          reason: `together these cost ${units} capacity units, and above ${MOST_CAPACITY_UNITS} AWS bills every request more`,
          remedy: 'switch off the groups that do not fit what runs behind it, such as php or windows',
        },
      ];
};

/** Where most proxies write the addresses that a request came by. */
const FORWARDED_FOR = 'x-forwarded-for';

const addressHeaderCanBeTrusted: Rule = ({ firewall, clients }) => {
  if (firewall === undefined || firewall === 'none') return [];
  const { rateLimit } = firewall;
  if (rateLimit === undefined || rateLimit === 'none' || rateLimit.clientAddressHeader === undefined) return [];
  const field = 'firewall.rateLimit.clientAddressHeader';
  const value = rateLimit.clientAddressHeader;
  const wrong: Problem[] = [];
  if (value.toLowerCase() === FORWARDED_FOR) {
    wrong.push({
      field,
      value,
      reason:
        'AWS WAF counts by the first address of the header, and proxies add theirs behind what the client sent: each request could claim another address',
      remedy: 'have the proxy write the address into a header of its own, such as true-client-ip',
    });
  }
  if (clients === undefined) {
    wrong.push({
      field,
      value,
      reason: 'who comes past the proxy could write any address into the header, and never meet the limit',
      remedy: 'name the addresses of the proxy in clients',
    });
  }
  return wrong;
};

const RULES: readonly Rule[] = [
  productionIsGuarded,
  firewallDoesSomething,
  firewallFitsItsPrice,
  addressHeaderCanBeTrusted,
];
