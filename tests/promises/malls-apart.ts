// Every route of the OpenAPI with another mall's token, key or ids: no byte of the other mall.
import { keep } from '../support/promise.ts';
import { provenByTests } from '../support/proven.ts';

await keep('malls-apart', (given) =>
  provenByTests(given, {
    files: ['server/malls-apart.test.ts'],
    figure: /^malls apart: /,
    control: {
      broken: 'forgets-mall',
      words: 'reads of reviews and comments forget mall_id',
      shows: /get \/v1\/\{mall\}\/comments[\s\S]*bravo in /,
    },
  }),
);
