import type { Problem } from '../../problem';
import type { AdmissionSpec } from './spec';

/** What is wrong with admission policies of the right shape. */
export function admissionProblems({ exemptNamespaces = [] }: AdmissionSpec): Problem[] {
  return exemptNamespaces.flatMap(({ name }, index) =>
    exemptNamespaces.findIndex((each) => each.name === name) === index
      ? []
      : [
          {
            field: `exemptNamespaces[${index}].name`,
            value: name,
            reason: 'it is exempt twice, and only one of the reasons would be read',
            remedy: 'name it once, with all the policies that leave it alone',
          },
        ],
  );
}
