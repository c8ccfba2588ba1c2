/** What `import … from '@jest/globals'` gives in a test and in what it loads (nodeRunner.ts). */
type Globals = Pick<
  typeof import('@jest/globals'),
  'afterAll' | 'afterEach' | 'beforeAll' | 'beforeEach' | 'describe' | 'expect' | 'test'
>;

let ofThisFile: Globals | undefined;

/** Jest makes them anew for each test file; from here on they are those of the file that is run now. */
export function offerGlobals(globals: Globals): void {
  ofThisFile = globals;
}

/**
 * Modules are loaded once, and those that several test files share (`temporaryFolder`, the contracts) must still register
 * their tests and hooks with the file that is run now: so each name looks its function up at the call.
 */
function now<Name extends keyof Globals>(name: Name): Globals[Name] {
  const found = (): Globals[Name] => {
    if (!ofThisFile) throw new Error(`expected ${name} in a test that jest runs, found no jest`);
    return ofThisFile[name];
  };
  const placeholder = (): void => undefined;
  return new Proxy(placeholder, {
    apply: (_placeholder, _self, given: unknown[]): unknown => Reflect.apply(found(), undefined, given),
    get: (_placeholder, property): unknown => Reflect.get(found(), property),
  }) as unknown as Globals[Name]; // every call and every property is answered by the real one
}

export const afterAll = now('afterAll');
export const afterEach = now('afterEach');
export const beforeAll = now('beforeAll');
export const beforeEach = now('beforeEach');
export const describe = now('describe');
export const expect = now('expect');
export const test = now('test');
