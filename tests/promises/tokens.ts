// The known attacks on JWTs are all refused, and a good token is taken.
import { keep } from '../support/promise.ts';
import { provenByTests } from '../support/proven.ts';

await keep('tokens', (given) =>
  provenByTests(given, {
    files: ['server/identity.test.ts', 'server/identity-keysets.test.ts'],
    control: {
      broken: 'believes-alg-none',
      words: 'a token that says "alg: none" is believed',
      files: ['server/identity.test.ts'],
      shows: /refuses: alg "none" without a signature/,
    },
  }),
);
