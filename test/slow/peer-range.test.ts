import { count, ForeignApp, manifest } from './foreign-app';

/** The lowest version that a caret range admits: `^2.258.0` gives `2.258.0`. The other end is what npm test runs on. */
function lowest(name: string): string {
  const range = manifest.peerDependencies[name] ?? '';
  expect(range).toMatch(/^\^\d+\.\d+\.\d+$/);
  return range.slice(1);
}

describe('the library at the low end of its peer range', () => {
  let app: ForeignApp;

  beforeAll(() => {
    app = new ForeignApp({ 'aws-cdk-lib': lowest('aws-cdk-lib'), constructs: lowest('constructs') });
    app.compile();
  });

  afterAll(() => {
    app?.remove(); // nothing to remove when it could not be made
  });

  test('stands beside exactly those versions', () => {
    expect(app.installed('aws-cdk-lib')).toBe(lowest('aws-cdk-lib'));
    expect(app.installed('constructs')).toBe(lowest('constructs'));
  });

  test.each([
    ['network.js', 'AWS::EC2::VPC'],
    ['cluster.js', 'AWS::EKS::Cluster'],
    ['database.js', 'AWS::RDS::DBCluster'],
    ['together.mjs', 'AWS::EKS::Cluster'],
  ])('compiles and synthesizes %s', (program, type) => {
    expect(count(app.synthesize(program), type)).toEqual({ [type]: 1 });
  });
});
