import { Yaml } from 'cdk8s';

/** A value as YAML. What is `undefined` is left out, as in JSON: YAML would say `null`. */
export const yaml = (value: object): string => Yaml.stringify(JSON.parse(JSON.stringify(value)) as object);
