import fc from 'fast-check';
import { grafanaSettings, printSettings } from '../../../../../constructs/plan/observability/grafana/configuration';
import { signInSpec } from '../../../../../constructs/plan/observability/grafana/sign-in-spec';
import { SIGN_IN } from './examples';

/** Reads an INI file as Grafana does, as far as it is written here. */
function read(text: string): Record<string, Record<string, string>> {
  const sections: Record<string, Record<string, string>> = {};
  let section = '';
  for (const line of text.split('\n').filter((each) => each !== '')) {
    const heading = /^\[(.+)\]$/.exec(line);
    if (heading?.[1] !== undefined) {
      section = heading[1];
      sections[section] = {};
      continue;
    }
    const [, name = '', value = ''] = /^([a-z_]+) = (.*)$/.exec(line) ?? [];
    (sections[section] ??= {})[name] = value;
  }
  return sections;
}

describe("Grafana's settings", () => {
  test('are written one to a line, under their sections', () => {
    expect(printSettings({ server: { http_port: 3000 }, 'auth.basic': { enabled: false } })).toBe(
      '[server]\nhttp_port = 3000\n\n[auth.basic]\nenabled = false\n',
    );
  });

  test('come out as they went in, whatever a description may say', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9][\w .,:=/@+-]{0,20}$/);
    fc.assert(
      fc.property(word, fc.array(word, { minLength: 1, maxLength: 3 }), (provider, viewers) => {
        const spec = { ...SIGN_IN, provider, roles: { viewers } };
        expect(signInSpec.safeParse(spec).success).toBe(true);
        const settings = grafanaSettings({ kind: 'provider', provider: spec });
        const oauth = read(printSettings(settings))['auth.generic_oauth'];
        expect(oauth?.name).toBe(provider);
        expect(oauth?.role_attribute_path).toBe(settings['auth.generic_oauth']?.role_attribute_path);
        // What these begin is a comment, a variable or another value to Grafana (go-ini; "Configure Grafana").
        expect(Object.values(oauth ?? {}).filter((value) => /[;#%`"]|\$(?!__file)/.test(value))).toEqual([]);
      }),
    );
  });
});
