import { join, posix } from 'node:path';
import { customize, environments } from '../../environments';
import { parseEnvironments } from '../../lib/environment/parse';
import { importsOf, sourcesUnder } from '../architecture/sources';

// What holds for any platform: no name, region, account, address or number of environments is expected here. Whether they
// synthesize, and what of, is for `npm start` to judge.
describe('environments/', () => {
  test('describes environments that are sound, each by itself and beside the others', () => {
    expect(parseEnvironments(environments).map(({ name }) => name)).toEqual(environments.map(({ name }) => name));
  });

  test('is read by no other test, which would turn red when an adopter changes it', () => {
    const readers = sourcesUnder(join(__dirname, '../..'), ['test']).filter((source) =>
      importsOf(source).some(({ name }) => {
        const target = posix.join(posix.dirname(source.path), name);
        return name.startsWith('.') && `${target}/`.startsWith('environments/');
      }),
    );
    expect(readers.map(({ path }) => path)).toEqual(['test/environments/adopter.test.ts']);
  });

  test('says what to customize with a function', () => {
    expect(typeof customize).toBe('function');
  });
});
