import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { PersonalTable } from '../../server/base/db/tables.ts';
import { registry } from '../../server/office/privacy/registry.ts';
import { nextNight } from '../../server/office/privacy/scrub.ts';
import { startService, type TestService } from '../support/service.ts';
import { schemaOf } from '../support/tables.ts';

const root = join(import.meta.dirname, '..', '..');

it('a large file waits for the night, which always comes', () => {
  const hour = 3_600_000;
  for (const [now, night] of [
    [0, 19 * hour],
    [19 * hour - 1, 19 * hour],
    [19 * hour, 43 * hour],
    [30 * hour, 43 * hour],
  ] as const)
    assert.equal(nextNight(now), night);
});

describe('declarations of personal columns', () => {
  let service: TestService;
  before(async () => {
    service = await startService({ start: false });
  });
  after(() => service.stop());

  it('every table.ts declares all of its tables, and the registry holds them as declared', async () => {
    const files = globSync('server/**/table.ts', { cwd: root });
    assert.ok(files.length >= 10);
    for (const file of files) {
      const source = readFileSync(join(root, file), 'utf8');
      const body = /interface Tables \{([^}]*)\}/.exec(source)?.[1] ?? '';
      const named = [...body.matchAll(/^\s*(\w+):/gm)].map((match) => match[1] as string);
      assert.ok(named.length > 0, `${file} names its tables`);
      const { personal } = (await import(join(root, file))) as { personal?: Record<string, PersonalTable> };
      assert.deepEqual(
        Object.keys(personal ?? {}).sort(),
        named.sort(),
        `${file} declares each of its tables`,
      );
      for (const name of named)
        assert.equal(registry[name as keyof typeof registry], personal?.[name], `${name} is in the registry`);
    }
  });

  it('every table of the schema is in the registry, with columns that exist', async () => {
    const schema = await schemaOf(service.services.database);
    assert.deepEqual([...schema.keys()].sort(), Object.keys(registry).sort());
    for (const [table, rules] of Object.entries(registry)) {
      const columns = schema.get(table) ?? [];
      const named = [
        ...(rules.owner ? [rules.owner] : []),
        ...rules.exports,
        ...(typeof rules.erase === 'object' ? Object.keys(rules.erase) : []),
      ];
      for (const column of named) assert.ok(columns.includes(column), `${table}.${column}`);
      if (columns.includes('shopper_id'))
        assert.equal(rules.owner, 'shopper_id', `${table} has rows of shoppers`);
      if (rules.owner && rules.erase === 'keep') assert.ok(rules.why, `${table} says why it keeps`);
      if (rules.owner) assert.ok(rules.exports.length > 0, `${table} hands something out`);
    }
  });
});
