// Each route fuzzed from its own OpenAPI: never a 5xx, each answer fits its schema and tells nothing of the insides.
import { keep } from '../support/promise.ts';
import { provenByTests } from '../support/proven.ts';

await keep('fuzz', (given) =>
  provenByTests(given, {
    files: ['server/fuzz.test.ts'],
    env: { FUZZ_RUNS: given.long ? '300' : '20' },
    figure: /^seed \d+: /,
    control: {
      broken: 'tells-insides',
      words: 'one answer tells of a query',
      pattern: 'every route',
      shows: /get \/v1\/\{mall\}\/ratings: .*debug is not described/,
    },
  }),
);
